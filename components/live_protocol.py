"""The live protocol: all messages by which growing text comes to a page, beside Streamlit's own. Pure.

In Python they are made and read as the objects below, in the page by components/ui/live/scripts/runs.js; each stands in
tests/live_protocol.json as it is sent, which the tests of both read. Three parties speak: Python (live_wire.py and
browser.py in ui/live), which draws; the page (ui/live/scripts); the server (server/live.py), which tells what is new.

A reply is a list of pieces that only grows. An *edition* (from 0) is one way of reading that list: it rises where text
is filed anew, or where a model thinks again after an answer, and what is counted begins anew with it. A run is known by
the ids of its chat and its turn. Sizes are UTF-8 bytes, places are numbers of pieces, both from the reply's beginning.

1. Python → page, with each draw: `LiveData` for the element that hears, `BrowserData` for the one that does what only a
   browser can, `GuardData` for the one that is on every page. Where thoughts belong stands a `WordsPlace`, where
   seconds are counted a `ClockPlace`, where it says what is being done a `HeadlinePlace`; the Markdown
   of a growing answer ends with the mark that ui/live/rest.py makes (how many UTF-16 units of the answer are drawn).
2. Page → server: a WebSocket to `PATH` with one `Subscription` for each run that it shows (`?run=…&run=…`, at most
   MOST_RUNS, more are not looked at), or to `PATH?page=<name>`, only to see whether there can be one, or, while
   somebody writes, to `PATH?next=<name>`: it is told of the turn that is asked next on this page, as soon as there is
   one. What is to be told of another run, or an opened panel, is asked for by another socket; nothing is said on one
   that is open.
3. Server → page, each a message of its own, a JSON list that begins with the run's place in that address: `News`.
   Where the next turn was asked for, `Begun` comes first, and then what is told of it as run 0, from its first word on.
   In this order, and as often as there is something new: `Draw` where a warning has come or gone; `Anew` before
   anything of another edition; `Size` where words are not wanted, else `MoreThoughts`, and `MoreSteps` where steps are;
   `Headline` where it is another one; `MoreAnswer`; `Draw`. `Ended` is the last of its run. When all have ended the
   server closes the socket. A run that is not there, or is somebody else's, has `Ended`.
4. Page → Python, by Streamlit's triggers: of the element that hears `beat` (a number, another each time: there is
   something to draw) and `lost` (a number: the socket cannot be had, draw the words yourself); of the other one
   `reading` (the id of a turn whose growing thoughts are being read) and `copied` (`Copied`).

Who does not know something: the server closes with REFUSED where any Subscription is none, or the page is nobody's, and
with BUSY where there are too many readers; the page then tries again, more and more seldom, and tells `lost`. The page
passes over a run that it did not ask for and a message of no kind below; a text with a fourth value but 1 is none.
Other values behind those named here, and unknown names in data, are passed over on both sides.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from html import escape
from typing import TypedDict

PATH, SCRIPTS = "/live/thoughts", "/live/scripts"  # below the room's base path
MOST_RUNS = 8
STEPS = 2  # as `words` in a Subscription
REFUSED, BUSY = 1008, 1013  # codes with which the server closes
LARGEST_DIGITS = 9  # of a number in a Subscription
LONGEST_QUESTION = 4_000  # characters of one that is shown before Python has drawn it


@dataclass(frozen=True, slots=True)
class Subscription:
    """One run as a page has it. It has the thoughts of the first `count` pieces and the answer of the first `known`, by
    that `edition`. `words`: it shows the thoughts; else it is told only how large they are. `steps`: with the words,
    also the steps that they are made of."""

    chat: str
    turn: str
    edition: int
    count: int
    words: bool
    known: int
    steps: bool = False

    def __str__(self) -> str:
        """chat:turn:edition:count:words:known, with words as 1 or 0, and as 2 where steps are wanted, too."""
        return f"{self.chat}:{self.turn}:{self.edition}:{self.count}:{self.words + self.steps:d}:{self.known}"


def subscription(text: str) -> Subscription | None:
    """None where it is none."""
    chat, _, rest = text.partition(":")
    turn, *numbers = rest.split(":")
    if not (chat and turn) or len(numbers) != 4 or not all(one.isascii() and one.isdigit() for one in numbers):
        return None
    edition, count, words, known = (int(one[:LARGEST_DIGITS]) for one in numbers)
    return Subscription(chat, turn, edition, count, bool(words), known, words == STEPS)


@dataclass(frozen=True, slots=True)
class Begun:
    """[run, [chat, turn, question]]: the turn that this page waited for; its words are shown until Python has drawn
    where they belong. A question that is longer than LONGEST_QUESTION is ""."""

    run: int
    chat: str
    turn: str
    question: str


@dataclass(frozen=True, slots=True)
class MoreThoughts:
    """[run, text, count]: more thoughts; the page now has those of the first `count` pieces."""

    run: int
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class MoreSteps:
    """[run, {"steps": [step, …], "from": number}]: of the thoughts that were told, the steps from that number on; those
    before it stand. Each step is a list: its size in UTF-16 units, the letter of its phase, its headline, when it began
    (seconds, null where that is not known), the share of it that repeats earlier words (0 to 100), and the phrases in
    it, three values each: place and size in it in UTF-16 units, and the letter of the kind. A size of 0 is that of the
    last one, which still grows: all of it is told when it has ended."""

    run: int
    steps: tuple[tuple[object, ...], ...]
    first: int


@dataclass(frozen=True, slots=True)
class MoreAnswer:
    """[run, text, known, 1]: more of the answer; the page now has that of the first `known` pieces."""

    run: int
    text: str
    known: int


@dataclass(frozen=True, slots=True)
class Anew:
    """[run, null, edition]: what was told is of an edition that is no more. What comes is of this one, from the first
    piece of its last round."""

    run: int
    edition: int


@dataclass(frozen=True, slots=True)
class Size:
    """[run, size]: how many bytes of thoughts the reply has by now."""

    run: int
    size: int


@dataclass(frozen=True, slots=True)
class Headline:
    """[run, {"headline": text}]: what the thoughts of this edition are doing now, in a few words. None is told until
    there is one."""

    run: int
    text: str


@dataclass(frozen=True, slots=True)
class Draw:
    """[run, true]: there is something for Python to draw."""

    run: int


@dataclass(frozen=True, slots=True)
class Ended:
    """[run, false]: it has ended, and Python draws all of it."""

    run: int


News = Begun | MoreThoughts | MoreSteps | MoreAnswer | Anew | Size | Headline | Draw | Ended


def as_message(news: News) -> str:
    """As it is sent."""
    match news:
        case Begun(run, chat, turn, question):
            return _json((run, (chat, turn, question if len(question) <= LONGEST_QUESTION else "")))
        case MoreThoughts(run, text, count):
            return _json((run, text, count))
        case MoreSteps(run, steps, first):
            return _json((run, {"steps": steps, "from": first}))
        case MoreAnswer(run, text, known):
            return _json((run, text, known, 1))
        case Anew(run, edition):
            return _json((run, None, edition))
        case Size(run, size):
            return _json((run, size))
        case Headline(run, text):
            return _json((run, {"headline": text}))
        case Draw(run):
            return _json((run, True))
        case Ended(run):
            return _json((run, False))


@dataclass(frozen=True, slots=True)
class Watched:
    """A run that a page shows: `open` says whether its words are seen, `size` how many bytes of thoughts there are."""

    chat: str
    turn: str
    open: bool
    size: int


class LiveData(TypedDict):
    """Of the element that hears. `runs`: those that it shows, as JSON of a list of `Watched` (`as_list`). `says`: words
    for who does not see the page, "" for none. `ended`: the id of a turn of which it is to be seen how it ended, or
    ""."""

    runs: str
    says: str
    ended: str


class Find(TypedDict):
    """Mark `words` in the place of that CSS selector and bring them into view, once for each `number`."""

    place: str
    words: str
    number: int


class Copy(TypedDict):
    """Put `text` on the clipboard, once for each `number`."""

    text: str
    number: int


class Copied(TypedDict):
    """Was it? By its `number`."""

    number: int
    done: bool


class BrowserData(TypedDict):
    """Of the element that does what only a browser can. `chat`: the id of the one that is shown. `turn`: the id of one
    to bring to the top, once. `field`: the CSS selector of a field to write in. `page`: the name of this page, which
    asks for the next turn by it. `runs`: as in LiveData, those that have just begun, whose own element is still to
    come. `title_words`: may the title of the tab say what a thought is doing?"""

    chat: str | None
    turn: str | None
    field: str | None
    page: str
    runs: str | None
    find: Find | None
    copy: Copy | None
    title_words: bool


class InsideData(TypedDict):
    """Of the element that shows the inside of a thought. `look`: all that is known of it when it is drawn, as JSON
    (components/ui/inside/looked.py). While it grows, `run` is the Subscription that tells the rest, "" where nothing
    does."""

    look: str
    run: str


class VersusData(TypedDict):
    """Of the element that lays two thoughts over each other. `versus` is all of it, as JSON: "looks" (of the first and
    the second, as in InsideData), their "names", what each is called in "short" and where it lacks a step ("missing"),
    "measures" ([label, first, second]), "pairs" of steps ([number or null, number or null, kind]), and the words for
    their "kinds"."""

    versus: str


class ReplayData(TypedDict):
    """Of the element that replays a turn. `play`: all of it, as JSON (components/ui/replay/played.py). `place`: "chat",
    or "page" for a page of its own, where there may be a turn `before` it and a `next` one, `number` says which of how
    many it is, and `t` is where it begins (seconds, null where the address says nothing). It triggers `go`: "close",
    "full", "before", "next"."""

    play: str
    place: str
    before: bool
    next: bool
    number: str
    t: float | None


class RaceData(TypedDict):
    """Of the element of a race. `race`: all of it, as JSON (components/ui/race/told.py); of lanes that run, the wire
    tells the rest. It triggers `beat`, `lost`, and `wish`: "stop:" or "open:", and the turn of the lane."""

    race: str


class SpeakerData(TypedDict):
    """Of the window of who speaks: the chat whose replay it follows, and whose notes it has."""

    chat: str


class StageData(TypedDict):
    """Of the element of the presenter view: is it `on`, and do keys go from turn to turn (`turns`)? It triggers `leave`
    (a number, another each time)."""

    on: bool
    turns: bool


class AcrossData(TypedDict):
    """Of the element that shows many thoughts in a table. `columns` is a list of {"name", "label", "figures": are its
    values figures?}, and `rows` one of [chat, turn, question, what stands in each further column], both as JSON. The
    rows are sorted `by` the column of that name, the largest first where it goes `down`."""

    columns: str
    rows: str
    by: str
    down: bool


class GuardData(TypedDict):
    """Of the element that is on every page: the name of this one, by which it tries the socket."""

    page: str


def as_list(watched: Sequence[Watched]) -> str:
    """As JSON: Streamlit would try a list as a table, with all of pandas (70 MB)."""
    return _json([asdict(one) for one in watched])


@dataclass(frozen=True, slots=True)
class WordsPlace:
    """Where the thoughts of a turn's edition belong; the page fills it."""

    turn: str
    edition: int

    @property
    def html(self) -> str:
        return f'<div class="live-words" data-turn="{escape(self.turn)}" data-edition="{self.edition}"></div>'


@dataclass(frozen=True, slots=True)
class ClockPlace:
    """A line that the page counts on in. `now`: what it says when it is drawn, `since` seconds after it began; `words`:
    the same with {s} for the seconds and {n} for the tokens of thoughts; `icon`: one of Material Symbols."""

    turn: str
    words: str
    since: float
    icon: str
    now: str

    @property
    def html(self) -> str:
        return (
            f'<p class="live-clock" data-turn="{escape(self.turn)}" data-words="{escape(self.words)}"'
            f' data-since="{self.since:.1f}" data-icon="{self.icon}">{escape(self.now)}</p>'
        )


@dataclass(frozen=True, slots=True)
class HeadlinePlace:
    """A line that says what a turn's thoughts are doing; `now`: what it says when it is drawn."""

    turn: str
    now: str

    @property
    def html(self) -> str:
        told = escape(self.now)
        return f'<p class="live-headline" data-turn="{escape(self.turn)}" dir="auto" title="{told}">{told}</p>'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
