"""Error bodies of every shape -> one error of the conversation's tree, with the provider's own words and no key.

Among the shapes: OpenRouter and OpenAI `{"error": {"message", …}}`, Ollama `{"error": "text"}`, xAI the same beside a
`code`, Mistral `{"detail": "text" or a list}`, Cerebras `{"message", …}`, any of them in a list (Gemini), or no JSON.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from components.conversation import Loading, ModelLoading, NotAChatServer, ProviderGaveUp, TurnFailed
from components.wire.causes import LOADING, NO_PATH_IN_200, Cause, cause_midway, cause_of
from components.wire.said import fields_in, levels, metadata_in, words_in
from components.wire.scrub import INVISIBLE, MASK
from components.wire.text import clean

MOST_WORDS = 2_000
KEY_LIKE = re.compile(r"\b(?:sk|gsk|xai|csk|pplx|key)[-_][A-Za-z0-9_\-]{12,}|(?<=Bearer )\S+")
PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|!--|\?xml|html|head|body|script|meta|title)\b", re.I)
MOST_OF_A_NAME = 60
LONGEST_WAIT_S = 86_400.0
DECODER = json.JSONDecoder(strict=False)
DEEPEST = 100  # what is nested deeper is no provider's, and could be parsed but not be looked through


class Voice:
    """Whose words an error speaks with: the server's name, the model that was asked, and the keys that must not show.
    `way` fills the blanks of sentences about the way to it."""

    def __init__(self, server: str, model: str, *keys: str, way: Mapping[str, Any] | None = None) -> None:
        # The longest first: one may be a part of another.
        self.keys = tuple(sorted(keys, key=len, reverse=True))
        self.server, self.model, self._way = server, model, way or {}
        self._spoken: str = self._way.get("spoken", "the protocol of chat completions")

    def refusal(self, status: int, body: bytes, headers: Mapping[str, str]) -> TurnFailed:
        """The error for a reply of status 300 or more."""
        found = parsed(body)
        words = words_in(found) if found is not None else _from_page(body)
        cause = cause_of(status, self._signs(found, words), found is not None, self.model, "proxy" in self._way)
        wait = retry_after_s(headers, found)
        if wait is None and status == 429:
            wait = _reset_s(headers, found)
        return self._error(cause, found, f"{status} {words}", status, wait)

    def gave_up(self, found: Any) -> TurnFailed:
        """The error for one inside a stream, whose status was 200."""
        code, words = _code(found), words_in(found)
        signs = self._signs(found, words)
        # LM Studio says with a status of 200 that it serves nothing at a path.
        no_path = code is None and re.search(NO_PATH_IN_200, signs, re.I)
        cause = Cause(NotAChatServer, "path") if no_path else Cause(ProviderGaveUp, cause_midway(code or 0, signs))
        if re.search(LOADING, signs, re.I | re.M):
            cause = Cause(ModelLoading)
        return self._error(cause, found, f"{code or ''} {words}", code, retry_after_s({}, found))

    def loading(self, found: Any) -> Loading:
        """What a word inside a stream says, by which a server tells that it is still loading the model."""
        told = self._error(Cause(ModelLoading), found, words_in(found), None, None)
        share = _share(found, "")
        return Loading(told.failure, float(share) if share else None)

    def tells_of_token_limit(self, found: Any) -> bool:
        return cause_midway(_code(found) or 0, self._signs(found, words_in(found))) == "token limit"

    def not_a_chat(self, body: bytes, status: int | None = None) -> TurnFailed:
        why = "by proxy" if "proxy" in self._way else "page" if PAGE.match(body) else ""
        said = self.scrubbed(_from_page(body))
        return NotAChatServer(self.server, said, model=self.model, status=status, why=why, **self._way)

    def other_protocol(self, protocol: str) -> TurnFailed:
        told: dict[str, Any] = {
            "protocol": protocol,
            "spoken": self._spoken,
            "otherwise": self._way.get("otherwise", ""),
        }
        return NotAChatServer(self.server, model=self.model, why="protocol", **told)

    def _error(self, cause: Cause, found: Any, said: str, status: int | None, wait: float | None) -> TurnFailed:
        metadata = metadata_in(found)
        reasons = metadata.get("reasons")
        flagged = ", ".join(map(str, reasons[:5])) if isinstance(reasons, list) else ""
        return cause.kind(
            self.server,
            self.scrubbed(said.strip()),
            model=self.model,
            upstream=self._name(metadata.get("provider_name")),
            status=status,
            retry_after_s=wait,
            why=cause.why,
            **{**self._way, "reason": str(status or ""), **cause.told},
            share=_share(found, said) if cause.kind is ModelLoading else "",
            fields=fields_in(found),
            reasons=f" for {self._name(flagged)}" if self._name(flagged) else "",
        )

    def _signs(self, found: Any, words: str) -> str:
        """What tells the cause: the codes first, then the words, as long as both are shown to nobody with a key."""
        return self.scrubbed("\n".join([*_codes(found), words]))

    def _name(self, given: Any) -> str:
        """A name out of a body, fit to stand in a sentence."""
        return self.scrubbed(" ".join(given.split()))[:MOST_OF_A_NAME] if isinstance(given, str) else ""

    def scrubbed(self, words: str) -> str:
        """Providers echo keys in their errors; none may reach a page, a log or the store."""
        return clean(KEY_LIKE.sub("[key]", self.hidden(words)))[:MOST_WORDS]

    def hidden(self, words: str) -> str:
        """Without keys, also where signs that nobody sees stand between their letters."""
        for key in self.keys:
            if len(key) < 4:
                continue
            words = words.replace(key, MASK)
            if not words.isascii() and key in INVISIBLE.sub("", words):
                words = INVISIBLE.sub("", words).replace(key, MASK)
        return words

    def hidden_in(self, value: Any) -> Any:
        """The same of all texts in a value that came as JSON."""
        if isinstance(value, str):
            return self.hidden(value)
        if isinstance(value, dict):
            inside: dict[str, Any] = value
            return {self.hidden(name): self.hidden_in(part) for name, part in inside.items()}
        return [self.hidden_in(part) for part in value] if isinstance(value, list) else value


def parsed(body: bytes) -> Any:
    """The JSON of `body`, whatever its content type said; None where it is none, or deeper than anybody writes."""
    found = loaded(body)
    return None if is_deep(body, found) else found


def loaded(body: bytes) -> Any:
    """The same of any depth that can be read."""
    text = body.decode("utf-8", "replace").strip(" \t\n\r")
    try:
        found, end = DECODER.raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return found if end == len(text) else None


def is_deep(body: bytes, found: Any) -> bool:
    """Is `found`, which was read from `body`, nested deeper than it could be looked through?"""
    if body.count(b"{") + body.count(b"[") <= DEEPEST:
        return False
    level = [found]
    for _ in range(DEEPEST):
        inner = (
            value.values() if isinstance(value, dict) else value for value in level if isinstance(value, dict | list)
        )
        level = [part for values in inner for part in values]
    return bool(level)


def retry_after_s(headers: Mapping[str, str], found: Any = None) -> float | None:
    """Seconds to wait: from Retry-After (seconds or a date) as a header or among the upstream's headers in the body, or
    from a field of OpenRouter's."""
    metadata, availability = metadata_in(found), _availability(found)
    told = (
        headers.get("retry-after")
        or _lower(metadata.get("headers")).get("retry-after")
        or metadata.get("retry_after_seconds")
        or _retry_delay(found)
        or _dict(found).get("estimated_time")  # of Hugging Face, until a model is loaded
        or availability.get("retry_after")
    )
    try:
        seconds = float(told)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        try:
            seconds = (parsedate_to_datetime(str(told)) - datetime.now(UTC)).total_seconds()
        except (TypeError, ValueError, OverflowError):
            return None
    return seconds if 0 < seconds <= LONGEST_WAIT_S else None


def _reset_s(headers: Mapping[str, str], found: Any) -> float | None:
    """OpenRouter's X-RateLimit-Reset is a moment in milliseconds since the epoch; others' are not."""
    told = headers.get("x-ratelimit-reset") or _lower(metadata_in(found).get("headers")).get("x-ratelimit-reset")
    try:
        seconds = float(told) / 1000 - datetime.now(UTC).timestamp()  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return None
    return seconds if 0 < seconds <= LONGEST_WAIT_S else None


def _retry_delay(found: Any) -> str | None:
    """Google's RetryInfo among the details of an error: "34.07s"."""
    details = [one for level in levels(found) if isinstance(level.get("details"), list) for one in level["details"]]
    told = next((str(one["retryDelay"]) for one in details if isinstance(one, dict) and "retryDelay" in one), "")
    return told.removesuffix("s") or None


def _dict(found: Any) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}


def _availability(found: Any) -> dict[str, Any]:
    return next((_dict(level["availability"]) for level in levels(found) if level.get("availability")), {})


def _lower(found: Any) -> dict[str, Any]:
    return {str(name).lower(): value for name, value in _dict(found).items()}


def _codes(found: Any) -> list[str]:
    metadata = metadata_in(found)
    told = [level.get(name) for level in levels(found) for name in ("code", "type", "status")]
    told += [metadata.get(name) for name in ("error_type", "provider_code", "limit_source")]
    told += [_availability(found).get("code"), "patterns" if metadata.get("patterns") else None]
    return [code[:80] for code in told if isinstance(code, str)]


def _code(found: Any) -> int | None:
    """The status that an error inside a stream would have had: a number, or one in a string."""
    for code in (level.get(name) for level in levels(found) for name in ("code", "status_code")):
        if isinstance(code, str) and re.fullmatch(r"[1-5]\d\d", code, re.A):
            return int(code)
        if isinstance(code, int) and not isinstance(code, bool):
            return code
    return None


def _share(found: Any, said: str) -> str:
    """How far a model is loaded, 0 to 1, by a field or in words (Ollama's "progress 0.40"); "" where it is not told."""
    told = next((level["progress"] for level in levels(found) if "progress" in level), None)
    if not isinstance(told, int | float) or isinstance(told, bool):
        words = re.search(r"\bprogress (0?\.\d{1,6}|[01](?:\.\d{1,6})?)(?![\d.])", said)
        told = float(words[1]) if words else None
    return str(float(told)) if told is not None and 0 <= told <= 1 else ""


def _from_page(body: bytes) -> str:
    """The words of an HTML page or a plain text, without its markup."""
    text = re.sub(r"(?is)<(script|style).*?</\1>|<[^>]*>", " ", body[:20_000].decode("utf-8", "replace"))
    return re.sub(r"\s+", " ", text).strip()
