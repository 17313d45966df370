"""What to do next after a turn that failed, in the words of this page. The errors know of no page: their sentences
stand in databases and files too. Here it is said where on this page the things are that they name."""

from collections.abc import Mapping
from dataclasses import replace

from components.conversation import Failure, Turn

# By the kind of a failure: what its next step names, and where that is.
PLACES: Mapping[str, tuple[str, str]] = {
    "key missing": ("a key", "in the sidebar"),
    "key refused": ("another key", "in the sidebar"),
    "own fields unusable": ("them", "under Advanced"),
    "server gone": ("another server", "in the sidebar"),
    "day is spent": ("the limit", "under Costs in the sidebar"),
    "not with the room's key": ("your own fields", "under Advanced"),
    "model unknown": ("the model's name", "in the sidebar"),
    "nobody fits": ("the provider routing", "under Advanced"),
    "credits missing": ("or less", "under Advanced"),
    "provider gave up": ("max tokens higher", "under Advanced"),
    "reasoning mandatory": ("or a level", "under Thinking"),
    "forbidden": ("its own words", "below"),
    "request refused": ("Its own words", "below"),
}


def next_step(failure: Failure) -> str:
    """An older room kept some of the places in its sentences: those are left as they are."""
    thing, place = PLACES.get(failure.kind, ("", ""))
    said = failure.next_step
    return said if not thing or f"{thing} {place}" in said else said.replace(thing, f"{thing} {place}", 1)


def placed(turn: Turn) -> Turn:
    """The same, its failure with the next step in the words of this page."""
    if (failure := turn.failure) is None:
        return turn
    return replace(turn, reply=replace(turn.reply, failure=replace(failure, next_step=next_step(failure))))
