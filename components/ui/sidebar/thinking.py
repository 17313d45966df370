"""The thinking control: it offers what the chosen model takes, and says what will be made of it."""

import streamlit as st

from components.conversation import Asked, Thinking, fitting
from components.conversation.model import LEAST_BUDGET
from components.ui.sidebar.model_words import explained, told, warning
from components.ui.state.chosen import (
    BUDGET,
    EFFORTS,
    FIRST_BUDGET,
    Desk,
    Fields,
    budget_within,
    most_budget,
    with_thinking,
)


def show_thinking(asked: Asked, desk: Desk, asks: bool, fields: Fields) -> Asked:
    """The same wish with the thinking that was chosen. `asks`: thoughts are asked for where nothing is chosen."""
    model, thinking = desk.model(asked), desk.thinking(asked)
    was, asked = asked, fitting(asked, thinking)
    options = [*fields.thinking_options(thinking, was.effort), *([BUDGET] if thinking.budget else [])]
    now = BUDGET if asked.budget is not None else EFFORTS[asked.effort]
    now = now if now in options else EFFORTS["default"]
    # Where there is nothing to choose there is no field, only the sentence below.
    if len(options) > 1:
        st.selectbox("Thinking", options, options.index(now), key=fields.thinking(asked))
    chosen = with_thinking(was, desk, fields)
    if chosen.budget is not None:
        most, first = most_budget(model), budget_within(asked.budget or FIRST_BUDGET, model)
        st.number_input("Tokens to think with", LEAST_BUDGET, most, first, step=1_024, key=fields.budget(asked))
        chosen = with_thinking(was, desk, fields)
    most_output = model.most_output if model else None
    literally = fields.literally
    line = told(chosen, thinking, most_output, asks, literally)
    st.caption(line, help=explained(chosen, thinking, most_output, asks, literally))
    show_warning(chosen, thinking, most_output)
    return chosen


def show_warning(asked: Asked, thinking: Thinking, most_output: int | None) -> None:
    """Where thinking leaves no room for an answer."""
    if found := warning(asked, thinking, most_output):
        st.caption(f":orange[:material/warning: {found}]")
