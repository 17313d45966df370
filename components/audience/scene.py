"""A chat or a run as its followers have it: what of it is new since it was last read, as events. Read once for all of
them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Literal

from components.audience.share import Shown
from components.conversation import THOUGHTS, Kind, Progress, Turn

State = Literal["before", "never", "waiting", "thinking", "answering", "done", "stopped", "failed"]
Event = list[Any]
OVER: Event = ["over"]


@dataclass(frozen=True, slots=True)
class Lane:
    """One of a run. `name` is its model's, "" while nobody may know. `answers` False: its thoughts alone are shown.
    `turn` None: it has not begun; `due`: it will by itself."""

    label: str
    name: str
    turn: Turn | None = None
    due: bool = False
    answers: bool = True


@dataclass(slots=True)
class _Told:
    """Of one turn: what its followers have. `count` pieces were read, filed for the `filing`-th time."""

    number: int
    question: str | None
    model: str | None
    thoughts: list[str] | None
    answer: list[str] | None = field(default_factory=list)
    state: State = "waiting"
    seconds: float | None = None
    count: int = 0
    filing: int = 0
    whole: bool = False  # it has ended, and all of it is told
    label: str | None = None  # of a lane
    answered: bool = False  # has its answer begun?

    @property
    def grows(self) -> bool:
        return not self.whole and self.state not in ("before", "never")

    @property
    def plain(self) -> dict[str, Any]:
        label = {} if self.label is None else {"label": self.label}
        return label | {
            "number": self.number,
            "question": self.question,
            "model": self.model,
            "thoughts": None if self.thoughts is None else "".join(self.thoughts),
            "answer": None if self.answer is None else "".join(self.answer),
            "state": self.state,
            "seconds": self.seconds,
        }


class Scene:
    """`live`: is more to come?"""

    def __init__(self, shown: Shown, live: bool) -> None:
        self._shown, self._live = shown, live
        self._title = ""
        self._turns: dict[str, _Told] = {}  # in the order of the path
        self._asked: list[str | None] = []  # the question of a run

    @property
    def growing(self) -> bool:
        """Is there a turn that has begun and not ended?"""
        return any(one.grows for one in self._turns.values())

    @property
    def on_their_way(self) -> list[str]:
        """The ids of those."""
        return [turn_id for turn_id, one in self._turns.items() if one.grows]

    def untold(self, path: Iterable[Turn]) -> list[Turn]:
        """Those that have ended, and of which not all is told: their texts are wanted."""
        return [turn for turn in path if turn.ended and not ((one := self._turns.get(turn.id)) and one.whole)]

    def all(self) -> Event:
        return ["all", self._title, self._live, [one.plain for one in self._turns.values()], *self._asked]

    def read(self, title: str, path: Sequence[Turn], texts: Mapping[str, Turn]) -> list[Event]:
        """What is new by the turns that are shown now; `texts` has by their ids those that were `untold`."""
        title = title if self._shown.names else ""
        ids = [turn.id for turn in path]
        known = list(self._turns)
        anew = ids[: len(known)] != known or title != self._title
        if anew:
            whole = {turn_id: one for turn_id, one in self._turns.items() if one.whole}
            self._title, self._turns = title, {}
            for number, turn in enumerate(path):  # one of which all was told stays as it is, but for its place
                self._turns[turn.id] = one = whole.get(turn.id) or self._first(number, turn)
                one.number = number
        fresh = [turn for turn in path if turn.id not in self._turns]
        for turn in fresh:
            self._turns[turn.id] = self._first(len(self._turns), turn)
        events: list[Event] = []
        for turn_id, turn in texts.items():
            if (told := self._turns.get(turn_id)) and turn.ended and not told.whole:
                events += self._end(told, turn)
        if anew:
            return [self.all()]
        # What came of a new turn in this moment stands in it.
        numbers = {self._turns[turn.id].number for turn in fresh}
        new = [["new", self._turns[turn.id].plain] for turn in fresh]
        return [*new, *(event for event in events if event[1] not in numbers)]

    def read_lanes(self, question: str, lanes: Sequence[Lane], texts: Mapping[str, Turn]) -> list[Event]:
        """The same of a run. A lane whose turn or name is another one now is told anew, the others stay."""
        before, self._turns = self._turns, {}
        asked = [question if self._shown.questions else None]
        events: list[Event] = []
        for number, (lane, had) in enumerate(zip_longest(lanes, before.items())):
            if lane is None:
                continue
            turn = lane.turn
            key = turn.id if turn else f"before {number}"
            told = had[1] if had and had[0] == key else self._lane(number, lane)
            anew = had is None or told is not had[1]
            name = (lane.name or None) if self._shown.names else None
            anew, told.model = anew or name != told.model, name
            self._turns[key] = told
            if turn and turn.id in texts and texts[turn.id].ended and not told.whole:
                ended = self._end(told, texts[turn.id])
            else:
                ended = self._begins(told, lane)
            events += [["turn", number, told.plain]] if anew else ended
        if len(before) != len(self._turns) or asked != self._asked:
            self._asked = asked
            return [self.all()]
        return events

    def grow(self, turn_id: str, progress: Progress, seconds: float) -> list[Event]:
        """What is new of a turn that is on its way for so long."""
        told = self._turns.get(turn_id)
        if told is None or told.whole:
            return []
        if progress.filing != told.filing:  # what was a thought is an answer now
            told.filing, told.count, told.answered = progress.filing, 0, False
            told.answer = None if told.answer is None else []
            told.thoughts = None if told.thoughts is None else []
            self._add(told, progress)
            self._stands(told, progress, seconds)
            return [["turn", told.number, told.plain]]
        thoughts, answer = self._add(told, progress)
        events: list[Event] = [["more", told.number, thoughts, answer]] if thoughts or answer else []
        if self._stands(told, progress, seconds):
            events.append(["state", told.number, told.state, told.seconds])
        return events

    @staticmethod
    def _stands(told: _Told, progress: Progress, seconds: float) -> bool:
        """Is it another state?"""
        state: State = "answering" if told.answered else "thinking" if progress.size else "waiting"
        another = state != told.state or told.seconds is None
        told.state, told.seconds = state, round(seconds, 1)
        return another

    def _first(self, number: int, turn: Turn) -> _Told:
        shown = self._shown
        return _Told(
            number,
            turn.question if shown.questions else None,
            turn.asked.model if shown.names else None,
            [] if shown.thoughts else None,
        )

    def _lane(self, number: int, lane: Lane) -> _Told:
        thoughts, answer = [] if self._shown.thoughts else None, [] if lane.answers else None
        state: State = "waiting" if lane.turn and lane.turn.status != "queued" else "before"
        return _Told(number, None, None, thoughts, answer, state, label=lane.label)

    @staticmethod
    def _begins(told: _Told, lane: Lane) -> list[Event]:
        """As long as it has not, and in the moment in which it does."""
        begun = lane.turn is not None and lane.turn.status != "queued"
        if begun and told.state not in ("before", "never"):
            return []
        state: State = "waiting" if begun else "before" if lane.due else "never"
        before, told.state = told.state, state
        return [["state", told.number, state, None]] if state != before else []

    def _add(self, told: _Told, progress: Progress) -> tuple[str, str]:
        """The thoughts and the answer that were added, as far as they are shown."""
        first, told.count = told.count, progress.count
        pieces = progress.pieces[first : progress.count]

        def of(kinds: tuple[Kind, ...]) -> str:
            return "".join(piece.text for piece in pieces if piece.channel in kinds)

        thoughts, answer = of(THOUGHTS) if told.thoughts is not None else "", of(("answer",))
        told.answered = told.answered or bool(answer)
        if told.thoughts is not None and thoughts:
            told.thoughts.append(thoughts)
        if told.answer is None:
            return thoughts, ""
        if answer:
            told.answer.append(answer)
        return thoughts, answer

    def _end(self, told: _Told, turn: Turn) -> list[Event]:
        """With its texts as they are kept."""
        before, had = told.plain, told.thoughts is not None
        told.thoughts = [turn.reasoning] if had else None
        told.answer = None if told.answer is None else [turn.answer]
        told.state, told.seconds, told.whole = _ending(turn), _took(turn), True
        now = told.plain
        if not all((now[name] or "").startswith(before[name] or "") for name in ("thoughts", "answer")):
            return [["turn", told.number, now]]
        thoughts, answer = ((now[name] or "")[len(before[name] or "") :] for name in ("thoughts", "answer"))
        more: list[Event] = [["more", told.number, thoughts, answer]] if thoughts or answer else []
        return [*more, ["state", told.number, told.state, told.seconds]]


def _ending(turn: Turn) -> State:
    match turn.status:
        case "done" | "stopped" | "failed":
            return turn.status
        case _:
            return "waiting"


def _took(turn: Turn) -> float | None:
    total = turn.times.ended
    return None if total is None else round(total, 1)
