"""What of a turn's thoughts nobody sees, in words: what is shown, what is not, and why."""

from typing import NamedTuple

from components.conversation import Turn
from components.insight.unseen import Unseen, unseen
from components.wording.thoughts import standing_line


class Told(NamedTuple):
    """`shown`: what stands here, or why nothing does. `why`: what this provider gives out, by what is documented.
    `figures`: billed against visible tokens, the wait, what is sealed; "" where nothing is known. `next_step`: how to
    get more; "" for none."""

    shown: str
    why: str = ""
    figures: str = ""
    next_step: str = ""


def told(turn: Turn, found: Unseen | None = None) -> Told:
    found = found or unseen(turn)
    return Told(standing_line(turn))
