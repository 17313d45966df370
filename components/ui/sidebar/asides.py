"""Whom to ask about a turn, beside its chat: any server that can answer any question, and a model there."""

from components.conversation import Asked
from components.ui.sidebar.choice import Choice, show_whom
from components.ui.state import session
from components.ui.state.chosen import Desk, Fields


def show_for_aside(own: Asked, chosen: Asked, desk: Desk) -> Choice | None:
    """In a dialog. At first the turn's `own` model, where its server can be asked; else the one that is `chosen` for
    the chat. None where nobody can be asked."""
    tab = session.tab()
    return _show(tab.choices.aside, own, chosen, desk, f"aside-{tab.times_above}")


def show_for_probes(own: Asked, desk: Desk) -> Choice | None:
    """The same on the page itself, which a dialog may lie above."""
    return _show(session.tab().choices.probes, own, own, desk, "probes")


def _show(now: Asked | None, own: Asked, chosen: Asked, desk: Desk, scope: str) -> Choice | None:
    fields = Fields(scope, answers_all=True)
    asked = now or first_of(own, chosen, desk, fields)
    return show_whom(asked, desk, fields) if asked and fields.offered(desk, asked.provider) else None


def first_of(own: Asked, chosen: Asked, desk: Desk, fields: Fields) -> Asked | None:
    servers = fields.offered(desk, own.provider)
    names = [server.name for server in servers]
    for asked in (own, chosen):
        if asked.provider in names:
            return asked
    return desk.at_server(chosen, names[0]) if names else None
