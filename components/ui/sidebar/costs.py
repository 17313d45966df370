"""What the chat and the days have cost, how full the model's context is, and the limit of a day."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

import streamlit as st

from components.conversation import Allowance, Conversation, Model, Spent, Turn, money
from components.ui import element_keys
from components.ui.day import zone
from components.ui.faithful import as_label
from components.ui.state import session
from components.ui.state.wish import Wish

DAYS = 7
FIRST_LIMIT = 1.0  # USD a day


class Purse(Protocol):
    """Whoever reckons."""

    @property
    def limit(self) -> float | None: ...
    def allowances(self) -> Sequence[Allowance]: ...
    def days(self, count: int, now: datetime, /) -> Mapping[str, Spent]: ...
    def of(self, conversation: Conversation, /) -> Spent: ...


def show_costs(purse: Purse, conversation: Conversation | None, model: Model | None) -> None:
    popover = st.popover("Costs", icon=":material/payments:", type="tertiary", key="costs", on_change="rerun")
    with popover, st.container(key=f"{element_keys.ROOMY}costs"):
        if not popover.open:
            st.caption("…")
            return
        if conversation:
            st.markdown(f"**This chat** {as_label(in_words(purse.of(conversation)))}")
            if filled := context_in_words(conversation.path(), model):
                st.caption(filled)
        lines = [
            f"| {day} | {as_label(in_words(spent))} |"
            for day, spent in purse.days(DAYS, datetime.now(zone()).astimezone(zone())).items()
            if spent.turns or spent.unknown
        ]
        if lines:
            st.markdown("\n".join(["| day | spent |", "|---|---|", *lines]))
        else:
            st.caption(f"Nothing was asked in the last {DAYS} days.")
        _show_limit(purse)
        for allowance in purse.allowances():
            st.caption(as_label(allowed_in_words(allowance)))
        st.caption("As billed by the providers; ≈ is an estimate by the list of prices.")


def _show_limit(purse: Purse) -> None:
    def note() -> None:  # a callback: also where the popover closes at once
        wanted = session.value_of("limit-wanted")
        usd = (session.value_of("daily-limit") or FIRST_LIMIT) if wanted else None
        session.note(Wish("limit", usd=usd))

    limit = purse.limit
    if st.toggle("A limit for a day", limit is not None, key="limit-wanted", on_change=note):
        st.number_input(
            "At most a day, USD", 0.01, 10_000.0, limit or FIRST_LIMIT, 0.5, key="daily-limit", on_change=note
        )


def in_words(spent: Spent) -> str:
    if not spent.turns and not spent.unknown:
        return "nothing yet"
    said: list[str] = []
    if spent.turns:
        free = spent.usd == 0
        said.append("free" if free else ("≈" if spent.reckoned else "") + money(spent.usd))
    if spent.unknown:
        count = "1 turn" if spent.unknown == 1 else f"{spent.unknown:,} turns"
        said.append(f"{count} of unknown cost")
    if spent.written:
        said.append(f"{spent.written:,} tokens written")
    if spent.share:
        said.append(f"{spent.share:.0%} of them thoughts")
    return " · ".join(said)


def allowed_in_words(allowance: Allowance) -> str:
    """In full for one person; of all together what they may use, and nothing of what they did."""
    usd, turns = allowance.limit_usd, allowance.limit_turns
    at_most = f"at most {_both(usd, turns)} a day"
    if allowance.together:
        return f"With the room's key, everybody in this room together: {at_most}."
    used = _both(None if usd is None else allowance.usd, None if turns is None else allowance.turns)
    return f"With the room's key, you: {at_most}; used or reserved today: {used}."


def _both(usd: float | None, turns: int | None) -> str:
    said = [] if usd is None else [money(usd)]
    said += [] if turns is None else ["1 turn" if turns == 1 else f"{turns:,} turns"]
    return " and ".join(said)


def context_in_words(path: list[Turn], model: Model | None) -> str:
    """By the last turn whose tokens were told; an estimate of what the next one begins with."""
    if model is None or not model.context:
        return ""
    usage = next((turn.usage for turn in reversed(path) if turn.usage and turn.usage.prompt_tokens), None)
    if usage is None:
        return ""
    # Thoughts are not sent back, so they do not stay in it.
    kept = max((usage.completion_tokens or 0) - (usage.reasoning_tokens or 0), 0)
    filled = (usage.prompt_tokens or 0) + kept
    share = filled / model.context
    return f"About {filled:,} of {model.context:,} tokens of context are filled ({share:.0%})."
