"""A record of what arrived for a turn: timed bytes as JSON lines, and nothing of what they mean.

The first line is a header, an object: `{"thinkroom": "recording", "version": 1, "provider": …, "model": …, "started":
seconds since the epoch, "title": …, "idle_limit": seconds}`; what a newer room adds to it is kept. Each further line is
`[interval, code, data]`, the interval in milliseconds since the line before (the first since the turn was sent):

    t   a request was sent: {"no": which try, "to": the address}
    h   the head of its reply: {"status": …, "headers": {…}}, those headers that tell something
    w   what one read of the network brought, as text
    b   the same in base64, where it is no UTF-8 on its own
    e   how the reply ended: {"how": "whole" | "broken" | "left", "said": …}; "left" where the room read no further
    o   what was left out here because the record was full: {"reads": how many, "bytes": how many}

In `w` and `b` there are no keys, and no asides: what a router told of the request that it sent on stands with the turn,
and here an object says how many bytes of it were left out.

A line that begins with # is a comment. Lines of a code that is unknown here are skipped; their intervals count.
"""

from components.recordings.account import Arrived, Event, Row, rows_of
from components.recordings.lines import BrokenRecord, read_record
from components.recordings.packing import MOST_PACKED, MOST_UNPACKED, Packer, unpacked
from components.recordings.recorder import Budget, Recorder
from components.recordings.recording import Entry, Header, Recording
from components.recordings.tries import Try, tries_of

__all__ = [
    "MOST_PACKED",
    "MOST_UNPACKED",
    "Arrived",
    "BrokenRecord",
    "Budget",
    "Entry",
    "Event",
    "Header",
    "Packer",
    "Recorder",
    "Recording",
    "Row",
    "Try",
    "read_record",
    "rows_of",
    "tries_of",
    "unpacked",
]
