"""The thoughts of a turn in the reader's language: into which, by whom, and what that costs."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from components import wording as words
from components.conversation import (
    Asked,
    Model,
    Server,
    Turn,
    cost_of,
    estimated,
    language_of,
    language_typed,
    own_name,
    translation_of,
)
from components.conversation.aside import LANGUAGES
from components.ui import dialog
from components.ui.faithful import as_label
from components.ui.press import pressed
from components.ui.state.tab import DialogName

NOBODY = (
    "The built-in model cannot translate: it is a toy that knows a few kinds of questions. Another server can. Start "
    "one on this machine, or choose one in the sidebar and enter its key there."
)


@dataclass(frozen=True, slots=True)
class Whom:
    """Who is to be asked: the model and server of `asked`, and what the list there says of the model."""

    asked: Asked
    server: Server
    model: Model | None


def translate_button(turn_id: str) -> str:
    """The key of the button that begins it."""
    return f"translate-{turn_id}"


@dialog.dialog("Translate the thoughts", width="medium")
def show_translate(turn: Turn, show_whom: Callable[[], Whom | None], go: Callable[[str, Asked], None]) -> None:
    """`turn` with its texts; `go` is told the language and whom to ask."""
    asking = Asking("translate", translate_button(turn.id), "Translate", ":material/translate:", NOBODY)
    show_asking(asking, show_whom, lambda language, whom: f"{price(turn, language, whom)} {sent_to(whom.server)}", go)


@dataclass(frozen=True, slots=True)
class Asking:
    """A dialog that asks about thoughts in a language: its name, the key of the button that begins it, what that says
    and its sign, and what is said where nobody can be asked."""

    dialog: DialogName
    key: str
    label: str
    icon: str
    nobody: str


def show_asking(
    asking: Asking,
    show_whom: Callable[[], Whom | None],
    told: Callable[[str, Whom], str],
    go: Callable[[str, Asked], None],
) -> None:
    """What stands in it. `told`: the price and to whom what is sent, by language and whom; `go` as above."""
    language = _show_languages(asking.dialog)
    whom = show_whom()
    if whom is None:
        st.markdown(f":orange[:material/info: {asking.nobody}]")
        return
    st.caption(as_label(told(language, whom)))
    with st.container(horizontal=True, horizontal_alignment="right", gap="small"):
        if pressed("Cancel", key=f"leave-{asking.key}", type="tertiary"):
            dialog.leave()
            st.rerun()
        goes = pressed(asking.label, icon=asking.icon, key=asking.key, type="primary")
    if goes and language:
        dialog.leave()
        go(language, whom.asked)
    elif goes:
        st.caption(":red[:material/error: Choose a language, or type its name.]")


def _show_languages(name: DialogName) -> str:
    """The browser's own where nobody chose."""
    names = [own for own, _ in LANGUAGES.values()]
    now = names.index(own_name(language_of(st.context.locale or "")))
    told = "A language that is not in the list can be typed."
    chosen = st.selectbox("Language", names, now, key=dialog.key(name, "language"), accept_new_options=True, help=told)
    return language_typed(chosen or "")


def price(turn: Turn, language: str, whom: Whom) -> str:
    """In a sentence: a translation is taken to be as long as what is translated."""
    return price_of(translation_of(turn.reasoning, language), len(turn.reasoning), whom)


def price_of(question: str, length: int, whom: Whom) -> str:
    """Of a question with an answer of about so many characters, in a sentence."""
    usage = estimated(question, length)
    cost = cost_of(usage, whom.model, time.time()) if usage else None
    usd = cost[0] if cost else None
    return words.price_before(usage, usd, free=usd is None and whom.server.at_home)


def sent_to(server: Server) -> str:
    return f"When you press Translate, the thoughts are sent to {server.label}, and nothing else of this chat."
