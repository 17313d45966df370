"""A record packed by gzip, within bounds both ways: what it may take here, and what a stranger's may unpack to."""

import zlib

from components.recordings.lines import BrokenRecord, LineWriter
from components.recordings.recording import LEFT_OUT, READ, Entry, Header

MOST_PACKED, MOST_UNPACKED = 2_000_000, 32_000_000
LONGEST_READ = 65_536  # one that is longer is kept as several at the same time
# What the compressor still holds back, and the room for all that is no read: those entries are few and short.
HELD_BACK, KEPT_FREE = 128_000, 300_000
GZIP = 31


class Packer:
    """Add entries in their order, then take the record. Reads that are beyond the limits are counted, and the record
    says how many bytes they were; all other entries find their place."""

    def __init__(self, header: Header, most_packed: int = MOST_PACKED, most_unpacked: int = MOST_UNPACKED) -> None:
        self._most_packed, self._most_unpacked = most_packed - HELD_BACK, most_unpacked - KEPT_FREE
        self._zip = zlib.compressobj(6, zlib.DEFLATED, GZIP)
        self._writer = LineWriter()
        self._packed: list[bytes] = []
        self._size = self._unpacked = 0
        self._left_out = (0, 0)
        self._at = 0.0
        self._put(self._writer.header(header))

    def add(self, entry: Entry) -> None:
        self._at = entry.at
        if not isinstance(entry.data, bytes):
            self._tell_left_out()
            self._put(self._writer.line(entry))
        else:
            for start in range(0, len(entry.data) or 1, LONGEST_READ):
                self._read(entry.at, entry.data[start : start + LONGEST_READ])

    def packed(self) -> bytes:
        """Once, at the end."""
        self._tell_left_out()
        return b"".join((*self._packed, self._zip.flush()))

    def _read(self, at: float, data: bytes) -> None:
        # A control character takes six bytes in JSON.
        full = self._size > self._most_packed or self._unpacked + 6 * len(data) > self._most_unpacked
        reads, size = self._left_out
        if full or reads:  # nothing after a gap may seem to follow what stands before it
            self._left_out = reads + 1, size + len(data)
        else:
            self._put(self._writer.line(Entry(at, READ, data)))

    def _tell_left_out(self) -> None:
        reads, size = self._left_out
        self._left_out = (0, 0)
        if reads:
            self._put(self._writer.line(Entry(self._at, LEFT_OUT, {"reads": reads, "bytes": size})))

    def _put(self, line: str) -> None:
        data = line.encode()
        out = self._zip.compress(data)
        self._packed.append(out)
        self._size += len(out)
        self._unpacked += len(data)


def unpacked(packed: bytes, most_packed: int = MOST_PACKED, most_unpacked: int = MOST_UNPACKED) -> bytes:
    """Raises BrokenRecord, before it takes more room than a record may."""
    if len(packed) > most_packed:
        raise BrokenRecord(f"This record is larger than {most_packed // 1_000_000} MB.")
    unzip = zlib.decompressobj(GZIP)
    try:
        found = unzip.decompress(packed, most_unpacked + 1)
    except zlib.error:
        raise BrokenRecord("This record is not packed as one should be.") from None
    if len(found) > most_unpacked:
        raise BrokenRecord(f"This record is larger than {most_unpacked // 1_000_000} MB when it is unpacked.")
    if not unzip.eof or unzip.unused_data:
        raise BrokenRecord("This record is cut off, or something follows it.")
    return found
