"""A record of what arrived for a turn, and a recording of what was read of it: timed JSON lines. FORMAT.md describes
both; what they share is here: what only arrived (`read_record`) is bytes without a meaning, what was read
(`read_session`) are turns.

In `w` and `b` there are no keys, and no asides: what a router told of the request that it sent on stands with the turn,
and here an object says how many bytes of it were left out.
"""

from components.recordings.account import Arrived, Event, Row, rows_of
from components.recordings.lines import BrokenRecord, read_record
from components.recordings.packing import MOST_PACKED, MOST_UNPACKED, Packer, unpacked
from components.recordings.reading import read_session
from components.recordings.recorder import Budget, Recorder
from components.recordings.recording import Entry, Header, Recording
from components.recordings.session import Marker, Recorded, Session
from components.recordings.tries import Try, tries_of
from components.recordings.writing import ENDING, Ticks, recorded

__all__ = [
    "ENDING",
    "MOST_PACKED",
    "MOST_UNPACKED",
    "Arrived",
    "BrokenRecord",
    "Budget",
    "Entry",
    "Event",
    "Header",
    "Marker",
    "Packer",
    "Recorded",
    "Recorder",
    "Recording",
    "Row",
    "Session",
    "Ticks",
    "Try",
    "read_record",
    "read_session",
    "recorded",
    "rows_of",
    "tries_of",
    "unpacked",
]
