"""OpenRouter's GET /key -> Credits: what a key may still spend, by its own limit and by the budgets of others. A field
that is missing or of a wrong type is not known."""

from datetime import UTC, datetime
from typing import Any, Literal

from components.conversation import Budget, Credits

RESETS = ("daily", "weekly", "monthly")
MOST_BUDGETS = 20


def credits_in(told: dict[str, Any]) -> Credits:
    left, limit, used, today = (_usd(told.get(key)) for key in ("limit_remaining", "limit", "usage", "usage_daily"))
    free = told.get("free_model_daily_requests")
    free = free if isinstance(free, dict) else {}
    return Credits(
        left,
        limit,
        used,
        today,
        _resets(told.get("limit_reset")),
        told.get("is_free_tier") is True,
        _budgets(told),
        _count(free.get("remaining")),
        _count(free.get("limit")),
        _moment(told.get("expires_at")),
    )


def _budgets(told: dict[str, Any]) -> tuple[Budget, ...]:
    """The tightest first."""
    rows = told.get("budgets")
    rows = rows[:MOST_BUDGETS] if isinstance(rows, list) else []
    found = [budget for row in (*rows, told.get("effective_budget")) if (budget := _budget(row)) is not None]
    return tuple(sorted(dict.fromkeys(found), key=lambda budget: budget.left))


def _budget(row: Any) -> Budget | None:
    """None where it does not say what is left."""
    if not isinstance(row, dict):
        return None
    limit, left, used = (_usd(row.get(key)) for key in ("limit_usd", "remaining_usd", "spend_usd"))
    if left is None and limit is not None and used is not None:
        left = limit - used
    return None if limit is None or left is None else Budget(left, limit, _by(row), _resets(row.get("reset_interval")))


def _by(row: dict[str, Any]) -> Literal["guardrail", "workspace", ""]:
    if row.get("guardrail_id") or row.get("scope") == "guardrail":
        return "guardrail"
    return "workspace" if row.get("scope") == "workspace" else ""


def _resets(value: Any) -> str:
    return value if value in RESETS else ""


def _count(value: Any) -> int | None:
    ok = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e12
    return int(value) if ok else None


def _moment(value: Any) -> float | None:
    """2027-03-03T12:00:00Z; without a zone it is UTC."""
    try:
        told = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    if told is None or not 1970 < told.year < 9999:
        return None
    return (told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp()


def _usd(value: Any) -> float | None:
    ok = isinstance(value, int | float) and not isinstance(value, bool) and -1e9 < value < 1e9
    return float(value) if ok else None
