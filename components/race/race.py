"""A race: one question, and who is asked it. It knows no request and no clock."""

from collections.abc import Sequence
from dataclasses import dataclass

from components.conversation import Asked

LEAST_LANES, MOST_LANES = 2, 4
LETTERS = "ABCD"  # by which lanes are called, also where nobody may know their models yet
MOST_QUESTION = 200_000  # characters


@dataclass(frozen=True, slots=True)
class Lane:
    """Its turn stands alone, in a chat that no list shows until it is opened. `takes_turns_at`: the server of one's own
    whose lanes are asked one after another; "" where it is asked at once."""

    asked: Asked
    turn_id: str
    chat_id: str
    takes_turns_at: str = ""


@dataclass(frozen=True, slots=True)
class Race:
    """`created` is seconds since the epoch. `right` is the right answer, "" where nobody told one. `blind`: whose lane
    is whose is not shown until it is `revealed`. `stopped`: no lane begins by itself any more."""

    id: str
    owner: str
    created: float
    question: str
    lanes: tuple[Lane, ...]
    right: str = ""
    blind: bool = False
    revealed: bool = False
    stopped: bool = False

    @property
    def named(self) -> bool:
        """May the page say which model is whose?"""
        return self.revealed or not self.blind

    @property
    def taking_turns(self) -> tuple[Lane, ...]:
        """Those that wait for another one, or are waited for."""
        places = [lane.takes_turns_at for lane in self.lanes]
        return tuple(lane for lane in self.lanes if lane.takes_turns_at and places.count(lane.takes_turns_at) > 1)


def problems(question: str, lanes: Sequence[Asked]) -> list[str]:
    """Why this race cannot be begun, a sentence each; empty where it can."""
    wanted = (
        (not question.strip(), "The question is empty."),
        (
            len(question) > MOST_QUESTION,
            f"The question is too long: {len(question):,} of at most {MOST_QUESTION:,} characters.",
        ),
        (not LEAST_LANES <= len(lanes) <= MOST_LANES, f"A race has {LEAST_LANES} to {MOST_LANES} lanes."),
        (any(not asked.model.strip() for asked in lanes), "Choose a model for each lane."),
        (
            len(set(lanes)) < len(lanes),
            "Two lanes ask the same model in the same way. Choose another model or another effort for one of them.",
        ),
    )
    return [sentence for broken, sentence in wanted if broken]
