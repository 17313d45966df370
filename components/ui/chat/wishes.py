"""What a person wants done with a turn of a chat, or brings into the room, carried out."""

import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Protocol

import streamlit as st

from components.audience import Kind, Shown
from components.conversation import REPLAY, Aside, Asked, CannotKeep, Conversation, Prefill, Turn
from components.ui import element_keys
from components.ui.chat.audience import Wish as OfAudience
from components.ui.chat.guessing import Wish as OfGuess
from components.ui.chat.recordings import Wish as OfRecording
from components.ui.dialog import leave, open_above
from components.ui.faithful import as_label
from components.ui.press import pressed, starting
from components.ui.state import address, session
from components.ui.turn.actions import Wish
from components.ui.turn.asides import place_of
from components.ui.turn.translate import translate_button

PLAYS_ONLY = (
    "A recording plays what is in it and goes on from nothing else. Choose another server in the sidebar first."
)
UNDO_S = 300.0  # how long a way back is offered


class Arrivals(Protocol):
    def read_again(self, chat_id: str, turn_id: str, /) -> tuple[Turn | None, str]: ...


class Asides(Protocol):
    def translate(self, turn_id: str, language: str, asked: Asked, /) -> Aside | None: ...
    def stop(self, aside_id: str, /) -> None: ...
    def remove(self, aside_id: str, /) -> None: ...


class Chats(Protocol):
    """Those of the person."""

    @property
    def arrivals(self) -> Arrivals: ...
    @property
    def asides(self) -> Asides: ...
    def ask_again(
        self, chat_id: str, turn_id: str, asked: Asked, question: str | None = None, given: Prefill | None = None, /
    ) -> Turn | None: ...
    def answer_now(self, chat_id: str, turn_id: str, asked: Asked, /) -> Turn | None: ...
    def raised(self, turn: Turn, /) -> int: ...
    def stop(self, chat_id: str, /) -> None: ...
    def show(self, chat_id: str, leaf_id: str | None, /) -> None: ...
    def drop_waiting(self, chat_id: str, turn_id: str, /) -> None: ...
    def delete_turn(self, chat_id: str, turn_id: str, /) -> None: ...
    def texts(self, turns: Sequence[Turn], /) -> list[Turn]: ...


class Files(Protocol):
    """Those of the person: the chat that came in of one, and what is wrong with it."""

    def bring_in(self, data: bytes, told: Callable[[int, int], None], /) -> tuple[str, str]: ...


class Recordings(Protocol):
    """Those of the person."""

    def rename(self, recording_id: str, title: str, /) -> None: ...
    def delete(self, recording_id: str, /) -> None: ...
    def restore(self, recording_id: str, /) -> None: ...


class Shares(Protocol):
    """Those of the person."""

    def let_follow(
        self, subject_id: str, shown: Shown, lasts_s: float, frozen: bool, kind: Kind, /
    ) -> object | None: ...
    def end_share(self, share_id: str, /) -> None: ...


class Guesses(Protocol):
    """Those of the person."""

    def open_guess(self, chat_id: str, question: str, choices: str, right: str, /) -> object: ...
    def close_guess(self, guess_id: str, /) -> None: ...
    def reveal_guess(self, guess_id: str, /) -> None: ...
    def put_away_guess(self, guess_id: str, /) -> None: ...
    def forget_guess(self, guess_id: str, /) -> None: ...


@contextmanager
def telling_what_fails() -> Generator[None]:
    """Where the database is away, that is said beside the page, which stays."""
    try:
        yield
    except CannotKeep as error:
        st.toast(f"That could not be done. {as_label(str(error))}", icon=":material/error:")


def carry_out(chats: Chats, conversation: Conversation, asked: Asked, wish: Wish) -> None:
    chat_id, turn = conversation.chat.id, conversation.turns.get(wish.turn_id)
    if turn is None:
        st.toast("This turn was deleted meanwhile.", icon=":material/info:")
        st.rerun()
    match wish.kind:
        case "again" | "raise" | "on" | "answer" | "changed" | "edited" | "read":
            _make_a_version(chats, chat_id, turn, asked, wish)
        case "change" | "call" | "sent on" | "arrived" | "export":
            open_above(wish.kind, chat_id, turn.id)
        case "translate" | "translated" | "stop aside" | "remove aside":
            _carry_out_beside(chats, turn, asked, wish)
        case "steer":
            chats.stop(chat_id)  # what waits comes next
            open_above("change", chat_id, turn.id)
        case "replay" | "leave replay":
            session.tab().replaying = turn.id if wish.kind == "replay" else None
        case "replay page":
            st.switch_page("pages/replay.py", query_params={"chat": chat_id, "turn": turn.id})
        case "edit":
            session.tab().editing = turn.id
        case "show":
            chats.show(chat_id, conversation.leaf_under(wish.what))
        case "drop":
            chats.drop_waiting(chat_id, turn.id)
        case "delete":
            chats.delete_turn(chat_id, turn.id)
        case "inside":
            st.switch_page("pages/inside.py", query_params={"chat": chat_id, "turn": turn.id})
        case "inject":
            st.switch_page("pages/injection.py", query_params={"thoughts": turn.id, "of": chat_id})
        case "copy":
            session.tab().copy = text_to_copy(chats.texts([turn])[0], wish.what), time.time_ns() % 2**50
        case _:
            pass
    st.rerun()


def bring_in(files: Files, data: bytes, told: Callable[[int, int], None]) -> str:
    """A chat from a file: what is wrong with it, "" where it is open now."""
    try:
        chat_id, wrong = files.bring_in(data, told)
    except CannotKeep as error:
        return str(error)
    if chat_id:
        address.open_chat(chat_id)
    return wrong


def carry_out_of_recordings(recordings: Recordings, wish: OfRecording) -> None:
    match wish.kind:
        case "rename":
            recordings.rename(wish.recording_id, wish.what)
        case "delete":
            recordings.delete(wish.recording_id)
        case "restore":
            recordings.restore(wish.recording_id)
    st.rerun()


def carry_out_of_audience(shares: Shares, kind: Kind, subject_id: str, wish: OfAudience) -> None:
    with telling_what_fails():
        if wish.shown is None:
            shares.end_share(wish.share_id)
            leave()
        elif not shares.let_follow(subject_id, wish.shown, wish.lasts_s, wish.frozen, kind):
            st.toast(f"Nothing in this {kind} has ended yet that could be shown.", icon=":material/info:")
    st.rerun()


def carry_out_of_guess(guesses: Guesses, chat_id: str, wish: OfGuess) -> None:
    match wish.kind:
        case "open":
            guesses.open_guess(chat_id, wish.question, wish.choices, wish.right)
            leave()
        case "close":
            guesses.close_guess(wish.guess_id)
        case "reveal":
            guesses.reveal_guess(wish.guess_id)
            open_above("guessed", chat_id)
        case "put away":
            guesses.put_away_guess(wish.guess_id)
            leave()
        case "forget":
            guesses.forget_guess(wish.guess_id)
    st.rerun()


def _carry_out_beside(chats: Chats, turn: Turn, asked: Asked, wish: Wish) -> None:
    """Of what is asked about a turn."""
    match wish.kind:
        case "translate":
            session.tab().choices.aside = None
            open_above("translate", turn.chat_id, turn.id)
        case "translated":
            with starting(translate_button(turn.id)):
                aside = chats.asides.translate(turn.id, wish.what, wish.asked or asked)
            if aside:
                session.open_panel(place_of(aside.id))
        case "stop aside":
            chats.asides.stop(wish.what)
        case _:
            chats.asides.remove(wish.what)


def _make_a_version(chats: Chats, chat_id: str, turn: Turn, asked: Asked, wish: Wish) -> None:
    """Once, however often it was pressed; the page then shows it."""
    outcome, begun = session.outcome(), None
    if wish.kind == "edited":
        session.tab().editing = None
    # Of a turn that is answered now another answer may be wanted at once: which press is new, its button knows.
    if not _is_whole(wish, turn) or not (wish.kind == "answer" or outcome.is_new(wish.kind, turn.id, wish.what)):
        return
    if asked.provider == REPLAY and wish.kind in ("on", "answer", "changed"):
        st.toast(PLAYS_ONLY, icon=":material/info:")
        return
    match wish.kind:
        case "on":
            old = chats.texts([turn])[0]
            begun = chats.ask_again(chat_id, turn.id, asked, None, Prefill(turn.id, old.reasoning, old.answer))
        case "answer":
            with starting(f"{element_keys.ANSWER_NOW}{turn.id}"):
                begun = chats.answer_now(chat_id, turn.id, asked)
        case "changed":
            begun = chats.ask_again(chat_id, turn.id, asked, None, Prefill(turn.id, wish.what, edited=True))
        case "edited":
            begun = chats.ask_again(chat_id, turn.id, asked, wish.what)
        case "read":
            leave()
            begun, why_not = chats.arrivals.read_again(chat_id, turn.id)
            if not begun:
                st.toast(as_label(why_not), icon=":material/info:")
        case _:
            limit = chats.raised(turn) if wish.kind == "raise" else asked.max_tokens
            begun = chats.ask_again(chat_id, turn.id, replace(asked, max_tokens=limit))
    if begun:
        outcome.bring = chat_id, begun.id


def _is_whole(wish: Wish, turn: Turn) -> bool:
    """Changed thoughts must not be empty, and an edited question must be another one."""
    if wish.kind == "changed":
        return bool(wish.what.strip())
    return wish.kind != "edited" or wish.what.strip() not in ("", turn.question.strip())


def show_deleted_turn(deleted: Turn) -> bool:
    """What was deleted last in this chat. Is it wanted back?"""
    with st.container(key=element_keys.DELETED_TURN, horizontal=True, gap="small", vertical_alignment="center"):
        st.caption(f"Deleted, with what followed it: {as_label(deleted.question[:120])}", width="content")
        return pressed("Undo", icon=":material/undo:", type="tertiary", key=f"undo-{deleted.id}")


def text_to_copy(turn: Turn, what: str) -> str:
    """To the letter: a blank at the beginning may be what makes code of it."""
    match what:
        case "answer":
            return turn.answer or turn.reply.refusal
        case "thoughts":
            return turn.reasoning
        case _:
            both = (text.strip("\n") for text in (turn.reasoning, turn.answer))
            return "\n\n---\n\n".join(both)
