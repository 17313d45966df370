"""Status, codes and words of an error -> which error of the tree it is, and why. Rules as data, the first counts."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from components.conversation import (
    ContextTooLong,
    CreditsMissing,
    Forbidden,
    KeyRefused,
    ModelLoading,
    ModelUnknown,
    NobodyFits,
    NotAChatServer,
    NotRecorded,
    ProviderDown,
    RateLimited,
    ReasoningMandatory,
    RequestRefused,
    TurnFailed,
    Unreachable,
)

NUMBER = r"(?:[0-9]{1,3}(?:[,.'’\u00a0\u202f][0-9]{3}){1,4}|[0-9]{1,12})(?![0-9])"
CONTEXT = (
    r"maximum context length|context.length.exceeded|context.{0,9}too long|prompt is too long|context window"
    r"|exceeds? (?:the )?context limit|input token count.{0,60}exceeds|input is too long"
)
OVERLOADED = r"overloaded|capacity|too busy|no instances available"
# llama.cpp (README of its server), what Ollama passes on of its runner, LM Studio, Hugging Face's TGI, and gateways in
# front of vLLM and KoboldCpp, whose own ports stay closed meanwhile. Not: that loading has failed, or that nothing is
# loaded.
LOADING = (
    r"^loading (?:the )?model\b(?!.{0,80}(?:fail|error))|\bserver loading model\b"
    r"|\bmodel\b.{0,160}?\bis (?:currently |still |now |not ready[,:;]? )*(?:being )?(?:loading|loaded into memory)\b"
    r"|\bmodel\b.{0,160}?\bis (?:currently |still |now )*being loaded\b"
    r"|\bmodel\b.{0,160}?\bis (?:currently |still )*(?:starting|warming) up\b"
    r"|\bmodel\b.{0,160}?\bis not (?:yet )?ready(?: yet)?\b"
)
BARRED = r"moderation|flagged|\brefusal\b|content.?(?:filter|policy)"
ANY, SERVER = range(300, 600), range(500, 600)
# What servers say of a path that they do not serve: LM Studio, OpenAI, Go, FastAPI, Express, llama.cpp and others.
# Where a model is named, that is what is missing.
NO_PATH = (
    r"\A(?!(?s:.*(?:model|deployment)))(?s:.*?)"
    r"(?:unexpected endpoint or method|invalid url \(|page not found|file not found|cannot (?:post|get|put) /"
    r"|(?:path|route|url|resource|endpoint|page).{0,80}(?:not found|not exist|unknown)|^(?:404 )?not[ _]found[.!]?$"
    r"|(?:unknown|no such|invalid|no matching|unsupported) (?:request )?(?:path|route|url|endpoint|resource|uri)\b"
    r"|no (?:static )?(?:route|handler|resource)\b|method not allowed)"
)
NO_PATH_IN_200 = r"unexpected endpoint or method"
PLAIN = r"http request (?:was sent )?to (?:an )?(?:https|ssl)|plain http to an ssl|requires tls"


@dataclass(frozen=True, slots=True)
class Cause:
    """`told` are numbers out of the words, written as people read them."""

    kind: type[TurnFailed]
    why: str = ""
    told: Mapping[str, str] = field(default_factory=dict)


class Rule(NamedTuple):
    """Holds where the status is one of these and the codes or words match; the pattern's named groups are numbers."""

    statuses: Container[int]
    signs: str
    kind: type[TurnFailed]
    why: str = ""


RULES = (
    Rule({404}, r"^not_recorded$", NotRecorded),
    Rule({511}, "", NotAChatServer, "sign-in"),
    Rule({400, 403, 426, 497}, PLAIN, NotAChatServer, "https"),
    Rule({401}, "", KeyRefused),
    # xAI and Gemini answer 400 to a wrong key.
    Rule({400, 403}, r"(?:incorrect|invalid|wrong|missing) api.?key|api.?key not valid", KeyRefused),
    Rule(
        {402},
        rf"requested up to (?P<asked>{NUMBER}) tokens.{{0,40}}?can only afford (?P<pays>(?!0){NUMBER})",
        CreditsMissing,
        "tokens",
    ),
    Rule({402, 403, 429}, r"key limit exceeded", CreditsMissing, "key limit"),
    Rule({402}, "", CreditsMissing),
    Rule(ANY, r"insufficient_quota", CreditsMissing),
    Rule({400, 403}, r"credit balance is too low", CreditsMissing),  # Anthropic's 400
    Rule({400, 422}, r"(?:reasoning|thinking).{0,60}(?:mandatory|cannot be disabled)", ReasoningMandatory),
    Rule(
        ANY,
        rf"maximum context length is (?P<most>{NUMBER}) tokens.{{0,40}}?requested (?:about )?(?P<asked>{NUMBER})",
        ContextTooLong,
        "tokens",
    ),
    Rule({400, 413}, rf"prompt is too long: (?P<asked>{NUMBER}) tokens > (?P<most>{NUMBER})", ContextTooLong, "tokens"),
    Rule(ANY, CONTEXT, ContextTooLong),
    Rule({413}, "", RequestRefused, "too large"),
    Rule({403}, r"guardrail|^patterns$", Forbidden, "guardrail"),
    Rule({403}, BARRED, Forbidden, "flagged"),
    Rule({403}, r"region|country|territory|location", Forbidden, "region"),
    Rule({403}, "", Forbidden),
    Rule({400}, r"^(?:content_filter|content_policy_violation|refusal)$", Forbidden, "flagged"),
    Rule(SERVER, LOADING, ModelLoading),
    Rule({404, 503}, r"data policy|privacy", NobodyFits, "privacy"),
    Rule({404, 503}, r"routing|endpoints found (?:that|matching)|no allowed providers", NobodyFits),
    Rule({404}, r"free_variant_ended|the free.{0,80}period has ended", ModelUnknown, "ended"),
    Rule({404, 503}, r"capacity_exhausted", ProviderDown, "overloaded"),
    Rule({404}, r"^no_endpoints$", ModelUnknown, "nobody"),
    Rule({404, 405}, NO_PATH, NotAChatServer, "path"),
    Rule({404}, r"model|endpoint|deployment", ModelUnknown),
    Rule(
        {400, 422},
        r"not a valid model|model.{0,80}(?:not found|does not exist|not exist|unknown)|"
        r"(?:unknown|no such|invalid) model",
        ModelUnknown,
    ),
    Rule({429}, r"free-models-per-day|free_tier_daily", RateLimited, "free day"),
    Rule({429}, "", RateLimited),
    Rule({408, 504, 524}, "", ProviderDown, "timeout"),
    Rule({529}, "", ProviderDown, "overloaded"),
    Rule(SERVER, r"^timeout$", ProviderDown, "timeout"),
    Rule(SERVER, OVERLOADED, ProviderDown, "overloaded"),
    Rule(SERVER, "", ProviderDown),
)

# Inside a stream the status was 200: its code or its words tell why.
MIDWAY: tuple[tuple[str, Container[int], str], ...] = (
    ("context", (), CONTEXT),
    ("token limit", (), r"token limit|max_tokens_exceeded"),
    ("limited", {429}, r"rate.?limit"),
    ("overloaded", {503, 529}, OVERLOADED),
    ("timeout", {408, 504, 524}, r"^timeout(?:_error)?$|timed out"),
    ("refused", {403}, BARRED),
    ("credits", {402}, r"insufficient_quota|^billing_error$"),
)


def cause_of(status: int, signs: str, is_json: bool, model: str, proxied: bool = False) -> Cause:
    """`signs` are the codes, a line each, and the words. A free model is refused for want of credits only when there
    are fewer than none. `proxied`: a proxy that can read along stands between, and may have answered itself."""
    if proxied and (status == 407 or not is_json):
        return Cause(Unreachable, "proxy asks" if status == 407 else "proxy answered")
    for statuses, pattern, kind, why in RULES:
        if status in statuses and (match := re.search(pattern, signs, re.I | re.M)):
            if kind is CreditsMissing and not why and model.endswith(":free"):
                why = "free"
            numbers = {name: int(re.sub(r"[^0-9]", "", number)) for name, number in match.groupdict().items()}
            return Cause(kind, why, {name: f"{number:,}" for name, number in numbers.items()})
    is_chat_server = is_json and status not in (404, 405) and status >= 400
    return Cause(RequestRefused) if is_chat_server else Cause(NotAChatServer, "path" if status in (404, 405) else "")


def cause_midway(code: int, signs: str) -> str:
    """Why an error inside a stream came; an empty string where nothing tells. Without a code, 0."""
    for why, codes, pattern in MIDWAY:
        if code in codes or re.search(pattern, signs, re.I | re.M):
            return why
    return ""
