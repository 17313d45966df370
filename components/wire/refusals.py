"""Error bodies of every shape -> one error of the conversation's tree, with the provider's own words and no key.

The shapes: OpenRouter and OpenAI `{"error": {"message", …}}`, Ollama `{"error": "text"}`, xAI the same beside a `code`,
Mistral `{"detail": "text" or a list}`, Cerebras `{"message", …}`, any of them in a list (Gemini), or no JSON at all.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from components.conversation import (
    CreditsMissing,
    Forbidden,
    KeyRefused,
    ModelUnknown,
    NotAChatServer,
    ProviderDown,
    ProviderGaveUp,
    RateLimited,
    RequestRefused,
    TurnFailed,
)
from components.wire.text import clean

MOST_WORDS = 2_000
KEY_LIKE = re.compile(r"\b(?:sk|gsk|xai|csk|pplx|key)[-_][A-Za-z0-9_\-]{12,}|(?<=Bearer )\S+")
NO_SUCH_MODEL = re.compile(
    r"not a valid model|model.{0,80}(?:not found|does not exist|not exist|unknown)|(?:unknown|no such|invalid) model",
    re.I,
)
ABOUT_MODEL = re.compile(r"model|endpoint", re.I)
NO_SUCH_KEY = re.compile(r"(?:incorrect|invalid|wrong|missing) api.?key", re.I)


class Voice:
    """Whose words an error speaks with: the server's name, the model that was asked, and the key that must not show."""

    def __init__(self, server: str, model: str, key: str) -> None:
        self.server, self.model, self._key = server, model, key

    def refusal(self, status: int, body: bytes, headers: Mapping[str, str]) -> TurnFailed:
        """The error for a reply of status 300 or more."""
        found = parsed(body)
        words = words_in(found) if found is not None else _from_page(body)
        kind = _kind(status, words, found)
        return kind(
            self.server,
            self.scrubbed(f"{status} {words}".strip()),
            model=self.model,
            status=status,
            retry_after_s=retry_after_s(headers, found),
        )

    def gave_up(self, found: Any) -> TurnFailed:
        """The error for one inside a stream, whose status was 200."""
        code = _code(found)
        words = self.scrubbed(f"{code or ''} {words_in(found)}".strip())
        return ProviderGaveUp(self.server, words, model=self.model, status=code)

    def not_a_chat(self, body: bytes, status: int | None = None) -> TurnFailed:
        return NotAChatServer(self.server, self.scrubbed(_from_page(body)), model=self.model, status=status)

    def scrubbed(self, words: str) -> str:
        """Providers echo keys in their errors; none may reach a page, a log or the store."""
        if len(self._key) >= 4:
            words = words.replace(self._key, "[key]")
        return clean(KEY_LIKE.sub("[key]", words))[:MOST_WORDS]


def parsed(body: bytes) -> Any:
    """The JSON of `body`, whatever its content type said; None where it is none."""
    try:
        return json.loads(body.decode("utf-8", "replace"), strict=False)
    except (ValueError, RecursionError):
        return None


def has_error(found: Any) -> bool:
    """Is this chunk (or whole body) an error, or does it carry one?"""
    if isinstance(found, list):
        return bool(found) and has_error(found[0])
    if not isinstance(found, dict):
        return False
    if found.get("error"):
        return True
    alone = not found.get("choices") and "usage" not in found and "object" not in found
    return alone and any(isinstance(found.get(name), str | list) and found[name] for name in ("detail", "message"))


def words_in(found: Any) -> str:
    """The provider's own words in an error of any shape, the upstream's after the gateway's."""
    if isinstance(found, list):
        return words_in(found[0]) if found else ""
    if not isinstance(found, dict):
        return str(found or "")
    error = found.get("error") or found.get("detail") or found.get("message") or found
    if isinstance(error, list):  # Mistral's 422: {loc, msg, type} each
        return "; ".join(str(item.get("msg", item)) if isinstance(item, dict) else str(item) for item in error)
    if not isinstance(error, dict):
        return str(error)
    metadata = error.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    parts = [error.get("message") or error.get("msg") or error.get("type") or error.get("code")]
    if raw := metadata.get("raw"):
        name = metadata.get("provider_name") or "the provider"
        parts.append(f"{name}: {raw if isinstance(raw, str) else json.dumps(raw)}")
    if isinstance(reasons := metadata.get("reasons"), list) and reasons:
        parts.append("flagged: " + ", ".join(map(str, reasons)))
    return "\n".join(str(part) for part in parts if part)


def retry_after_s(headers: Mapping[str, str], found: Any = None) -> float | None:
    """Seconds to wait, from Retry-After (seconds or a date) or OpenRouter's `availability.retry_after`."""
    error = found.get("error") if isinstance(found, dict) else None
    availability = error.get("availability") if isinstance(error, dict) else None
    told = headers.get("retry-after") or (availability.get("retry_after") if isinstance(availability, dict) else None)
    try:
        seconds = float(told)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        try:
            seconds = (parsedate_to_datetime(str(told)) - datetime.now(UTC)).total_seconds()
        except (TypeError, ValueError, OverflowError):
            return None
    return seconds if 0 < seconds < 86_400 else None


def _kind(status: int, words: str, found: Any) -> type[TurnFailed]:
    if status == 401 or (status in (400, 403) and NO_SUCH_KEY.search(words)):
        return KeyRefused  # xAI answers 400 to a wrong key
    if status == 402 or "insufficient_quota" in str(found):
        return CreditsMissing
    if status == 403:
        return Forbidden
    if (status == 404 and ABOUT_MODEL.search(words)) or (status in (400, 422) and NO_SUCH_MODEL.search(words)):
        return ModelUnknown
    if status == 429:
        return RateLimited
    if status == 408 or status >= 500:
        return ProviderDown
    return NotAChatServer if found is None or status in (404, 405) or status < 400 else RequestRefused


def _code(found: Any) -> int | None:
    error = found.get("error") if isinstance(found, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, int) and not isinstance(code, bool) else None


def _from_page(body: bytes) -> str:
    """The words of an HTML page or a plain text, without its markup."""
    text = re.sub(r"(?is)<(script|style).*?</\1>|<[^>]*>", " ", body[:20_000].decode("utf-8", "replace"))
    return re.sub(r"\s+", " ", text).strip()
