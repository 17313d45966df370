"""A block of a reply in Anthropic's Messages protocol, as it came."""

import json
from dataclasses import dataclass, field
from typing import Any

BEGUN_BY = {"thinking_delta": "thinking", "signature_delta": "thinking", "text_delta": "text"}


@dataclass(slots=True)
class Block:
    """One block: as it began, and what was added to its fields since."""

    index: int
    begun: dict[str, Any]
    more: dict[str, list[str]] = field(default_factory=dict)
    citations: list[Any] = field(default_factory=list)

    @classmethod
    def of_delta(cls, index: int, delta: dict[str, Any]) -> "Block":
        """One whose beginning did not come."""
        return cls(index, {"type": BEGUN_BY.get(str(delta.get("type")), "")})

    @property
    def type(self) -> str:
        kind = self.begun.get("type")
        return kind if isinstance(kind, str) else ""

    @property
    def thinks(self) -> bool:
        return self.type in ("thinking", "redacted_thinking")

    @property
    def shows(self) -> bool:
        return self.type == "thinking" and bool(self._text("thinking").strip())

    @property
    def hides(self) -> bool:
        """Was something thought that cannot be read?"""
        return self.thinks and not self.shows and bool(self._text("signature") or self._text("data"))

    @property
    def as_it_came(self) -> dict[str, Any]:
        """In the form in which it may go back."""
        whole = dict(self.begun)
        for name in self.more:
            whole[name] = self._input() if name == "input" else self._text(name)
        if self.citations:
            begun = whole.get("citations")
            whole["citations"] = [*(begun if isinstance(begun, list) else ()), *self.citations]
        return whole

    def _text(self, name: str) -> str:
        begun = self.begun.get(name)
        return (begun if isinstance(begun, str) else "") + "".join(self.more.get(name, ()))

    def _input(self) -> Any:
        try:
            return json.loads("".join(self.more["input"]) or "{}")
        except ValueError:
            return {}  # it broke off
