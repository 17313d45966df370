"""The middle of the chat page: the last turns, the one that runs, and the questions that wait.

Turns that a page has seen through stand in slots, which are fragments one below the other: a question that is asked
here is drawn in the next one, and nothing above it is sent again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from components import wording as words
from components.conversation import Turn, joined
from components.ui import element_keys
from components.ui.live import live_wire
from components.ui.replay.player import show_in_chat
from components.ui.state import session, slots
from components.ui.state.texts import finished_texts
from components.ui.turn.actions import Beside, Do, Wish
from components.ui.turn.asides import show_asides
from components.ui.turn.message import show_reply, show_turn, show_waiting
from components.ui.turn.running import TICK_S, Run, may_answer, running


@dataclass(frozen=True, slots=True)
class Shown:
    """A turn with its texts as it is now, its run if it has one, and what belongs to it."""

    turn: Turn
    run: Run | None
    beside: Beside


Look = Callable[[str], Shown | None]  # by the id of a turn
BesideOf = Callable[[Turn], Beside]


def show_conversation(
    turns: Sequence[Turn], beside: BesideOf, look: Look, do: Do, has_wire: Callable[[], bool]
) -> None:
    """`turns` with their texts; the last of them that was asked is looked at anew. `do` carries a wish out. `has_wire`
    tells of this moment: where something is asked at once, the page's own is found a little later."""
    asked = [turn for turn in turns if turn.status != "queued"]
    waiting = [turn for turn in turns if turn.status == "queued"]
    for turn in asked[:-1]:
        _show_finished(turn, beside(turn), do)
    slots.fill([turn.id for turn in asked[-1:]])
    if asked:
        _show_slot(0, look, do, has_wire, crowded=bool(waiting))
    for turn in waiting:
        if wish := show_waiting(turn):
            do(wish)


@st.fragment
def _show_finished(turn: Turn, beside: Beside, do: Do) -> None:
    """A fragment of its own, so that opening its thoughts sends nothing else."""

    def reply() -> Wish | None:
        if replays(turn):
            return _show_replay(turn, beside)
        return show_reply(turn, finished_texts(turn), beside, below=lambda: show_asides(turn, beside.asides))

    if wish := show_turn(turn, reply, beside.origin):
        do(wish)


def replays(turn: Turn) -> bool:
    return turn.ended and session.tab().replaying == turn.id


def _show_replay(turn: Turn, beside: Beside) -> Wish | None:
    """In the place of its thoughts and its answer."""
    match show_in_chat(beside.as_it_came() if beside.as_it_came else turn):
        case "close":
            return Wish("leave replay", turn.id)
        case "full":
            return Wish("replay page", turn.id)
        case _:
            return None


def _show_slot(number: int, look: Look, do: Do, has_wire: Callable[[], bool], crowded: bool) -> None:
    """`crowded`: questions wait below it."""

    def show() -> None:
        turn_id = slots.turn_in(number)
        shown = look(turn_id) if turn_id else None
        if shown is None:
            return
        # Where nothing follows it, the last turn may stand at the top of the window.
        with st.container(key=f"{'crowded-' if crowded else element_keys.SLOT}{number}"):
            _show_live(shown, number, do, has_wire, crowded)
        if not crowded:
            _show_slot(number + 1, look, do, has_wire, crowded)

    st.fragment(show, key=slots.name(number))()


def _show_live(shown: Shown, number: int, do: Do, has_wire: Callable[[], bool], crowded: bool) -> None:
    """The one place that shows a growing turn. It is a view of the run; it ticks where no wire says what there is."""
    key = slots.reply(number)
    run, turn, beside, wired = shown.run, shown.turn, shown.beside, session.wired()
    ticks = run is not None and (not wired or bool(run.unsaved or run.place.said))

    def tick() -> None:
        nonlocal run, turn
        turn = run.head if run else turn  # once: it may end at any moment, and then the wire tells of it
        if run and turn.ended and (not ticks if run.unsaved else crowded or ticks):
            st.rerun()  # to tick until it is saved, to show what had waited, or to tick no more
        if run and ticks and (wired or has_wire()) and not (run.unsaved or run.place.said):
            st.rerun()  # it has its place, or the page its wire, which tells of it from now on
        if run and turn.ended and not run.unsaved:
            whole = run.turn
            turn = replace(whole, reply=replace(whole.reply, pieces=joined(whole.pieces)))
            run = None  # else this page would hold on to each of its pieces
        if run:
            wish = show_reply(turn, session.take_texts(run, turn.id), beside, running(run))
        elif replays(turn):
            wish = _show_replay(turn, beside)
        else:
            session.forget_texts(turn.id)
            whole = turn
            wish = show_reply(whole, finished_texts(whole), beside, below=lambda: show_asides(whole, beside.asides))
        ended = turn.id if run is None and session.follows(turn) and words.ending(turn) else ""
        live_wire.listen(live_wire.watched(turn, run), words.phase(turn), drawn, f"{element_keys.WIRE}-{number}", ended)
        if wish:
            do(wish)

    def drawn() -> None:
        if run is None or run.progress.ended:  # and what stands beside it changes, too
            slots.draw(key, slots.ASIDE, slots.STOP)
        elif may_answer(run) != (session.tab().answerable == turn.id):
            slots.draw(key, slots.STOP)

    fragment = st.fragment(tick, run_every=TICK_S if ticks else None, key=key)
    if edited := show_turn(shown.turn, fragment, beside.origin):
        do(edited)
