"""What was spent, by each and by all together; the limits that are set, and what is left of them."""

from collections.abc import Sequence

import streamlit as st

from components.conversation import money
from components.oversight import Account, Accounts, Limit, Limits, Share
from components.ui.administration.lists import paged, show_table
from components.ui.administration.words import cost, counted, tokens, unknown
from components.ui.day import time_of_day

UNITS = {"usd": "Money a day", "turns": "Turns a day", "requests": "Requests a minute", "at once": "Turns at once"}


def show_spend(in_all: Accounts, each: Sequence[Accounts]) -> None:
    if not in_all.lately.asked:
        st.markdown("**Nothing was asked in the last 7 days.** What each person spends will stand here.")
        return
    shown = paged(each, "spend", lambda one: one.label)
    columns = ("Who", "Today", "Turns", "Tokens", "7 days", "Turns", "Tokens")
    show_table(columns, [_account(in_all), *map(_account, shown)], first=True)
    st.caption(
        "All that was asked, with whosever key: as billed by the providers; ≈ is reckoned by the lists of prices that"
        " you see. Of turns that are unknown nobody told what they used, or what that costs: they are in no sum. Tokens"
        " are those of questions and of replies together, as providers count them. 7 days are today and the six before."
    )


def _account(one: Accounts) -> tuple[str, ...]:
    both = [(cost(of), _turns(of), tokens(of)) for of in (one.today, one.lately)]
    return (one.label or "All together", *both[0], *both[1])


def _turns(of: Account) -> str:
    if not of.asked:
        return "–"
    return f"{of.asked:,} ({unknown(of):,} unknown)" if unknown(of) and of.spent.turns else f"{of.asked:,}"


def show_limits(limits: Limits) -> None:
    show_table(("Limit", "At most", "Used", "Left"), [_limit(one) for one in limits.limits])
    st.caption(
        "Money and turns a day are those that are asked with the room's keys; reserved for what runs counts as used."
        f" The day ends {time_of_day(limits.resets)}, the server's midnight. From one address five times as many"
        " requests may come as from one person. A setting is changed where the room is started, and holds from its next"
        " start on."
    )
    by = {one.setting: one.most for one in limits.limits}
    usd, turns = by.get("THINKROOM_PERSON_DAILY_USD"), by.get("THINKROOM_PERSON_DAILY_TURNS")
    if not any(one.most is not None for one in limits.limits if one.unit in ("usd", "turns")):
        st.markdown("No limit is set for a day, so nobody counts what is asked with the room's keys.")
        return
    st.subheader("Used today, by person", anchor=False)
    if not limits.shares:
        st.markdown("Nobody asked anything with the room's keys today.")
        return
    shown = paged(limits.shares, "limits", lambda one: one.label)
    show_table(("Who", "Money", "Left", "Turns", "Left"), [_share(one, usd, turns) for one in shown])


def _limit(one: Limit) -> tuple[str, ...]:
    return (
        f"{UNITS[one.unit]}, {'each person' if one.each else 'all together'}\n{one.setting}",
        "no limit" if one.most is None else _amount(one, one.most),
        "–" if one.used is None else _amount(one, one.used) + (f" ({money(one.held)} reserved)" if one.held else ""),
        "–" if one.most is None or one.used is None else _amount(one, max(one.most - one.used, 0.0)),
    )


def _amount(of: Limit, amount: float) -> str:
    return money(amount) if of.unit == "usd" else f"{amount:,.0f}"


def _share(one: Share, usd: float | None, turns: float | None) -> tuple[str, ...]:
    return (
        one.label,
        money(one.usd) + (f" ({money(one.held)} reserved)" if one.held else ""),
        "–" if usd is None else money(max(usd - one.usd, 0.0)),
        counted(one.turns, "turn"),
        "–" if turns is None else counted(max(int(turns) - one.turns, 0), "turn"),
    )
