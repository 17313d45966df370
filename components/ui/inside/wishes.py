"""What a person wants done with a thought that is looked into, carried out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import streamlit as st

from components.conversation import Aside, Asked, Turn
from components.ui.press import starting


@dataclass(frozen=True, slots=True)
class Wish:
    """`spans`: of the steps to leave out, or from 0 to each point; of `stop` the ids of `asides`."""

    kind: Literal["probe", "without", "stop"]
    asked: Asked | None = None
    spans: tuple[tuple[int, int], ...] = ()
    asides: tuple[str, ...] = ()


class Asides(Protocol):
    """Those of the person."""

    def probe(self, turn_id: str, places: Sequence[int], asked: Asked, /) -> list[Aside]: ...
    def leave_out(self, turn_id: str, steps: Sequence[tuple[int, int]], asked: Asked, /) -> list[Aside]: ...
    def stop(self, aside_id: str, /) -> None: ...


def button(kind: str, turn_id: str) -> str:
    """The key of the one that asks."""
    return f"{kind}-{turn_id}"


def carry_out(asides: Asides, turn: Turn, wish: Wish) -> None:
    """Once, however often it was pressed."""
    if wish.asked is None:
        for aside in wish.asides:
            asides.stop(aside)
    else:
        with starting(button(wish.kind, turn.id)):
            if wish.kind == "probe":
                asides.probe(turn.id, [end for _, end in wish.spans], wish.asked)
            else:
                asides.leave_out(turn.id, wish.spans, wish.asked)
    st.rerun()
