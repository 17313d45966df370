"""What can be done with a turn that has ended: its buttons, its menus, its versions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from components import wording as words
from components.conversation import Aside, Asked, Turn
from components.ui import element_keys
from components.ui.press import pressed
from components.ui.turn.countdown import show_countdown
from components.ui.turn.running import Run

Do = Callable[["Wish"], None]
COPIES = {"Copy answer": "answer", "Copy thoughts": "thoughts", "Copy both": "both"}
CHANGE = "Change the thoughts"
REPLAY, FULL_PAGE = "Replay", "Replay on a page of its own"
SENT_ON = "What was really sent"
TRANSLATE = "Translate the thoughts"
MORE: dict[
    str,
    Literal["edit", "replay", "replay page", "change", "translate", "call", "sent on", "arrived", "export", "delete"],
] = {
    REPLAY: "replay",
    FULL_PAGE: "replay page",
    "Edit the question": "edit",
    CHANGE: "change",
    TRANSLATE: "translate",
    "Show the call": "call",
    SENT_ON: "sent on",
    "What arrived": "arrived",
    "Export this turn": "export",
    "Delete this turn": "delete",
}
ANSWER_NOW = (
    "The thinking ends here, and another version answers from what was thought. Where a provider cannot do that, the"
    " model is asked."
)
BUTTONS = {
    "again": ("Ask again", ":material/refresh:"),
    "retry": ("Try again", ":material/refresh:"),
    "raise": ("Raise the limit", ":material/arrow_upward:"),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person wants done with a turn. `what` is a version's turn id where `kind` is show, the question where it
    is edited, the thoughts where they are changed, the language where they are translated, and the id of an aside where
    it is of one; `asked` is whom to ask, where a dialog chose."""

    kind: Literal[
        "again",
        "raise",
        "copy",
        "show",
        "drop",
        "inject",
        "edit",
        "edited",
        "change",
        "changed",
        "translate",
        "translated",
        "stop aside",
        "remove aside",
        "replay",
        "replay page",
        "leave replay",
        "call",
        "sent on",
        "arrived",
        "read",
        "export",
        "delete",
        "on",
        "answer",
        "steer",
        "inside",
    ]
    turn_id: str
    what: str = ""
    asked: Asked | None = None


@dataclass(frozen=True, slots=True)
class AsideView:
    """What was asked about a turn: the turn that it `made`, with its texts, its run while it is on its way, and what it
    cost by the list of models."""

    aside: Aside
    made: Turn
    run: Run | None = None
    cost: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What belongs to a turn and is not in it: the ids of its `versions`, itself among them, oldest first; what it cost
    by the list of models; the turn whose thoughts somebody changed for it, with its texts; whether it was read from
    the record of another version; what was asked about it; and the turn in the pieces in which it came."""

    versions: Sequence[str]
    cost: str = ""
    origin: Turn | None = None
    from_record: bool = False
    asides: Sequence[AsideView] = ()
    as_it_came: Callable[[], Turn] | None = None


def answers_now(turn_id: str) -> bool:
    """Draws the button that ends the thinking of a turn, or follows it: was it pressed?"""
    key = f"{element_keys.ANSWER_NOW}{turn_id}"
    return pressed("Answer now", icon=":material/fast_forward:", key=key, help=ANSWER_NOW)


def show_buttons(turn: Turn, ending: words.Ending, versions: Sequence[str]) -> Wish | None:
    wish = None
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for action in ending.actions:
            label, icon = BUTTONS[action]
            if pressed(label, icon=icon, key=f"{action}-{turn.id}"):
                wish = Wish("raise" if action == "raise" else "again", turn.id)
        silent = not (turn.answer.strip() or turn.reply.refusal.strip())
        if turn.reasoning.strip() and silent and answers_now(turn.id):
            wish = Wish("answer", turn.id)
        cut = turn.status in ("stopped", "failed") or turn.cut
        if cut and (turn.answer.strip() or turn.reasoning.strip()):
            told = (
                "Another version, which begins with what is here. Where a provider cannot do that, the model is asked."
            )
            if pressed("Go on", icon=":material/play_arrow:", key=f"on-{turn.id}", help=told):
                wish = Wish("on", turn.id)
        if turn.pieces and _looks_inside(turn.id):
            wish = Wish("inside", turn.id)
        show_countdown(turn)
        wish = _show_more(turn) or wish
        return _show_versions(turn, versions) or wish


def _looks_inside(turn_id: str) -> bool:
    """Also where there is nothing to read: then it says why."""
    key = f"inside-{turn_id}"
    return pressed("Look inside", icon=":material/troubleshoot:", type="tertiary", key=key)


def _show_more(turn: Turn) -> Wish | None:
    thought = bool(turn.reasoning.strip())
    said = thought or bool(turn.answer.strip() or turn.reply.refusal.strip())
    there = {REPLAY: said, FULL_PAGE: said, CHANGE: thought, TRANSLATE: thought, SENT_ON: bool(turn.reply.upstream)}
    options = [option for option in MORE if there.get(option, True)]
    more = st.menu_button(
        "More", options, icon=":material/more_horiz:", type="tertiary", key=f"{element_keys.MORE}{turn.id}"
    )
    return Wish(MORE[more], turn.id) if more else None


def show_actions(turn: Turn, versions: Sequence[str]) -> Wish | None:
    wish = None
    with st.container(
        key=f"{element_keys.ACTIONS}{turn.id}", horizontal=True, gap="medium", vertical_alignment="center"
    ):
        copies = list(COPIES) if turn.reasoning.strip() else ["Copy answer"]
        copy = st.menu_button("Copy", copies, icon=":material/content_copy:", type="tertiary", key=f"copy-{turn.id}")
        if copy:
            wish = Wish("copy", turn.id, COPIES[copy])
        if pressed("Ask again", icon=":material/refresh:", type="tertiary", key=f"again-{turn.id}"):
            wish = Wish("again", turn.id)
        if _looks_inside(turn.id):
            wish = Wish("inside", turn.id)
        if turn.reasoning.strip():
            label = "Inject these thoughts…"
            if pressed(label, icon=":material/input:", type="tertiary", key=f"inject-{turn.id}"):
                wish = Wish("inject", turn.id)
        wish = _show_more(turn) or wish
        return _show_versions(turn, versions) or wish


def _show_versions(turn: Turn, versions: Sequence[str]) -> Wish | None:
    if len(versions) < 2:
        return None
    place, last = versions.index(turn.id), len(versions) - 1
    wish = None
    with st.container(horizontal=True, width="content", gap="xxsmall", vertical_alignment="center"):
        if _turns_to("Earlier version", "chevron_left", f"{element_keys.OLDER}{turn.id}", place > 0):
            wish = Wish("show", turn.id, versions[place - 1])
        st.caption(f"{place + 1} / {len(versions)}", width="content")
        if _turns_to("Later version", "chevron_right", f"{element_keys.NEWER}{turn.id}", place < last):
            wish = Wish("show", turn.id, versions[place + 1])
    return wish


def _turns_to(told: str, icon: str, key: str, there: bool) -> bool:
    return pressed(told, key, icon=f":material/{icon}:", type="tertiary", help=told, disabled=not there)
