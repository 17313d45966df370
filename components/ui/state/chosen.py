"""Whom to ask and how, put together from what the fields of a tab hold at this moment. It is the one home of that: for
the pages that draw the fields, and for the moment of asking, when no run of a page has seen what was typed last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from components.conversation import (
    EFFORTS,
    Asked,
    Catalogue,
    Conversation,
    Credits,
    Effort,
    Model,
    Routing,
    Server,
    Summary,
    Thinking,
    Verbosity,
    fitting,
)
from components.conversation.model import LEAST_BUDGET, MOST_BUDGET
from components.ui.state import session

# As they stand in their fields.
SUMMARIES: dict[Summary, str] = {"": "Default", "auto": "Automatic", "concise": "Concise", "detailed": "Detailed"}
VERBOSITIES: dict[Verbosity, str] = {"": "Default", "low": "Low", "medium": "Medium", "high": "High"}
BUDGET = "Token budget"
FIRST_BUDGET = 4_096  # tokens
MOST_NAMES, LONGEST_NAME = 20, 100  # of providers to try first; characters of each


V = TypeVar("V", bound=str)


class Desk(Protocol):
    """What a person chooses by. No call may wait for a server."""

    def servers(self, current: str, /) -> Sequence[Server]: ...
    def catalogue(self, server: str, /) -> Catalogue: ...
    def model(self, asked: Asked, /) -> Model | None: ...
    def thinking(self, asked: Asked, /) -> Thinking: ...
    def first_choice(self) -> Asked: ...
    def at_server(self, asked: Asked, server: str, /) -> Asked: ...
    def as_remembered(self, asked: Asked, server: str, /) -> Asked: ...
    def own_fields(self, asked: Asked, /) -> str: ...
    def own_headers(self, server: str, /) -> Sequence[str]: ...
    def favourites(self, server: str, /) -> Sequence[str]: ...
    def lately(self, server: str, /) -> Sequence[str]: ...
    def favour(self, server: str, model: str, favourite: bool, /) -> None: ...
    def refresh(self, server: str, /) -> None: ...
    def credits(self) -> Credits | None: ...


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one choice: `scope` tells them from those of another; `hides`: it may also be chosen that thoughts
    are not asked for; `literally`: where nothing is chosen the announcement's own request is sent; `answers_all`: what
    is built in is not offered, nor who lacks a key. A recording is offered where a person's own question is asked. The
    methods give their keys."""

    scope: str
    hides: bool = False
    literally: bool = False
    answers_all: bool = False

    def offered(self, desk: Desk, current: str) -> Sequence[Server]:
        """The servers to choose from."""
        found = desk.servers(current)
        if self.answers_all:
            found = [one for one in found if not (one.built_in or one.lacks_key)]
        # Whoever answers what a page words is sent other words than a recording has: it could only refuse them.
        words_of_ours = self.answers_all or self.hides
        return [one for one in found if not (words_of_ours and one.replays)]

    def server(self, now: str, servers: Sequence[Server]) -> str:
        # It holds the list: a server that was found meanwhile must not look like another choice.
        return "-".join(("server", self.scope, now, *(server.name for server in servers)))

    def thinking(self, asked: Asked) -> str:
        return f"thinking-{self.scope}-{asked.model}"

    def budget(self, asked: Asked) -> str:
        return f"budget-{self.scope}-{asked.model}"

    @property
    def of_a_chat(self) -> bool:
        """Not of an experiment, nor of a measurement: what they send is theirs alone."""
        return not (self.hides or self.literally)

    @property
    def system(self) -> str:
        return f"system-{self.scope}"

    @property
    def temperature(self) -> str:
        return f"temperature-{self.scope}"

    @property
    def limit(self) -> str:
        return f"limit-{self.scope}"

    @property
    def stop(self) -> str:
        return f"stop-{self.scope}"

    def summary(self, asked: Asked) -> str:
        return f"summary-{self.scope}-{asked.model}"

    def verbosity(self, asked: Asked) -> str:
        return f"verbosity-{self.scope}-{asked.model}"

    def own_fields(self, asked: Asked) -> str:
        return f"own-fields-{self.scope}-{asked.provider}-{asked.model}"

    @property
    def order(self) -> str:
        return f"order-{self.scope}"

    @property
    def deny(self) -> str:
        return f"deny-{self.scope}"

    @property
    def echo(self) -> str:
        return f"echo-{self.scope}"

    def thinking_options(self, thinking: Thinking, now: Effort = "default") -> Mapping[str, Effort]:
        """By their labels, the budget apart. That nothing is said of thinking is only kept, where it is so `now`."""
        hidden: tuple[Effort, ...] = ("unsaid",) if now == "unsaid" else ("hidden",) if self.hides else ()
        return {EFFORTS[effort]: effort for effort in (*hidden, *thinking.choices)}


def fields_of(conversation: Conversation | None) -> Fields:
    """Of the chat page: each chat has its own, and new ones theirs."""
    return Fields(conversation.chat.id if conversation else "new")


def chosen(asked: Asked, desk: Desk, fields: Fields) -> Asked:
    """`asked` with all that the fields hold, whether or not a run of the page has seen it. A model that was picked
    from the list is carried out by this, and not once more by the page."""
    asked = with_server(asked, desk, fields)
    if model := take_model(fields.scope, asked.provider):
        asked = replace(asked, model=model)
    asked = with_thinking(asked, desk, fields)
    now = next((server for server in desk.servers(asked.provider) if server.name == asked.provider), None)
    return with_advanced(asked, now is not None and now.routes, fields)


def with_server(asked: Asked, desk: Desk, fields: Fields) -> Asked:
    servers = fields.offered(desk, asked.provider)
    name = session.value_of(fields.server(asked.provider, servers), asked.provider)
    if name == asked.provider:
        return asked
    # A thinker of whom nothing is said of thinking is one all the same.
    thinks = fields.literally and not fields.hides
    begun = replace(asked, effort="default") if thinks and asked.effort == "unsaid" else asked
    return (desk.as_remembered if fields.of_a_chat else desk.at_server)(begun, name)


def note_model(scope: str, server: str, model: str) -> None:
    """It was picked from the list of that server, and is meant until it is taken."""
    session.tab().choices.picked[scope] = server, model


def take_model(scope: str, server: str) -> str:
    """What was picked and not carried out yet, once; "" for nothing, and where another server was chosen since."""
    of, model = session.tab().choices.picked.pop(scope, ("", ""))
    return model if of == server else ""


def with_thinking(asked: Asked, desk: Desk, fields: Fields) -> Asked:
    thinking = desk.thinking(asked)
    efforts = fields.thinking_options(thinking, asked.effort)
    asked = fitting(asked, thinking)
    now = BUDGET if asked.budget is not None else EFFORTS[asked.effort]
    wanted = session.value_of(fields.thinking(asked), now)
    if wanted == BUDGET and thinking.budget:
        tokens = int(session.value_of(fields.budget(asked), asked.budget or FIRST_BUDGET))
        return replace(asked, effort="default", budget=budget_within(tokens, desk.model(asked)))
    return replace(asked, effort=efforts.get(wanted) or efforts.get(now) or "default", budget=None)


def most_budget(model: Model | None) -> int:
    """The most tokens to think with that may be asked for."""
    limit = (model.most_output if model else None) or MOST_BUDGET
    return max(min(limit, MOST_BUDGET), LEAST_BUDGET)


def budget_within(tokens: int, model: Model | None) -> int:
    """What the model takes of it: another one, or an older list, may have allowed more."""
    return min(max(tokens, LEAST_BUDGET), most_budget(model))


def with_advanced(asked: Asked, routes: bool, fields: Fields) -> Asked:
    """System prompt, sampling and limits; `routes` where the server passes questions on to others."""
    temperature = session.value_of(fields.temperature, asked.temperature)
    limit = session.value_of(fields.limit, asked.max_tokens)
    return replace(
        asked,
        stop=session.value_of(fields.stop, asked.stop),
        summary=_picked(SUMMARIES, fields.summary(asked), asked.summary),
        verbosity=_picked(VERBOSITIES, fields.verbosity(asked), asked.verbosity),
        system_prompt=session.value_of(fields.system, asked.system_prompt),
        temperature=None if temperature is None else round(float(temperature), 2),
        max_tokens=None if limit is None else int(limit),
        routing=_with_routing(asked.routing, fields) if routes else asked.routing,
        echo=routes and fields.of_a_chat and bool(session.value_of(fields.echo, asked.echo)),
    )


def _picked(labels: Mapping[V, str], key: str, now: V) -> V:
    """By its label."""
    wanted = session.value_of(key, labels[now])
    return next((value for value, label in labels.items() if label == wanted), now)


def _with_routing(routing: Routing, fields: Fields) -> Routing:
    typed = session.value_of(fields.order, in_a_line(routing))
    names = (name.strip() for name in str(typed).split(","))
    order = tuple(name[:LONGEST_NAME] for name in names if name and name.isprintable())[:MOST_NAMES]
    return Routing(order, bool(session.value_of(fields.deny, routing.deny_data_collection)))


def in_a_line(routing: Routing) -> str:
    """As the providers to try first stand in their field."""
    return ", ".join(routing.order)
