"""What an administrator wishes to be done; and carrying it out, with a word on what came of it."""

from dataclasses import dataclass
from typing import Literal, Protocol

import streamlit as st

from components.conversation import CannotKeep
from components.ui import dialog
from components.ui.faithful import as_label
from components.ui.state import session

Kind = Literal["sign out", "stop", "end link"]
DONE: dict[Kind, str] = {
    "sign out": "{label} is signed out everywhere. What is open there closes within seconds.",
    "stop": "The run of {label} was stopped. What it had said is kept.",
    "end link": "The link of {label} was ended. Nobody follows by it any more.",
}
LATE: dict[Kind, str] = {
    "sign out": "{label} cannot be signed out here. Nothing was changed.",
    "stop": "The run of {label} had ended already. Nothing was changed.",
    "end link": "The link of {label} had ended already. Nothing was changed.",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """`what`: whom, or which run or link. `label`: whose that is, as a page says it. It is `confirmed` once it was
    asked whether it is meant."""

    kind: Kind
    what: str
    label: str
    confirmed: bool = False


class Administration(Protocol):
    def sign_out(self, who: str, /) -> bool: ...
    def stop(self, run_id: str, /) -> bool: ...
    def end_link(self, link_id: str, /) -> bool: ...


def carry_out(all_of_it: Administration, wish: Wish) -> None:
    """Once it is confirmed; before that it is asked."""
    if not wish.confirmed:
        dialog.open_above("administer", deed=(wish.kind, wish.what, wish.label))
        st.rerun()
    dialog.leave()
    if session.outcome().is_new("administer", wish.kind, wish.what):
        session.tab().administered = said = _carried_out(all_of_it, wish)
        st.toast(said)  # where the top of the page is out of view
    st.rerun()


def _carried_out(all_of_it: Administration, wish: Wish) -> str:
    """What came of it, as Markdown."""
    does = {"sign out": all_of_it.sign_out, "stop": all_of_it.stop, "end link": all_of_it.end_link}
    try:
        done = does[wish.kind](wish.what)
    except CannotKeep as error:
        session.outcome().may_again("administer", wish.kind, wish.what)
        return f":red[:material/error: **That could not be done.**] {as_label(str(error))}"
    return f":material/check: **{as_label((DONE if done else LATE)[wish.kind].format(label=wish.label))}**"
