"""What only a script in the page can do: put a text on the clipboard, bring a turn into view, notice a reader.
Streamlit has no call for these, so a small element of our own does them; it draws nothing."""

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit.components.v2 import component

from components.live_protocol import BrowserData, GuardData, Watched, as_list
from components.ui import element_keys
from components.ui.live import loader
from components.ui.state import session
from components.ui.state.said import field_in

_element = component("thinkroom_browser", js=loader("browser.js"))
_guard = component("thinkroom_guard", js=loader("guard.js"))


def guard_page() -> None:
    """On every page: against scripts of others, for input methods, so that a selection is what was written, and to see
    whether there can be a wire."""
    data: GuardData = {"page": session.page()}
    _guard(data=data, key=element_keys.GUARD)


def show_in_browser(chat: str | None, last_turn_id: str | None, watched: Sequence[Watched], title_words: bool) -> None:
    tab = session.tab()
    copying = tab.copy
    if chat and (tab.bring is None or tab.bring[0] != chat):
        tab.bring = chat, last_turn_id  # where a chat is opened; later what is asked in it
    brought = tab.bring[1] if chat and tab.bring else None
    copied = in_browser(chat, brought, copying, session.note_reading, watched, tab.find, title_words)
    if copying is None:
        return
    if copied:
        tab.copy = None
        st.toast("Copied", icon=":material/check:")
    elif copied is False:
        st.code(copying[0], language=None, wrap_lines=True)
        st.caption("The browser did not allow copying. Mark the text above and copy it.")


def in_browser(
    chat: str | None,
    turn_id: str | None,
    copy: tuple[str, int] | None,
    note_reading: Callable[[str], None],
    watched: Sequence[Watched] = (),
    find: tuple[str, str, int] | None = None,
    title_words: bool = False,
) -> bool | None:
    """Bring a turn into view once, and copy (text, number) once. Was it copied? None while that is not known.

    Where another chat was chosen on a narrow screen, the sidebar makes room for it. `note_reading` is told the turn in
    whose growing thoughts somebody reads. `watched` has just begun: it is listened to at once. `find`: mark words in a
    place (a selector, the words, a number) and bring them into view, once. `title_words`: may the title of the tab say
    what a thought is doing?
    """
    data: BrowserData = {
        "chat": chat,
        "turn": turn_id,
        "field": _field(),
        "page": session.page(),
        "runs": as_list(watched) if watched else None,
        "find": {"place": find[0], "words": find[1], "number": find[2]} if find else None,
        "copy": {"text": copy[0], "number": copy[1]} if copy else None,
        "title_words": title_words,
    }
    result = _element(
        data=data,
        key=element_keys.BROWSER,
        on_copied_change=lambda: None,
        on_reading_change=lambda: None,
    )
    if turn := result.get("reading"):
        note_reading(str(turn))
    told = result.get("copied")
    return field_in(told, "done", bool) if copy and field_in(told, "number", int) == copy[1] else None


def _field() -> str | None:
    """The field that somebody asked for: to rename a chat, or to edit a question."""
    if chat := session.tab().renaming:
        return f"{element_keys.selector(element_keys.TITLE + chat)} input"
    turn = session.tab().editing
    return f"{element_keys.selector(element_keys.EDITED + turn)} textarea" if turn else None
