"""What a person wishes for on the injection page; and carrying out what is wished of an experiment."""

from dataclasses import dataclass
from typing import Literal, Protocol

import streamlit as st

from components.conversation import Turn
from components.injection import ArmKind, Plan
from components.ui.lab.view import View
from components.ui.press import starting
from components.ui.state import address, session


@dataclass(frozen=True, slots=True)
class Wish:
    """Of an experiment. `what` is the text of edited thoughts, the id of the turn to open as a chat, or the arm to ask
    again; to `show` it needs no more."""

    kind: Literal["edit", "open", "again", "show"]
    what: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """The `plan` as its fields now say, what was `pressed` ("first": back to the first experiment, "today": to the
    provider's own of today), and the `problems` why nothing can be begun."""

    plan: Plan
    pressed: Literal["", "run", "stop", "first", "today"] = ""
    problems: tuple[str, ...] = ()


def again_with(turn_id: str) -> str:
    """The key of the button that asks again with the thoughts of that turn, as they were edited."""
    return f"inject-{turn_id}"


class Experiments(Protocol):
    """Those of the person."""

    def try_again(self, experiment_id: str, kind: ArmKind, thoughts: Turn | None, /) -> None: ...
    def run_injected(self, experiment_id: str, reasoning: str, edited: bool, /) -> None: ...


class Chats(Protocol):
    def bring_out(self, chat_id: str, /) -> None: ...


def carry_out(experiments: Experiments, chats: Chats, view: View, wish: Wish) -> None:
    """Once, however often it was pressed."""
    experiment = view.experiment
    if session.outcome().is_new(experiment.id, wish.kind, wish.what):
        match wish.kind:
            case "show":
                address.open_run(experiment.id)
            case "open":
                arm = next(arm for arm in experiment.arms if arm.turn_id == wish.what)
                chats.bring_out(arm.chat_id)  # it may have been opened and deleted before
                st.switch_page("pages/chat.py", query_params={"chat": arm.chat_id})
            case "again":
                kind: ArmKind = next(kind for kind in ("plain", "thinking", "injected") if kind == wish.what)
                experiments.try_again(experiment.id, kind, view.turn("thinking"))
            case "edit":
                thinking = view.turn("thinking")
                edited = thinking is None or wish.what.strip() != thinking.reasoning.strip()
                with starting(again_with(thinking.id if thinking else "")):
                    experiments.run_injected(experiment.id, wish.what, edited)
    st.rerun()
