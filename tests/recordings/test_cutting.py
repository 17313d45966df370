"""Bytes are taken out of reads, wherever the reads begin."""

import pytest

from components.recordings.cutting import Cut, without

WHOLE = b"0123456789"
CUTS = [Cut(2, 4, b"<a>"), Cut(7, 10, b"")]


@pytest.mark.parametrize("size", range(1, 12))
def test_what_is_taken_out_is_taken_out_of_all_reads(size: int) -> None:
    reads = [WHOLE[at : at + size] for at in range(0, len(WHOLE), size)]
    left = without(reads, CUTS)
    assert len(left) == len(reads) and b"".join(left) == b"01<a>456"
    assert left[2 // size].count(b"<a>") == 1  # it stands in the read in which it began
    assert without(reads, []) is reads
