"""The behaviours that a prompt may name, and the grammar of their names.

    think-R-A-TPS  gate-R-A  twice-R-A  stall-R  answer-stall-R-A  first-token-stall  cut-R[-A]  close-R  length-R
    midway-error-R                       (all of these: optionally -or|-rc|-tag, then optionally " from N")
    silent  headers-only  keepalive-only  hang-up  empty  withheld  json-whole  html  html-502
    midway-FORM-R                        (an error inside the stream; FORM is a name of refusal.MIDWAY)
    error-NAME                           (NAME is one of refusal.ERRORS: 401, 402, 429-own, mistral-422, ...)
    capture:NAME[/bytewise][@STOP]       say TEXT

R, A are tokens, TPS tokens a second (0: as fast as the socket drains), N the first marker's number, STOP bytes. Free
words may follow after a blank.
"""

import functools
import re
from collections.abc import Callable, Iterator

from . import capture, messages, refusal, script
from .dialect import COMMENT, stream, whole
from .native import spoken_at
from .request import Request
from .script import Script
from .step import Cut, Finish, Head, Pause, Send, Silence, Step

Behaviour = Callable[[Request], Iterator[Step]]

FIRST_DEFAULT = "think-40-20-100"
KEEPALIVE_EVERY = 0.2  # seconds

EMPTY = script.Talk(0, 0, (Finish("stop", 0, 0),))

SCRIPTS: dict[str, Callable[..., Script]] = {
    "think-#-#-#": script.think,
    "gate-#-#": script.gate,
    "twice-#-#": script.twice,
    "stall-#": script.stall,
    "answer-stall-#-#": script.stall,
    "cut-#": script.cut,
    "cut-#-#": script.cut,
    "close-#": script.close,
    "length-#": script.length,
    "midway-error-#": script.midway_error,
    "first-token-stall": functools.partial(script.stall, 1),
}

PLAIN: dict[str, Behaviour] = {
    "silent": lambda request: iter([Silence()]),
    "hang-up": lambda request: iter([Cut(reset=False)]),
    "headers-only": lambda request: iter([Head(200, "text/event-stream"), Silence()]),
    "keepalive-only": lambda request: keep_alive(),
    "empty": lambda request: perform(EMPTY, "or", request),
    "withheld": lambda request: perform(script.withheld(), "or", request),
    "json-whole": lambda request: whole(script.think(40, 20), "or", request),
    "html": lambda request: refusal.page(200, refusal.SIGN_IN),
    "html-502": lambda request: refusal.page(502, refusal.BAD_GATEWAY),
}

SCRIPTED = re.compile(r"([a-z][a-z-]*?)((?:-\d+)*)(?:-(or|rc|tag))?(?: from (\d+))?(?!\S)")
RECORDED = re.compile(r"capture:([\w.-]+?)(/bytewise)?(?:@(\d+))?(?!\S)")


def find(text: str) -> Behaviour | None:
    """The behaviour that the start of `text` names, if it names one."""
    if text.startswith("say "):
        said = script.Say(text.removeprefix("say "))
        return lambda request: perform(said, "or", request)
    word = (text.split(maxsplit=1) or [""])[0] if text[:1].strip() else ""
    if word in PLAIN:
        return PLAIN[word]
    if word.startswith("error-") and word.removeprefix("error-") in refusal.ERRORS:
        return lambda request: refusal.error(word.removeprefix("error-"), request)
    return _recorded(text) or _scripted(text)


def perform(played: Script, dialect: str, request: Request) -> Iterator[Step]:
    """The script as a stream or as one body, whichever the client asked for, in the protocol of its path."""
    if request.route == "/messages":
        return (messages.stream if request.streamed else messages.whole)(played.events(), request)
    if spoken := spoken_at(request.route):
        return spoken(played, request)
    return stream(played, dialect, request) if request.streamed else whole(played, dialect, request)


def keep_alive() -> Iterator[Step]:
    """Headers, then comments for ever."""
    yield Head(200, "text/event-stream")
    while True:
        yield Send(COMMENT)
        yield Pause(KEEPALIVE_EVERY)


def _recorded(text: str) -> Behaviour | None:
    found = RECORDED.match(text)
    if found is None:
        return None
    name, bytewise, stop = found.groups()
    return lambda request: capture.play(name, bool(bytewise), None if stop is None else int(stop))


def one_after_another(*names: str) -> Behaviour:
    """For request after request the behaviour of the next name, and that of the last one for ever."""
    left = list(names)

    def play(request: Request) -> Iterator[Step]:
        behaviour = find(left.pop(0) if len(left) > 1 else left[0])
        assert behaviour is not None
        return behaviour(request)

    return play


def _broken(form: str, thoughts: Script, dialect: str, request: Request) -> Iterator[Step]:
    """Thoughts that end in an error; who wants no stream gets an error alone."""
    if not request.streamed:
        return refusal.refuse(502, "Provider returned error")
    return refusal.midway(form, stream(thoughts, dialect, request))


def _scripted(text: str) -> Behaviour | None:
    """A behaviour from SCRIPTS: its name with # for each number is the key."""
    found = SCRIPTED.match(text)
    if found is None:
        return None
    name, numbers, dialect, first_mark = found.groups()
    if (form := name.removeprefix("midway-")) in refusal.MIDWAY and numbers:
        thoughts = script.close(int(numbers.split("-")[1]), int(first_mark or 0))
        return lambda request: _broken(form, thoughts, dialect or "or", request)
    make = SCRIPTS.get(name + re.sub(r"\d+", "#", numbers))
    if make is None:
        return None
    played = make(*map(int, numbers.split("-")[1:]), first_mark=int(first_mark or 0))
    return lambda request: perform(played, dialect or "or", request)
