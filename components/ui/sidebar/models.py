"""The choice of a model: a button that names it, and behind it a list with search that answers in the browser."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2 import component

from components.conversation import Catalogue, Model, Server, shown_as
from components.conversation.model import LONGEST_SHOWN
from components.ui import element_keys
from components.ui.faithful import as_label
from components.ui.live import component_key, loader
from components.ui.press import pressed
from components.ui.sidebar import model_words, price_words
from components.ui.state import session
from components.ui.state.chosen import note_model, take_model
from components.ui.state.said import field_in
from components.ui.state.wish import Wish

LONGEST_ID = 4_000  # characters, as in a list of models
FOLDER = Path(__file__).parent / "picker"
_element = component(
    "thinkroom_models",
    html=(FOLDER / "picker.html").read_text("utf-8"),
    css=(FOLDER / "picker.css").read_text("utf-8"),
    js=loader("picker.js"),
)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the list of one server is made of: its catalogue, the owner's favourites, and the models asked lately."""

    catalogue: Catalogue
    favourites: Sequence[str] = ()
    lately: Sequence[str] = ()


def show_model(server: Server, model_id: str, shelf: Callable[[], Shelf], scope: str, now: float) -> Wish | None:
    """`scope` tells two pickers apart, `now` is seconds since the epoch. `shelf` is asked only where the list is
    open."""
    key = f"models-{scope}"
    closing = session.tab().choices.closing
    if scope in closing:
        session.fill(key, False, anew=True)
        closing.remove(scope)
    with st.container(gap="xxsmall", key=f"{element_keys.MODEL}{scope}"):
        st.caption("Model")
        panel = st.popover(as_label(shown_as(model_id)), width="stretch", key=key, on_change="rerun")
    if picked := take_model(scope, server.name):
        return Wish("choose", server.name, picked)
    if not panel.open:
        return None
    with panel, st.container(key=f"{element_keys.PICKER}{scope}", gap="small"):
        return _show_list(server, model_id, shelf(), scope, now)


def _show_list(server: Server, chosen: str, shelf: Shelf, scope: str, now: float) -> Wish | None:
    models = shelf.catalogue.models
    known = {model.id for model in models}
    # What was asked lately, or is a favourite, can be had again whether or not the catalogue lists it.
    typed = [name for name in dict.fromkeys((*shelf.lately, *shelf.favourites)) if name not in known]
    rows = [_row(model, shelf) for model in (*models, *(Model(name, name) for name in typed))]
    plain = not any(model.thinking.shows or model.prompt_price is not None for model in models)
    # As text: a list would be tried as a table, with all of pandas (70 MB).
    data = {"rows": json.dumps(rows, ensure_ascii=False), "chosen": chosen, "plain": plain}
    key = component_key(f"list-{scope}")

    def note() -> None:  # a callback: also where the run that would see it is given up before it comes to the list
        if name := field_in(session.value_of(key), "chosen", str):
            note_model(scope, server.name, name[:LONGEST_ID])
            session.tab().choices.closing.add(scope)

    told = _element(data=data, key=key, on_chosen_change=note, on_starred_change=lambda: None)
    wish = Wish("refresh", server.name) if _show_age(server.label, shelf.catalogue, scope, now) else None
    starred = told.get("starred")
    if (name := field_in(starred, "id", str)) and (favourite := field_in(starred, "favourite", bool)) is not None:
        return Wish("favour" if favourite else "unfavour", server.name, name[:LONGEST_ID])
    return wish


def _row(model: Model, shelf: Shelf) -> list[Any]:
    used = shelf.lately.index(model.id) if model.id in shelf.lately else -1
    return [
        model.id,
        shown_as(model.id) if model.name == model.id[:LONGEST_SHOWN] else model.name,
        price_words.price(model),
        model_words.context(model),
        bool(model.thinking.shows),
        model.free,
        model.id in shelf.favourites,
        used,
    ]


def _show_age(server: str, catalogue: Catalogue, scope: str, now: float) -> bool:
    """True where the list is to be read again."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        with st.container(width="stretch"):
            st.caption(as_label(model_words.age(server, catalogue, now)))
        return pressed(
            "Read again" if catalogue.fetched else "Read the list",
            icon=":material/sync:",
            type="tertiary",
            key=f"refresh-{scope}",
            disabled=catalogue.loading,
        )
