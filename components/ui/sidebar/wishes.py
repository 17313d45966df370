"""What a person wishes for in the sidebar, carried out: of chats, of servers and their models, of what may be spent."""

import time
from typing import Protocol

import streamlit as st

from components.conversation import CannotKeep, Conversation
from components.ui import element_keys
from components.ui.faithful import as_label
from components.ui.sidebar import chat_list
from components.ui.sidebar.search import Hit
from components.ui.state import address, session, shown
from components.ui.state.wish import Wish


class Chats(Protocol):
    """Those of the person."""

    def conversation(self, chat_id: str, /) -> Conversation | None: ...
    def show(self, chat_id: str, leaf_id: str | None, /) -> None: ...
    def rename(self, chat_id: str, title: str, /) -> None: ...
    def pin(self, chat_id: str, pinned: bool, /) -> None: ...
    def delete(self, chat_id: str, /) -> None: ...
    def restore(self, chat_id: str, /) -> None: ...


class Desk(Protocol):
    """Where favourites, lists of models and typed keys are kept. `keep_key` says what is wrong with one, "" once it is
    kept."""

    def favour(self, server: str, model: str, favourite: bool, /) -> None: ...
    def refresh(self, server: str, /) -> None: ...
    def keep_key(self, server: str, key: str, /) -> str: ...
    def forget_key(self, server: str, /) -> None: ...
    def keep_header(self, server: str, name: str, value: str, /) -> str: ...
    def forget_header(self, server: str, name: str, /) -> None: ...
    def keep_server(self, address: str, /) -> str: ...
    def keep_own_fields(self, server: str, model: str, text: str, /) -> None: ...


class Purse(Protocol):
    def set_limit(self, usd: float | None, /) -> None: ...


def carry_out_at_desk(desk: Desk, wish: Wish) -> None:
    """What is drawn depends on it: the page is run again."""
    match wish.kind:
        case "favour" | "unfavour":
            desk.favour(wish.server, wish.model, wish.kind == "favour")
        case "refresh":
            desk.refresh(wish.server)
        case "forget key":
            desk.forget_key(wish.server)
        case _:
            pass  # the model that is asked already was chosen: the list closes, and nothing else changes
    st.rerun()


def carry_out_noted(desk: Desk, purse: Purse) -> None:
    """What callbacks noted: each wish once, before anything is drawn or read that depends on it."""
    noted = session.tab().noted
    while noted:
        wish = noted.pop(0)
        try:
            _carry_out_one(desk, purse, wish)
        except CannotKeep:
            noted.insert(0, wish)  # what was typed is carried out once it can be
            raise


def _carry_out_one(desk: Desk, purse: Purse, wish: Wish) -> None:
    if wish.kind == "limit":
        purse.set_limit(wish.usd)
    elif wish.kind == "own fields":
        desk.keep_own_fields(wish.server, wish.model, wish.text)
    elif wish.kind == "forget header":
        desk.forget_header(wish.server, wish.text)
    elif wrong := _kept(desk, wish):
        st.toast(as_label(wrong), icon=":material/error:")


def _kept(desk: Desk, wish: Wish) -> str:
    """What is wrong with what was typed in secret."""
    if wish.kind == "keep header":
        return desk.keep_header(wish.server, wish.text, wish.key)
    if wish.kind == "keep server":
        return desk.keep_server(wish.text)
    return desk.keep_key(wish.server, wish.key) if wish.kind == "keep key" else ""


def carry_out_of_chats(chats: Chats, wish: chat_list.Wish) -> None:
    match wish.kind:
        case "rename":
            chats.rename(wish.chat_id, wish.what)
        case "pin" | "unpin":
            chats.pin(wish.chat_id, wish.kind == "pin")
        case "delete":
            chats.delete(wish.chat_id)
            address.open_chat(None)
        case "restore":
            chats.restore(wish.chat_id)
            address.open_chat(wish.chat_id)
        case "found" if wish.hit:
            _open_hit(chats, wish.hit)
        case _:
            chat_list.leave_sidebar()
            address.open_chat(wish.chat_id or None)
    st.rerun()


def _open_hit(chats: Chats, hit: Hit) -> None:
    """The chat on the branch with the turn, from that turn on, its panel open where its thoughts have the words."""
    address.open_chat(hit.chat_id)
    conversation = chats.conversation(hit.chat_id)
    if conversation is None or hit.turn_id is None or hit.turn_id not in conversation.turns:
        return
    ids = [turn.id for turn in conversation.path()]
    if hit.turn_id not in ids:
        leaf = conversation.leaf_under(hit.turn_id)
        chats.show(hit.chat_id, leaf)
        ids = [turn.id for turn in conversation.path(leaf)]
    shown.show_last_turns(hit.chat_id, len(ids) - ids.index(hit.turn_id))
    if hit.channel == "reasoning":
        session.open_panel(hit.turn_id)
    place = element_keys.WORDS if hit.channel == "reasoning" else element_keys.TURN
    session.tab().find = element_keys.selector(place + hit.turn_id), hit.found, time.time_ns() % 2**50
