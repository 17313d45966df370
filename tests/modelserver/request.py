"""The record of one request: what arrived, and what became of the answer."""

import dataclasses
import time
from typing import Any, Literal

# Where the messages stand, by the protocol.
MESSAGES = ("messages", "input", "contents")
Ending = Literal["complete", "client closed", "cut"]


@dataclasses.dataclass(slots=True)
class Request:
    """One request. The server's thread writes it while a test may read it, so read `dict(marks)`, not `marks` itself.

    `received`, `first_byte_at` and `ended_at` are `time.monotonic()` seconds; `first_byte_at` is the first byte of the
    status line. `sent_bytes` counts body bytes, without headers and chunk framing. `marks` gives for each marker number
    the `time.time()` at which it was handed to the socket. `ended` is None while the answer is still open.
    """

    path: str
    method: str
    headers: dict[str, str]
    body: Any = None
    received: float = dataclasses.field(default_factory=time.monotonic)
    first_byte_at: float | None = None
    ended_at: float | None = None
    ended: Ending | None = None
    sent_bytes: int = 0
    marks: dict[int, float] = dataclasses.field(default_factory=dict)

    @property
    def route(self) -> str:
        """The path without query and without the /v1 or /api/v1 prefix, for example "/chat/completions"."""
        path = self.path.partition("?")[0]
        for prefix in ("/api/v1/", "/v1/"):
            if path.startswith(prefix):
                return path[len(prefix) - 1 :]
        return path

    @property
    def fields(self) -> dict[str, Any]:
        """The JSON body if it is an object, else an empty one."""
        return self.body if isinstance(self.body, dict) else {}

    @property
    def said(self) -> dict[str, Any]:
        """The same without the names of its session and of who asks."""
        return {name: value for name, value in self.fields.items() if name not in ("session_id", "user")}

    @property
    def streamed(self) -> bool:
        """Whether the client asked for a stream."""
        return bool(self.fields.get("stream"))

    @property
    def bearer(self) -> str:
        """The key of the Authorization header, or an empty string."""
        scheme, _, key = self.headers.get("authorization", "").partition(" ")
        return key.strip() if scheme.lower() == "bearer" else ""

    @property
    def prompt(self) -> str:
        """The text that may name a behaviour: the last user message, or `prompt` on /completions."""
        if self.route == "/completions" and "prompt" in self.fields:
            return _plain(self.fields["prompt"])
        messages = next((told for name in MESSAGES if (told := self.fields.get(name))), None)
        spoken = [m for m in messages if isinstance(m, dict)] if isinstance(messages, list) else []
        return next((_plain(m.get("content", m.get("parts"))) for m in reversed(spoken) if m.get("role") == "user"), "")

    def end(self, how: Ending) -> None:
        """Note once how the answer ended; the time is set first, so a reader that sees `ended` sees both."""
        if self.ended is None:
            self.ended_at = time.monotonic()
            self.ended = how

    def as_json(self) -> dict[str, Any]:
        """All fields, for GET /log; marker numbers become strings, as JSON wants."""
        record = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return record | {"marks": {str(number): at for number, at in self.marks.items()}}


def _plain(content: Any) -> str:
    """Message content as one string: a string as it is, a list of parts as their joined texts."""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    return "".join(p if isinstance(p, str) else str(p.get("text", "")) for p in parts if isinstance(p, str | dict))
