"""What a server refuses of a request and the request can do without: what we add by ourselves, a switch of thinking,
and a summary of thoughts that this key may not have. Nothing else that was chosen is ever left out: no limit, no
effort, no temperature."""

import re
import time
from collections.abc import Collection, Mapping
from typing import Any

from components.conversation import Asked, NotAChatServer, RequestRefused, TurnFailed
from components.conversation.model import LEVELS
from components.conversation.own_fields import fields_in, wrong_in
from components.wire.endpoint import Endpoint
from components.wire.provider import Provider

REMEMBERED_S = 86_400.0
# Nobody chose them, and they change nothing that anybody chose.
OWN = ("stream_options", "usage", "user", "session_id")
REFUSING = (400, 422)
# OpenAI gives summaries to organisations that have shown who they are.
SUMMARY = "reasoning.summary"
UNVERIFIED = re.compile(r"must be verified to generate reasoning summar", re.I)
NO_SUMMARY = (
    "{} summarises thoughts for verified organisations alone, so the question was asked without: the model thinks, and "
    "its thoughts cannot be seen."
)
UNKNOWN = re.compile(
    r"extra[ _](?:inputs?|fields?|forbidden|properties|parameters?)|additional ?propert"
    r"|(?:un(?:known|recogni[sz]ed|supported|expected|allowed)|invalid|disallowed|not allowed)[ _]?"
    r"(?:\w+[ _]){0,2}(?:parameter|param|argument|arg|field|property|key|input|option|name|keyword|attribute)s?\b"
    r"|(?:parameter|argument|field|property|key|option)s? .{0,60}(?:not (?:supported|allowed|permitted|recogni[sz]ed"
    r"|known|valid)|un(?:known|supported|recogni[sz]ed|expected))"
    r"|does not (?:support|accept|recogni[sz]e) (?:the |this )?(?:parameter|argument|field|option)",
    re.I,
)
# Words that tell nothing of why.
EMPTY = re.compile(r"\W*(?:400|422)?\W*(?:bad request|invalid request(?:[_ ]error)?|unprocessable(?: entity| content)?"
                   r"|(?:request )?validation (?:error|failed))?\W*", re.I)  # fmt: skip


def refused_of(body: Mapping[str, Any], provider: Provider, asked: Asked, refused: TurnFailed) -> frozenset[str]:
    """The names in `body` that the same may be asked without. Empty where the refusal has another reason."""
    said, named = refused.failure.said, str(refused.told.get("fields", "")).split()
    if refused.why or not isinstance(refused, RequestRefused | NotAChatServer):
        return frozenset()
    if refused.failure.status not in REFUSING:
        return frozenset()
    if UNVERIFIED.search(said) and _has_summary(body):
        return frozenset({SUMMARY})
    can = _spared(body, provider, asked)
    found = frozenset(name for name in can if name in named or _names(said, name))
    others = (name for name in body if name not in can)
    if found or named or any(_names(said, name) for name in others):
        return found
    if not (UNKNOWN.search(said) or EMPTY.fullmatch(said)):
        return frozenset()
    # It names none: first what nobody will miss, and where none of that is left, the switch.
    return can & {*OWN} or (can if UNKNOWN.search(said) else frozenset())


def without(body: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """The same without these fields."""
    left = {name: value for name, value in body.items() if name not in names}
    if SUMMARY in names and _has_summary(left):
        left["reasoning"] = {name: value for name, value in left["reasoning"].items() if name != "summary"}
    return left


def _has_summary(body: Mapping[str, Any]) -> bool:
    return isinstance(told := body.get("reasoning"), dict) and "summary" in told


def switches(provider: Provider, asked: Asked) -> frozenset[str]:
    """The fields that ask for thoughts, hide them, or turn thinking on or off. A level, a budget and a summary are none
    of them: they are chosen, and say how much."""
    summary = asked.summary and provider.summary and asked.effort in ("default", "on")
    if summary or asked.effort in LEVELS or asked.budget is not None:
        return frozenset()
    return frozenset({*provider.asks, *provider.hides, *(provider.off or {}), *(provider.on or {})})


def _spared(body: Mapping[str, Any], provider: Provider, asked: Asked) -> frozenset[str]:
    """The names in it that the same may be asked without; a person's own fields are chosen."""
    own = {} if wrong_in(asked.own_fields) else fields_in(asked.own_fields)
    return frozenset({*OWN} | switches(provider, asked)) & body.keys() - own.keys()


def _names(said: str, name: str) -> bool:
    """Do the words point at this field? A name that is a word of the language too has to look like a field."""
    if "_" in name:
        return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said))
    forms = (
        r"[`'\"“‘\[(]NAME\b",
        r"(?:parameter|argument|field|property|key|input|option)s?:? NAME\b",
        r"(?:^|[ .])NAME: ",
        r"\bNAME (?:is|are) (?:not|un)",
    )
    return any(re.search(form.replace("NAME", re.escape(name)), said, re.M) for form in forms)


def sentence(names: frozenset[str], endpoint: Endpoint, asked: Asked) -> str:
    """What was left out, and what that means; "" where nothing was."""
    switch = sorted(names & switches(endpoint.provider, asked) - {*OWN})
    own = sorted(names - {*switch, SUMMARY})
    parts = [f"{endpoint.label} does not take {' and '.join(own)}, so it was asked without."] if own else []
    if switch:
        meant = {
            "off": "Thinking was not turned off, since",
            "on": "Thinking was not turned on, since",
            "hidden": "Thoughts were not declined, since",
        }
        why = meant.get(asked.effort, "Thoughts were not asked for, since")
        parts.append(f"{why} {endpoint.label} does not take that switch here ({', '.join(switch)}).")
    parts += [NO_SUMMARY.format(endpoint.label)] if SUMMARY in names else []
    return " ".join(parts)


class LeftOut:
    """What each server refused, for a day: what we add ourselves for all of its models, a switch for the one model,
    summaries for the key."""

    def __init__(self) -> None:
        self._until: dict[tuple[str, str, str], float] = {}

    def note(self, endpoint: Endpoint, model: str, names: frozenset[str]) -> None:
        until = time.monotonic() + REMEMBERED_S
        self._until |= {self._place(endpoint, model, name): until for name in names}

    def known(self, endpoint: Endpoint, asked: Asked, body: Mapping[str, Any]) -> frozenset[str]:
        """The names in `body` that are to be left out. Under a name that was a switch there may stand a level now."""
        now, can = time.monotonic(), _spared(body, endpoint.provider, asked)
        can |= {SUMMARY} if _has_summary(body) else frozenset()
        places = {name: self._place(endpoint, asked.model, name) for name in can}
        return frozenset(name for name, place in places.items() if self._until.get(place, 0.0) > now)

    def _place(self, endpoint: Endpoint, model: str, name: str) -> tuple[str, str, str]:
        if name == SUMMARY:
            return endpoint.maker, "", name
        return endpoint.base_url, "" if name in OWN else model, name
