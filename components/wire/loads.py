"""Which models a server at home has in memory, and which it is reading: llama.cpp's list in router mode (README of its
server, "status"), Ollama's /api/ps (docs/api.md, "List Running Models") -> Load."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Load:
    """`loading`: a question has to wait for the model; `share` of it is there (0 to 1; None: not told)."""

    loading: bool
    share: float | None = None


def status_in(found: Any, model_id: str) -> Load:
    """From the list of a llama.cpp that serves several models; of one that serves one there is no status."""
    rows = found.get("data") if isinstance(found, dict) else None
    listed = rows if isinstance(rows, list) else []
    status = next((row.get("status") for row in listed if isinstance(row, dict) and row.get("id") == model_id), None)
    told = status if isinstance(status, dict) else {}
    return Load(told.get("value") in ("loading", "downloading"), _share(told.get("progress")))


def _share(told: Any) -> float | None:
    """Of several files that are fetched at once: bytes of all of them. Of stages: that of the one on its way."""
    if not isinstance(told, dict):
        return None
    if (value := _number(told.get("value"))) is not None:
        return value if value <= 1 else None
    files = [one for one in told.values() if isinstance(one, dict)]
    done = sum(_number(one.get("done")) or 0.0 for one in files)
    total = sum(_number(one.get("total")) or 0.0 for one in files)
    return done / total if done <= total and total else None


def running_in(found: Any, model_id: str) -> Load:
    """From Ollama's list of what it has in memory. One on the list may still be on its way: that is not told."""
    rows = found.get("models") if isinstance(found, dict) else None
    if not isinstance(rows, list) or model_id.endswith("cloud"):  # one that runs elsewhere is never on it
        return Load(False)
    name = model_id if ":" in model_id else f"{model_id}:latest"
    return Load(all(name not in (row.get("name"), row.get("model")) for row in rows if isinstance(row, dict)))


def _number(value: Any) -> float | None:
    ok = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e18
    return float(value) if ok else None
