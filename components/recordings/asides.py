"""What a router tells of the request that it sent on, and of whom it tried, is asked for to be looked at with the turn.
In a record of what arrived it is left out, and named; the rest of the reply stays as it came."""

import re
from collections.abc import Iterator, Sequence

from components.recordings.cutting import Cut, without

# Names of JSON; in a text of a model their quotes would be escaped.
NAME = re.compile(rb'"(?:echo_upstream_body|openrouter_metadata)"\s*:\s*(?=[{\["])')
TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[{}\[\]]', re.S)
INSTEAD = b'{"left out of this record": "%d bytes"}'


def without_asides(reads: Sequence[bytes]) -> Sequence[bytes]:
    """As many reads, of the same bytes but for those; what goes over several reads is named in the first of them."""
    places = _places(b"".join(reads))
    return without(reads, [Cut(first, last, INSTEAD % (last - first)) for first, last in places])


def _places(whole: bytes) -> Iterator[tuple[int, int]]:
    """Where their values stand: from the first to behind the last byte. One that breaks off goes to the end."""
    at = 0
    while name := NAME.search(whole, at):
        at = _end(whole, name.end())
        yield name.end(), at


def _end(whole: bytes, start: int) -> int:
    depth = 0
    for token in TOKEN.finditer(whole, start):
        depth += {b"{": 1, b"[": 1, b"}": -1, b"]": -1}.get(token[0], 0)
        if depth <= 0:
            return token.end()
    return len(whole)
