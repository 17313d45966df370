"""What lies above the page: one thing at a time, and new each time that it is opened. Nothing that was chosen or typed
in it outlives it, in the browser or here, or it would show one thing and mean another."""

from collections.abc import Callable
from typing import Literal, ParamSpec

import streamlit as st

from components.ui.state import session
from components.ui.state.tab import Above, DialogName

P = ParamSpec("P")


def open_above(
    name: DialogName,
    chat_id: str = "",
    turn_id: str = "",
    span: tuple[int, int] = (0, 0),
    deed: tuple[str, str, str] = ("", "", ""),
) -> None:
    """With the next run of the page, in place of what may lie there."""
    tab = session.tab()
    tab.above = Above(name, chat_id, turn_id, span, deed)
    tab.times_above += 1


def above(name: DialogName, chat_id: str | None = None) -> Above | None:
    """What is to be drawn above the page, where it is this; with `chat_id`, of this chat."""
    found = session.tab().above
    return found if found and found.name == name and chat_id in (None, found.chat_id) else None


def leave() -> None:
    session.tab().above = None


def dialog(
    title: str, width: Literal["small", "medium", "large"] = "small"
) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Of a function that draws what lies above the page. However it is left, it is left here too."""
    return st.dialog(title, width=width, on_dismiss=leave)


def key(name: DialogName, field: str) -> str:
    """Of one of its fields, as long as it is open."""
    return f"{name}-{field}-{session.tab().times_above}"
