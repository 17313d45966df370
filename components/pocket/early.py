"""How often the thinker is right whose thoughts are ended early, as `evaluation cut --keep` measured and kept it."""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

CURVE = Path(__file__).with_name("early.json")


class Early(NamedTuple):
    """`right` of `of` answers that were given after `percent` of the thoughts."""

    percent: int
    right: int
    of: int


@cache
def curve() -> tuple[Early, ...]:
    """From the beginning to the thoughts' own end."""
    return tuple(Early(one["percent"], one["right"], one["of"]) for one in json.loads(CURVE.read_text("utf-8")))
