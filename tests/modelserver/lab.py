"""The two models of an injection: one that thinks, and one that answers wrongly unless it is told.

Not a recording and no measurement: what a page must do with such replies is tested, not what models do.
"""

from collections.abc import Iterator

from .behaviour import find, perform
from .request import Request
from .script import Spoken
from .step import Step

THOUGHTS = (
    "Compare the whole parts first: both are 9. So the decimals decide.\n\n"
    "0.11 against 0.9. Reading them as “eleven” and “nine” is the trap: that is how version numbers work, "
    "not decimals. Padded to the same length they are 0.11 and 0.90.\n\n"
    "0.90 is larger than 0.11. Check on a number line: 9.9 sits just before 10, 9.11 sits just after 9.1. That agrees."
)
WRONG, RIGHT = "9.11 is bigger than 9.9.", "9.9 is bigger than 9.11."


def lab(request: Request, rate: float = 0) -> Iterator[Step]:
    """A prompt that names a behaviour of its own gets that."""
    if told := find(request.prompt):
        return told(request)
    if request.fields.get("include_reasoning"):
        return perform(Spoken(THOUGHTS, "done", rate), "or", request)
    # Today it thinks unasked, and a stop keeps it from saying a word after its thoughts.
    if request.fields.get("stop") == "</think>" and "think this through" in request.prompt:
        return perform(Spoken(THOUGHTS, "", rate), "or", request)
    return perform(Spoken("", RIGHT if "context to help you" in request.prompt else WRONG, rate), "or", request)
