"""What a router tells of the request that it sent on, and of whom it tried, is asked for to be looked at with the turn.
In a record of what arrived it is left out, and named; the rest of the reply stays as it came."""

import re
from collections.abc import Iterator, Sequence

# Names of JSON; in a text of a model their quotes would be escaped.
NAME = re.compile(rb'"(?:echo_upstream_body|openrouter_metadata)"\s*:\s*(?=[{\["])')
TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[{}\[\]]', re.S)
INSTEAD = b'{"left out of this record": "%d bytes"}'


def without_asides(reads: Sequence[bytes]) -> Sequence[bytes]:
    """As many reads, of the same bytes but for those; what goes over several reads is named in the first of them."""
    whole = b"".join(reads)
    places = list(_places(whole))
    if not places:
        return reads
    found: list[bytes] = []
    begin = 0
    for read in reads:
        end = begin + len(read)
        parts, at = [], begin
        for first, last in places:
            if last <= begin or first >= end:
                continue
            parts.append(whole[at : max(first, at)])
            parts += [INSTEAD % (last - first)] if first >= begin else []
            at = min(last, end)
        found.append(b"".join((*parts, whole[at:end])))
        begin = end
    return found


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
