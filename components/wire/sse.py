"""Bytes of a server-sent event stream -> its events. Knows no JSON and no provider.

Lines end at \\n, \\r\\n or a lone \\r and nowhere else: U+0085, U+2028 and the other ends that str.splitlines (and
httpx's iter_lines) knows are legal inside JSON strings. bytes.splitlines has just the three.
https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
"""

from typing import NamedTuple

MOST_BYTES = 32_000_000  # encrypted details and growing messages are long, but not this long
BOM = b"\xef\xbb\xbf"


class ServerEvent(NamedTuple):
    """`data` is all data lines joined with a line feed, as bytes; a comment has the name ":" and its text as data."""

    name: str
    data: bytes


class TooLong(Exception):
    """A line or an event without an end."""


class EventSplitter:
    """Feed it reads of any size. A line without its end waits; one that grows over many reads is joined only once.

    Raises TooLong once an event is longer than MOST_BYTES.
    """

    def __init__(self) -> None:
        self._waiting: list[bytes] = []
        self._size = 0
        self._data: list[bytes] = []
        self._name = ""
        self._begun = False
        self._after_cr = False

    def feed(self, read: bytes) -> list[ServerEvent]:
        if self._after_cr and read:
            self._after_cr = False
            read = read.removeprefix(b"\n")  # the second half of a \r\n that was cut
        if not read:
            return []
        if b"\n" not in read and b"\r" not in read:
            self._wait(read)
            return []
        if self._waiting:
            read = b"".join((*self._waiting, read))
            self._waiting = []
        self._size = sum(map(len, self._data))
        lines = read.splitlines()
        if read[-1:] == b"\r":
            self._after_cr = True
        elif read[-1:] != b"\n":
            self._wait(lines.pop())
        events: list[ServerEvent] = []
        for line in lines:
            if self._begun and line.startswith(b"data: "):
                self._data.append(line[6:])  # as nearly every line; _line knows them all
            elif line or not self._begun:
                if (event := self._line(line)) is not None:
                    events.append(event)
            elif len(self._data) == 1:
                events.append(ServerEvent(self._name, self._data[0]))
                self._name, self._data = "", []
            elif (event := self._dispatch()) is not None:
                events.append(event)
        return events

    @property
    def between_events(self) -> bool:
        return not (self._waiting or self._data)

    def end(self) -> list[ServerEvent]:
        """The stream is over: a last event counts also without its blank line, and a last line without its end."""
        rest, self._waiting = b"".join(self._waiting), []
        events = [self._line(rest)] if rest else []
        events.append(self._line(b""))
        return [event for event in events if event is not None]

    def _wait(self, part: bytes) -> None:
        self._waiting.append(part)
        self._size += len(part)
        if self._size > MOST_BYTES:
            raise TooLong

    def _line(self, line: bytes) -> ServerEvent | None:
        if not self._begun:
            self._begun, line = True, line.removeprefix(BOM)
        if not line:
            return self._dispatch()
        if line.startswith(b"data:"):
            self._data.append(line[6:] if line[5:6] == b" " else line[5:])
        elif line.startswith(b":"):
            return ServerEvent(":", line[1:].strip())
        elif line.startswith(b"event:") or line == b"event":
            self._name = line[6:].strip().decode("utf-8", "replace")
        elif line == b"data":
            self._data.append(b"")
        # id:, retry: and unknown fields say nothing that a reader of one reply needs
        return None

    def _dispatch(self) -> ServerEvent | None:
        name, self._name = self._name, ""
        if not self._data:
            return None
        data = self._data[0] if len(self._data) == 1 else b"\n".join(self._data)
        self._data = []
        return ServerEvent(name, data)
