"""The middle of the chat page: the last turns, the one that runs, and the questions that wait."""

from collections.abc import Callable, Sequence
from typing import Protocol

import streamlit as st

from components.conversation import Turn
from components.ui import live_wire, session, words
from components.ui.blocks import Blocks, Live, Texts
from components.ui.message import Do, Running, show_reply, show_turn, show_waiting

TICK_S = 0.2
SLOW_TICK_S = 10.0  # where the wire says when there is something to draw: should it fall silent


class Run(Live, Protocol):
    """A turn on its way."""

    @property
    def head(self) -> Turn: ...
    @property
    def seconds(self) -> float: ...
    @property
    def unsaved(self) -> str: ...


Versions = Callable[[Turn], list[str]]


def show_conversation(turns: Sequence[Turn], run: Run | None, versions: Versions, do: Do) -> None:
    """`turns` with their texts, `run` where the last of them that was asked still runs. `do` carries a wish out."""
    asked = [turn for turn in turns if turn.status != "queued"]
    waiting = [turn for turn in turns if turn.status == "queued"]
    for turn in asked[:-1]:
        _show_finished(turn, versions, do)
    if asked:
        # Where nothing follows it, the last turn may stand at the top of the window.
        with st.container(key=None if waiting else "last"):
            _show_last(asked[-1], run, versions, do)
    for turn in waiting:
        if wish := show_waiting(turn):
            do(wish)


@st.fragment
def _show_finished(turn: Turn, versions: Versions, do: Do) -> None:
    """A fragment of its own, so that opening its thoughts sends nothing else."""
    if wish := show_turn(turn, lambda: show_reply(turn, finished_texts(turn), versions(turn))):
        do(wish)


def _show_last(turn: Turn, run: Run | None, versions: Versions, do: Do) -> None:
    """The one place that shows a live turn. It is a view of the run and ticks only while that lives."""

    def tick() -> None:
        if run is None:
            wish = show_reply(turn, finished_texts(turn), versions(turn))
        else:
            texts, progress = session.texts_of(run, turn.id), run.progress
            wish = show_reply(run.head, texts, versions(turn), running(run))
            if progress.ended and not run.unsaved:
                st.rerun()
        live_wire.listen(live_wire.watched(turn, run), words.phase(run.head if run else turn))
        if wish:
            do(wish)

    ticking = run is not None and not run.progress.ended
    pace = (SLOW_TICK_S if session.wired() else TICK_S) if ticking else None
    show_turn(turn, st.fragment(tick, run_every=pace, key="live"))


def running(run: Run) -> Running:
    now, progress = run.seconds, run.progress
    again = (progress.retry, progress.retry_at - now) if progress.retry else None
    return Running(now, progress.reasoning_bytes, run.unsaved, progress.kept_alive, again)


def finished_texts(turn: Turn) -> Texts:
    texts = Texts(reasoning=Blocks(markdown=True))
    texts.add(turn.pieces)
    return texts
