"""Bytes are taken out of the reads in which they came."""

from collections.abc import Sequence
from typing import NamedTuple


class Cut(NamedTuple):
    """From the `first` to before the `last` byte of all reads together; `instead` stands where it began."""

    first: int
    last: int
    instead: bytes


def without(reads: Sequence[bytes], cuts: Sequence[Cut]) -> Sequence[bytes]:
    """As many reads, of the same bytes but for these, which are in order and apart: what goes over several reads is
    taken out of all of them."""
    if not cuts:
        return reads
    whole = b"".join(reads)
    found: list[bytes] = []
    begin = 0
    for read in reads:
        end = begin + len(read)
        parts, at = [], begin
        for first, last, instead in cuts:
            if last <= begin or first >= end:
                continue
            parts.append(whole[at : max(first, at)])
            parts += [instead] if first >= begin else []
            at = min(last, end)
        found.append(b"".join((*parts, whole[at:end])))
        begin = end
    return found
