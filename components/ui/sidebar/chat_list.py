"""The list of chats in the sidebar, by day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import streamlit as st

from components.conversation import MOST_TITLE, Chat
from components.ui import element_keys
from components.ui.day import day_of, zone
from components.ui.dialog import open_above
from components.ui.faithful import as_label
from components.ui.press import pressed
from components.ui.sidebar.search import Hit, show_hits, words_looked_for
from components.ui.state import session, shown

CHATS_HEIGHT, CHATS_UNSCROLLED = 320, 6  # pixels; chats


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person wants with a chat. `what` is a new title; `hit` what was found in it."""

    kind: Literal["new", "open", "rename", "delete", "restore", "found", "pin", "unpin"]
    chat_id: str = ""
    what: str = ""
    hit: Hit | None = None


def show_chats(
    chats: Sequence[Chat],
    pinned: Sequence[Chat],
    current: str | None,
    most: int,
    deleted: Chat | None,
    find: Callable[[str], Sequence[Hit]],
    may_show: bool = False,
) -> Wish | None:
    """Those that are `pinned`, and the `most` newest of `chats`; where there are more, a button brings them. Or what
    was found of what is typed. Above them the one that was `deleted` just now. `may_show`: may others be let in?"""
    wish = None
    with st.sidebar, st.container(gap="small"):
        if pressed("New chat", icon=":material/edit_square:", width="stretch", shortcut="Ctrl+Shift+O", key="new"):
            wish = Wish("new")
        if deleted:
            wish = _show_deleted(deleted) or wish
        if not chats:
            st.caption("Your chats will appear here.")
            return wish
        if looked_for := words_looked_for():
            hit = show_hits(find(looked_for))
            return Wish("found", hit.chat_id, hit=hit) if hit else wish
        height = CHATS_HEIGHT if len(chats) + len(pinned) > CHATS_UNSCROLLED else "content"
        with st.container(key=element_keys.CHATS, height=height, border=False, gap="xxsmall"):
            now = datetime.now(zone())
            day, above = "", {chat.id for chat in pinned}
            if pinned:
                st.caption("Pinned")
            for chat in pinned:
                wish = _show_chat(chat, chosen=chat.id == current, pinned=True, may_show=may_show) or wish
            for chat in chats[:most]:
                if chat.id in above:
                    continue
                if (found := day_of(chat.updated, now)) != day:
                    day = found
                    st.caption(day)
                wish = _show_chat(chat, chosen=chat.id == current, may_show=may_show) or wish
            if len(chats) > most:
                st.button("Show earlier chats", type="tertiary", key="more-chats", on_click=shown.show_more_chats)
    return wish


def _show_chat(chat: Chat, chosen: bool, pinned: bool = False, may_show: bool = False) -> Wish | None:
    if session.tab().renaming == chat.id:
        return _show_title_field(chat)
    with st.container(horizontal=True, gap="xxsmall", vertical_alignment="center", wrap=False):
        kind = "secondary" if chosen else "tertiary"
        if pressed(as_label(chat.title), key=f"{element_keys.CHAT}{chat.id}", type=kind, width="stretch", wrap=False):
            return Wish("open", chat.id)
        if chosen:
            can = ["Unpin" if pinned else "Pin", "Rename", "Export", "Delete"]
            can[3:3] = ["Let others follow"] if may_show else []
            told = "Pin, rename, export or delete"
            done = st.menu_button(told, can, type="tertiary", key=f"{element_keys.MENU}{chat.id}", help=told)
            if done in ("Pin", "Unpin"):
                return Wish("unpin" if pinned else "pin", chat.id)
            if done == "Rename":
                session.tab().renaming = chat.id
                st.rerun()
            if done == "Export":
                open_above("export", chat.id)
                st.rerun()
            if done == "Let others follow":
                open_above("audience", chat.id)
                st.rerun()
            if done == "Delete":
                return Wish("delete", chat.id)
    return None


def _show_title_field(chat: Chat) -> Wish | None:
    with st.container(horizontal=True, gap="xxsmall", vertical_alignment="center", wrap=False):
        title = st.text_input(
            "Title",
            chat.title,
            key=f"{element_keys.TITLE}{chat.id}",
            max_chars=MOST_TITLE,
            label_visibility="collapsed",
        )
        told = "Keep the old title"
        leave = pressed(told, icon=":material/close:", type="tertiary", key=element_keys.LEAVE_TITLE, help=told)
    if leave or (title.strip() and title.strip() != chat.title):
        session.tab().renaming = None
        session.forget_widget(f"{element_keys.TITLE}{chat.id}")
        return Wish("rename", chat.id, chat.title if leave else title.strip())
    return None


def _show_deleted(deleted: Chat) -> Wish | None:
    with st.container(horizontal=True, gap="xxsmall", vertical_alignment="center"):
        st.caption(f"Deleted: {as_label(deleted.title)}")
        if pressed("Undo", type="tertiary", key="undo-delete"):
            return Wish("restore", deleted.id)
    return None


def leave_sidebar() -> None:
    """What was begun in it and not ended has no place beside what comes now."""
    tab = session.tab()
    tab.renaming, tab.leaves_search = None, True
