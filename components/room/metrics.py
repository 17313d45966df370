"""Figures for whoever keeps a room running: how many turns, tokens and dollars, how slow, what failed. Never a word of
what was said, nor whose it was."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from components.conversation import Turn

SECONDS = (0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600)
LAG_SECONDS = (0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2, 5, 10)


class Metrics:
    """As Prometheus reads them. Labels are names of servers and kinds of failures: few, whatever anybody types."""

    def __init__(self, servers: Iterable[str]) -> None:
        """`servers` are known by name; any other is "other": an address may name what it likes."""
        self._servers = frozenset(servers)
        self._registry = registry = CollectorRegistry()
        self._turns = Counter(
            "thinkroom_turns",
            "Turns that have ended, by how they ended and, of those that failed, why",
            ("server", "status", "failure"),
            registry=registry,
        )
        self._tokens = Counter(
            "thinkroom_tokens",
            "Tokens as servers counted them; reasoning is part of completion, or beside it, as each counts",
            ("server", "kind"),
            registry=registry,
        )
        self._spend = Counter(
            "thinkroom_spend_usd",
            "What turns cost as it was billed, or by the prices of their models; where neither is known, nothing",
            ("server",),
            registry=registry,
        )
        self._waited = Histogram(
            "thinkroom_first_word_seconds",
            "From the request to the first word of thoughts or answer",
            ("server",),
            buckets=SECONDS,
            registry=registry,
        )
        self._lag = Histogram(
            "thinkroom_live_lag_seconds",
            "From the moment that words came from a server until they were sent to a page",
            buckets=LAG_SECONDS,
            registry=registry,
        )

    def watch(self, name: str, what: str, count: Callable[[], float]) -> None:
        """A figure that is looked up whenever it is asked for."""
        Gauge(f"thinkroom_{name}", what, registry=self._registry).set_function(count)

    def turn_ended(self, turn: Turn, usd: float | None) -> None:
        server, usage = self.name_of(turn), turn.usage
        self._turns.labels(server, turn.status, turn.failure.kind if turn.failure else "").inc()
        if turn.times.waited is not None and turn.pieces:
            self._waited.labels(server).observe(turn.times.waited)
        if usd:
            self._spend.labels(server).inc(usd)
        for kind in ("prompt", "completion", "reasoning"):
            if usage and (tokens := getattr(usage, f"{kind}_tokens")):
                self._tokens.labels(server, kind).inc(tokens)

    def name_of(self, turn: Turn) -> str:
        return turn.asked.provider if turn.asked.provider in self._servers else "other"

    def sent(self, lag_s: float) -> None:
        self._lag.observe(lag_s)

    def text(self) -> bytes:
        """In Prometheus's text format, 0.0.4."""
        return generate_latest(self._registry)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What concerns whoever keeps the room running: its figures, and the token of who may read them ("": nobody); how
    long, in seconds, what runs may go on once it is told to end; and how its log is written, "text" or "json"."""

    metrics: Metrics
    token: str
    stop_s: float
    log: str


def facts_of(turn: Turn, server: str) -> dict[str, str | float | None]:
    """For a line of the log: what tells how it went, and neither a word of it nor whose it was."""
    return {
        "turn": turn.id,
        "server": server,
        "status": turn.status,
        "failure": turn.failure.kind if turn.failure else None,
        "http_status": turn.failure.status if turn.failure else None,
        "waited_s": turn.times.waited,
        "ended_s": turn.times.ended,
        "completion_tokens": turn.usage.completion_tokens if turn.usage else None,
    }
