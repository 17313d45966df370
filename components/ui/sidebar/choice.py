"""Whom to ask and how: server, model, thinking and the advanced settings, as one piece for every page."""

import time
from dataclasses import replace
from typing import NamedTuple

import streamlit as st

from components.conversation import Asked, Model, Routing, Server, within
from components.ui import element_keys
from components.ui.faithful import as_label
from components.ui.live.notify import show_notify
from components.ui.sidebar import model_words, price_words
from components.ui.sidebar.models import Shelf, show_model
from components.ui.sidebar.own_fields import show_own_fields
from components.ui.sidebar.own_headers import show_own_headers
from components.ui.sidebar.thinking import show_thinking, show_warning
from components.ui.state import session
from components.ui.state.chosen import SUMMARIES, VERBOSITIES, Desk, Fields, in_a_line, with_advanced, with_server
from components.ui.state.wish import Wish


class Choice(NamedTuple):
    """What is asked with, and of which server, as the fields now say; or a `wish`, which the page carries out before
    anything else."""

    asked: Asked
    server: Server
    wish: Wish | None = None


def is_another(asked: Asked, before: Asked) -> bool:
    """Is another model asked? What is said of it stands in several places of a page."""
    return (asked.provider, asked.model) != (before.provider, before.model)


def settle_begin(desk: Desk) -> Asked:
    """What a new chat is asked with, where nobody chose. A server that is found while somebody looks at the empty room
    is offered there, and takes nobody's place."""
    now, was = desk.first_choice(), session.tab().choices.begin
    if was is not None and any(one.found and one.name == now.provider for one in desk.servers(was.provider)):
        return was
    session.tab().choices.begin = now
    return now


def show_choice(asked: Asked, desk: Desk, fields: Fields, chats: bool = False) -> Choice:
    """Server and model, with what is known of them, and the thinking that the model takes. `chats`: more than one
    question follows."""
    # One place on the page: a line more or less in it must not close the popovers that stand below.
    with st.container(gap="small", key=f"{element_keys.CHOICE}{fields.scope}"):
        now, server, wish = choice = show_whom(asked, desk, fields)
        if wish or is_another(now, asked):
            return choice
        asked = show_thinking(now, desk, server.asks, fields)
        if chats:
            line, why = model_words.SENT_BACK[server.sends_back]
            st.caption(line, help=why)
        return Choice(asked, server)


def show_whom(asked: Asked, desk: Desk, fields: Fields) -> Choice:
    """Server and model alone."""
    server, moved = _show_server(asked, desk, fields)
    if moved is not None:
        return Choice(moved, server)
    wish = show_model(server, asked.model, lambda: _shelf(desk, server.name), fields.scope, time.time())
    if wish is not None and wish.kind == "choose" and wish.model != asked.model:
        return Choice(replace(asked, model=wish.model), server)
    if wish is not None:
        return Choice(asked, server, wish)
    model = desk.model(asked)
    if line := model_words.facts(model, desk.thinking(asked), desk.catalogue(server.name)):
        st.caption(as_label(line), help=as_label(price_words.about(model)) or None)
    return Choice(asked, server)


def show_advanced(asked: Asked, server: Server, desk: Desk, fields: Fields) -> Asked:
    """System prompt, sampling and limits, and what a person adds to a request."""
    with st.popover("Advanced", icon=":material/tune:", type="tertiary"):
        st.text_area(
            "System prompt",
            asked.system_prompt,
            key=fields.system,
            max_chars=20_000,
            placeholder="Instructions that the model reads before each question",
        )
        with st.container(horizontal=True, gap="small"):
            model = desk.model(asked)
            fixed = model is not None and within(replace(asked, temperature=1.0), model).temperature is None
            st.number_input(
                "Temperature",
                0.0,
                2.0,
                None if fixed else asked.temperature,
                0.1,
                key=f"{fields.temperature}-fixed" if fixed else fields.temperature,
                placeholder="this model sets it" if fixed else price_words.default_of("temperature", model),
                disabled=fixed,
            )
            st.number_input("Max tokens", 1, 1_000_000, asked.max_tokens, 256, key=fields.limit, placeholder="no limit")
        st.caption("Max tokens: thoughts and answer together. Empty: the server's default.")
        _show_stop(asked, model, fields)
        if model is not None and not fields.literally:
            _show_lengths(asked, model, fields)
        now = with_advanced(asked, False, fields)
        model = desk.model(now)
        show_warning(now, desk.thinking(now), model.most_output if model else None)
        if server.routes:
            _show_routing(asked.routing, fields)
        if server.routes and fields.of_a_chat:
            told = (
                "OpenRouter then tells the request as it sent it on, and whom it tried. Both stand under More, below "
                "the answer."
            )
            st.checkbox("Ask what is really sent", asked.echo, key=fields.echo, help=told)
        if fields.of_a_chat:
            show_notify()
        if server.adds and not fields.literally:
            show_own_fields(asked, desk, fields)
            show_own_headers(server, desk.own_headers(server.name))
    return with_advanced(asked, server.routes, fields)


def _show_stop(asked: Asked, model: Model | None, fields: Fields) -> None:
    taken = within(replace(asked, stop="x"), model).stop
    st.text_input(
        "Stop at",
        asked.stop if taken else "",
        key=fields.stop if taken else f"{fields.stop}-fixed",
        max_chars=100,
        placeholder="nowhere" if taken else "this model takes none",
        disabled=not taken,
        help="The reply ends where the model would write these words, such as </think>.",
    )


def _show_lengths(asked: Asked, model: Model, fields: Fields) -> None:
    """Of summaries and of answers, where the list of models says that it takes such a wish."""
    if not (model.summarises or model.has_verbosity):
        return
    with st.container(horizontal=True, gap="small"):
        if model.summarises:
            told = "Of models whose provider sends a summary of their thoughts. It is sent where thinking is not off."
            summaries, now = list(SUMMARIES.values()), list(SUMMARIES).index(asked.summary)
            st.selectbox("Summary of thoughts", summaries, now, key=fields.summary(asked), help=told)
        if model.has_verbosity:
            levels, now = list(VERBOSITIES.values()), list(VERBOSITIES).index(asked.verbosity)
            st.selectbox("Length of answers", levels, now, key=fields.verbosity(asked))


def _show_server(asked: Asked, desk: Desk, fields: Fields) -> tuple[Server, Asked | None]:
    """The server, and what is asked there instead where another one was chosen."""
    servers = fields.offered(desk, asked.provider)
    now = next((server for server in servers if server.name == asked.provider), None)
    if now is None:  # a setting took it away
        return servers[0], desk.at_server(asked, servers[0].name)
    if len(servers) == 1:
        return now, None
    labels = {server.name: model_words.server(server) for server in servers}
    names, key = list(labels), fields.server(now.name, servers)
    st.selectbox("Server", names, names.index(now.name), format_func=labels.__getitem__, key=key)
    moved = with_server(asked, desk, fields)
    if moved.provider == now.name:
        return now, None
    return next(server for server in servers if server.name == moved.provider), moved


def _shelf(desk: Desk, server: str) -> Shelf:
    return Shelf(desk.catalogue(server), desk.favourites(server), desk.lately(server))


def _show_routing(routing: Routing, fields: Fields) -> None:
    told = "Names as OpenRouter writes them, best first, such as: fireworks, deepinfra"
    st.text_input("Providers to try first", in_a_line(routing), key=fields.order, help=told)
    st.checkbox("Only providers that do not collect your data", routing.deny_data_collection, key=fields.deny)
