"""The thinking control: it offers what the chosen model takes, and says what will be made of it."""

from dataclasses import replace

import streamlit as st

from components.conversation import Asked, Effort, Model, Thinking, fitting
from components.conversation.model import LEAST_BUDGET, MOST_BUDGET
from components.ui import session
from components.ui.model_words import EFFORTS, explained, told, warning

BUDGET = "Token budget"
FIRST_BUDGET = 4_096


def show_thinking(
    asked: Asked, thinking: Thinking, model: Model | None, asks: bool, scope: str, hides: bool = False
) -> Asked:
    """The same wish with the thinking that was chosen. `asks`: thoughts are asked for where nothing is chosen; `hides`:
    it may also be chosen that they are not."""
    asked = fitting(asked, thinking)
    names = _names(thinking, hides)
    options = [*names, *([BUDGET] if thinking.budget else [])]
    now = BUDGET if asked.budget is not None else EFFORTS[asked.effort]
    now = now if now in options else EFFORTS["default"]
    key = _key(asked, scope)
    # Where there is nothing to choose there is no field, only the sentence below.
    chosen = st.selectbox("Thinking", options, options.index(now), key=key) if len(options) > 1 else now
    if chosen == BUDGET:
        limit = (model.most_output if model else None) or MOST_BUDGET
        limit = max(min(limit, MOST_BUDGET), LEAST_BUDGET)
        budget = st.number_input(
            "Tokens to think with",
            LEAST_BUDGET,
            limit,
            # Another model, or an older list, may have allowed more.
            min(max(asked.budget or FIRST_BUDGET, LEAST_BUDGET), limit),
            step=1_024,
            key=_budget_key(asked, scope),
        )
        asked = replace(asked, effort="default", budget=int(budget))
    else:
        asked = replace(asked, effort=names[chosen], budget=None)
    most = model.most_output if model else None
    st.caption(told(asked, thinking, most, asks), help=explained(asked, thinking, most, asks))
    show_warning(asked, thinking, most)
    return asked


def thinking_now(asked: Asked, thinking: Thinking, scope: str) -> Asked:
    """The same with what the fields of `show_thinking` say at this moment."""
    chosen = session.value_of(_key(asked, scope))
    if chosen == BUDGET:
        return replace(asked, effort="default", budget=int(session.value_of(_budget_key(asked, scope)) or FIRST_BUDGET))
    effort = _names(thinking, hides=False).get(chosen)
    return asked if effort is None else replace(asked, effort=effort, budget=None)


def _names(thinking: Thinking, hides: bool) -> dict[str, Effort]:
    hidden: tuple[Effort, ...] = ("hidden",) if hides else ()
    return {EFFORTS[effort]: effort for effort in (*hidden, *thinking.choices)}


def _key(asked: Asked, scope: str) -> str:
    return f"thinking-{scope}-{asked.model}"


def _budget_key(asked: Asked, scope: str) -> str:
    return f"budget-{scope}-{asked.model}"


def show_warning(asked: Asked, thinking: Thinking, most_output: int | None) -> None:
    """Where thinking leaves no room for an answer."""
    if found := warning(asked, thinking, most_output):
        st.caption(f":orange[:material/warning: {found}]")
