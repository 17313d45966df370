"""Figures as Markdown tables, and as JSON."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from components.pocket.evaluation.scoring import Tally


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]]
    note: str = ""

    def __str__(self) -> str:
        lines = [self.head, ("---",) * len(self.head), *self.rows]
        shown = "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)
        return f"### {self.title}\n\n{shown}\n" + (f"\n{self.note}\n" if self.note else "")


@dataclass(frozen=True, slots=True)
class Section:
    """`figures` are the same numbers, for a program; `misses` are shown to whoever looks for what went wrong."""

    table: Table
    figures: dict[str, Any]
    misses: list[str] = field(default_factory=list[str])
    second: Table | None = None


def share(tally: Tally) -> str:
    """'49 % (42–56 %)'; a dash where nothing was counted."""
    if not tally.n:
        return "–"
    low, high = tally.interval()
    return f"{100 * tally.right / tally.n:.0f} % ({100 * low:.0f}–{100 * high:.0f} %)"


def counted(tally: Tally) -> str:
    return f"{tally}: {share(tally)}" if tally.n else share(tally)


def figures(tally: Tally) -> dict[str, float]:
    low, high = tally.interval()
    return {"right": tally.right, "n": tally.n, "low": round(low, 4), "high": round(high, 4)}


def sum_of(tallies: Sequence[Tally]) -> Tally:
    return Tally(sum(tally.right for tally in tallies), sum(tally.n for tally in tallies))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
