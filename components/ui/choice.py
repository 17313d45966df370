"""Whom to ask and how: server, model, thinking and the advanced settings, as one piece for every page."""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import streamlit as st

from components.conversation import Asked, Catalogue, Credits, Model, Routing, Server, Thinking
from components.ui import element_keys, model_words, session
from components.ui.models import Shelf, Wish, show_model
from components.ui.thinking import show_thinking, show_warning, thinking_now


class Desk(Protocol):
    """What a person chooses by. No call may wait for a server."""

    def servers(self, current: str, /) -> Sequence[Server]: ...
    def catalogue(self, server: str, /) -> Catalogue: ...
    def model(self, asked: Asked, /) -> Model | None: ...
    def thinking(self, asked: Asked, /) -> Thinking: ...
    def first_choice(self) -> Asked: ...
    def at_server(self, asked: Asked, server: str, /) -> Asked: ...
    def favourites(self, server: str, /) -> Sequence[str]: ...
    def lately(self, server: str, /) -> Sequence[str]: ...
    def favour(self, server: str, model: str, favourite: bool, /) -> None: ...
    def refresh(self, server: str, /) -> None: ...
    def credits(self) -> Credits | None: ...


def begun_with(desk: Desk) -> Asked:
    """What a new chat is asked with, where nobody chose. A server that is found while somebody looks at the empty room
    is offered there, and takes nobody's place."""
    now, was = desk.first_choice(), session.recall("begun")
    if was is not None and any(one.found and one.name == now.provider for one in desk.servers(was.provider)):
        return was
    session.remember("begun", now)
    return now


def show_choice(asked: Asked, desk: Desk, scope: str, hides: bool = False, chats: bool = False) -> tuple[Asked, Server]:
    """Server and model, with what is known of them, and the thinking that the model takes. `hides`: its thoughts may
    also not be asked for; `chats`: more than one question follows."""
    # One place on the page: a line more or less in it must not close the popovers that stand below.
    with st.container(gap="small", key=f"{element_keys.CHOICE}{scope}"):
        server, moved = _show_server(asked, desk, scope)
        if moved is not None:
            return moved, server
        wish = show_model(server.label, asked.model, lambda: _shelf(desk, server.name), scope, time.time())
        if wish is not None:
            return _carried_out(wish, asked, desk, server), server
        model, thinking = desk.model(asked), desk.thinking(asked)
        if line := model_words.facts(model, thinking, desk.catalogue(server.name)):
            st.caption(line)
        asked = show_thinking(asked, thinking, model, server.asks, scope, hides)
        if chats:
            line, why = model_words.SENT_BACK[server.sends_back]
            st.caption(line, help=why)
        return asked, server


def show_advanced(asked: Asked, routes: bool, scope: str, desk: Desk) -> Asked:
    """System prompt, sampling and limits; `routes` where the server passes questions on to others."""
    with st.popover("Advanced", icon=":material/tune:", type="tertiary"):
        system = st.text_area(
            "System prompt",
            asked.system_prompt,
            key=f"system-{scope}",
            max_chars=20_000,
            placeholder="Instructions that the model reads before each question",
        )
        with st.container(horizontal=True, gap="small"):
            temperature = st.number_input(
                "Temperature", 0.0, 2.0, asked.temperature, 0.1, key=f"temperature-{scope}", placeholder="default"
            )
            limit = st.number_input(
                "Max tokens", 1, 1_000_000, asked.max_tokens, 256, key=f"limit-{scope}", placeholder="no limit"
            )
        st.caption("Max tokens: thoughts and answer together. Empty: the server's default.")
        asked = replace(
            asked,
            system_prompt=system,
            temperature=None if temperature is None else round(float(temperature), 2),
            max_tokens=None if limit is None else int(limit),
        )
        model = desk.model(asked)
        show_warning(asked, desk.thinking(asked), model.most_output if model else None)
        routing = _show_routing(asked.routing, scope) if routes else asked.routing
    return replace(asked, routing=routing)


def chosen_now(asked: Asked, desk: Desk, scope: str) -> Asked:
    """The same with what the fields say at this moment: who chooses a server or an effort and asks in the same second
    means it, though no run of the page has seen it yet."""
    servers = desk.servers(asked.provider)
    name = session.value_of(_server_key(asked.provider, servers, scope))
    if name is not None and name != asked.provider:
        return desk.at_server(asked, name)
    asked = thinking_now(asked, desk.thinking(asked), scope)
    system = session.value_of(f"system-{scope}")
    return asked if system is None else replace(asked, system_prompt=system)


def _server_key(now: str, servers: Sequence[Server], scope: str) -> str:
    # It holds the list: a server that was found meanwhile must not look like another choice.
    return "-".join(("server", scope, now, *(server.name for server in servers)))


def _show_server(asked: Asked, desk: Desk, scope: str) -> tuple[Server, Asked | None]:
    """The server, and what is asked there instead where another one was chosen."""
    servers = desk.servers(asked.provider)
    now = next((server for server in servers if server.name == asked.provider), None)
    if now is None:  # a setting took it away
        return servers[0], desk.at_server(asked, servers[0].name)
    if len(servers) == 1:
        return now, None
    labels = {server.name: model_words.server(server) for server in servers}
    names, key = list(labels), _server_key(now.name, servers, scope)
    name = st.selectbox("Server", names, names.index(now.name), format_func=labels.__getitem__, key=key)
    chosen = next(server for server in servers if server.name == name)
    return chosen, desk.at_server(asked, name) if chosen is not now else None


def _shelf(desk: Desk, server: str) -> Shelf:
    return Shelf(desk.catalogue(server), desk.favourites(server), desk.lately(server))


def _carried_out(wish: Wish, asked: Asked, desk: Desk, server: Server) -> Asked:
    """A star or a list that is read again shows at once; a chosen model is the caller's to keep."""
    match wish.kind:
        case "choose" if wish.model != asked.model:
            return replace(asked, model=wish.model)
        case "choose":
            pass  # the list closes, and nothing else changes
        case "refresh":
            desk.refresh(server.name)
        case _:
            desk.favour(server.name, wish.model, wish.kind == "favour")
    st.rerun()


def _show_routing(routing: Routing, scope: str) -> Routing:
    told = "Names as OpenRouter writes them, best first, such as: fireworks, deepinfra"
    order = st.text_input("Providers to try first", ", ".join(routing.order), key=f"order-{scope}", help=told)
    deny = st.checkbox(
        "Only providers that do not collect your data", routing.deny_data_collection, key=f"deny-{scope}"
    )
    names = (name.strip() for name in order.split(","))
    return Routing(tuple(name[:100] for name in names if name and name.isprintable())[:20], deny)
