"""How Anthropic's models are asked to think, by their generation: what its documents of November 2026 say.

What a list of models says of one counts before this table.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from components.conversation import Effort, Model, Thinking

# A kind of thinking: "enabled" takes a number of tokens, "adaptive" is as long as the model likes.
Way = Literal["enabled", "adaptive"]
LOW_TO_HIGH: tuple[Effort, ...] = ("low", "medium", "high")
NO_XHIGH: tuple[Effort, ...] = (*LOW_TO_HIGH, "max")
ALL: tuple[Effort, ...] = (*LOW_TO_HIGH, "xhigh", "max")
USUAL_LIMIT = 32_000  # tokens: every model that thinks may write as many


@dataclass(frozen=True, slots=True)
class Generation:
    """`ways` in which it thinks, the best first, none where it does not. `unasked`: it thinks where nothing is said of
    it, and `always`, whatever is said. `off`: it can be told not to. `omits`: it may keep its thoughts to itself where
    no summary is asked for. `sampling`: it takes a temperature. `limit`: the most tokens of a reply, where nobody says
    another number."""

    ways: tuple[Way, ...] = ()
    levels: tuple[Effort, ...] = ()
    unasked: bool = False
    always: bool = False
    off: bool = True
    omits: bool = False
    sampling: bool = True
    limit: int = USUAL_LIMIT
    known: bool = True


NEW: tuple[Way, ...] = ("adaptive",)
GENERATIONS: tuple[tuple[str, Generation], ...] = (
    ("opus 3, haiku 3, sonnet 3", Generation(limit=4_096)),
    ("sonnet 3.5, haiku 3.5", Generation(limit=8_192)),
    ("sonnet 3.7, opus 4, sonnet 4, opus 4.1, sonnet 4.5, haiku 4.5", Generation(("enabled",))),
    ("opus 4.5", Generation(("enabled",), LOW_TO_HIGH)),
    ("opus 4.6, sonnet 4.6", Generation(("adaptive", "enabled"), NO_XHIGH)),
    ("opus 4.7, opus 4.8", Generation(NEW, ALL, omits=True, sampling=False)),
    ("opus 5, haiku 5.5", Generation(NEW, ALL, unasked=True, omits=True, sampling=False)),
    (
        "fable 5, mythos 5, opus 5.5, fable 5.1",
        Generation(NEW, ALL, unasked=True, always=True, off=False, omits=True, sampling=False),
    ),
    # Whether these can be told not to think is not documented.
    ("sonnet 5, sonnet 5.5", Generation(NEW, ALL, unasked=True, off=False, omits=True, sampling=False)),
)
BY_NAME = {name: generation for names, generation in GENERATIONS for name in names.split(", ")}
# Of a later one as little is said as can be; one that is no Claude at all gets what most servers of the protocol take.
LATER = Generation(NEW, LOW_TO_HIGH, unasked=True, off=False, omits=True, sampling=False, known=False)
OTHERS = Generation(("enabled",), known=False)
NEW_NAME = re.compile(r"claude-([a-z]+)-(\d+)(?:[-.](\d{1,2}))?(?!\d)")
OLD_NAME = re.compile(r"claude-(\d)(?:[-.](\d))?-([a-z]+)")


def generation_of(model_id: str, model: Model | None = None) -> Generation:
    """By its name, and by what a list says of it."""
    found = _named(model_id)
    if model is None or not (model.thinking.ways or model.thinking.shows is False):
        return found
    ways = tuple(way for way in ("adaptive", "enabled") if way in model.thinking.ways)
    return replace(found, ways=ways, levels=model.thinking.levels)


def _named(model_id: str) -> Generation:
    name = model_id.lower()
    if found := NEW_NAME.search(name):
        family, major, minor = found.groups()
    elif found := OLD_NAME.search(name):
        major, minor, family = found.groups()
    else:
        return LATER if "claude" in name else OTHERS
    version = f"{major}.{minor}" if minor and minor != "0" else major
    return BY_NAME.get(f"{family} {version}", LATER)


def summarises(model_id: str) -> bool:
    """Are its thoughts a summary, as those of all but the first Claude that thought, and of nobody else's?"""
    return "claude" in model_id.lower() and not re.search(r"claude-3[-.]7", model_id.lower())


def thinking_of_claude(model_id: str, ways: tuple[str, ...] = (), levels: tuple[Effort, ...] | None = None) -> Thinking:
    """The control over its thinking. `ways` and `levels` are what a list tells, empty and None where it does not."""
    found = _named(model_id)
    if not (ways or found.ways):
        return Thinking(False)
    return Thinking(
        True if found.known or ways else None,
        mandatory=found.always,
        levels=found.levels if levels is None else levels,
        own_levels=True,
        budget="enabled" in (ways or found.ways),
        off=found.off and found.known,
        on=found.off and not found.unasked,
        ways=ways,
    )
