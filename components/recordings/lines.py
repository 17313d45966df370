"""Entries <-> lines of JSON. A file may come from anybody: what is wrong with it is told by the number of the line."""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from math import isfinite
from typing import Any

from components.recordings.recording import END, HEAD, IN_BASE64, LEFT_OUT, READ, TRY, Entry, Header, Recording

KIND, VERSION = "recording", 1
MOST_LINES = 250_000
LONGEST_OBJECT = 64_000  # bytes of a line that holds no read: little that is short can grow large when it is parsed
LONGEST_INTERVAL_MS = 1e10
BOM = b"\xef\xbb\xbf"
OBJECTS = (TRY, HEAD, END, LEFT_OUT)
RAW = (READ, IN_BASE64, *OBJECTS)
LINE = re.compile(rb'\[\s*(-?[0-9][0-9.eE+-]{0,29})\s*,\s*"([^"\\]{1,20})"\s*,\s*(.*)\]', re.S)
NAMES = tuple(field.name for field in fields(Header) if field.name != "more")
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


class BrokenRecord(ValueError):
    """Why a file shows no record, in a sentence."""

    @property
    def of_recording(self) -> "BrokenRecord":
        """The same of a recording, which people know by that name: a record is what the room kept by itself."""
        return BrokenRecord(re.sub(r"\brecord\b", "recording", str(self), count=1))


class LineWriter:
    """The lines of one record, each with its end. Intervals are differences of rounded times, so that no rounding
    adds up."""

    def __init__(self) -> None:
        self._ms = 0

    @staticmethod
    def header(header: Header) -> str:
        known = {name: value for name in NAMES if (value := getattr(header, name)) not in ("", None)}
        return _encode({"thinkroom": KIND, "version": VERSION, **known, **header.more}) + "\n"

    @property
    def ms(self) -> int:
        """Of the line that was written last, since the beginning."""
        return self._ms

    def line(self, entry: Entry) -> str:
        return self.put(*entry)

    def put(self, at: float, code: str, data: bytes | str | Mapping[str, Any]) -> str:
        """`at` in seconds since the beginning."""
        now = max(round(at * 1000), self._ms)
        interval, self._ms = now - self._ms, now
        if isinstance(data, bytes):
            try:
                data = data.decode()
            except UnicodeDecodeError:
                code, data = IN_BASE64, base64.b64encode(data).decode()
        return _encode([interval, code, data]) + "\n"


def read_record(text: bytes) -> Recording:
    """Raises BrokenRecord. `text` is no longer than its caller let it be."""
    if text.count(b"\n") > MOST_LINES:
        raise BrokenRecord(f"This record has more than {MOST_LINES:,} lines.")
    lines = numbered(text.removeprefix(BOM))
    number, first = next(lines, (1, b""))
    header = header_of(number, first)
    entries: list[Entry] = []
    ms = 0.0
    for number, line in lines:
        interval, code, data = parts_of(number, line)
        ms += interval
        if code in RAW:
            entries.append(entry_of(number, ms / 1000, code, data))
    return Recording(header, tuple(entries))


def entry_of(number: int, at: float, code: str, data: bytes) -> Entry:
    """Of what arrived; `code` is one of RAW."""
    if code in (READ, IN_BASE64):
        return Entry(at, READ, bytes_of(number, code, data))
    return Entry(at, code, object_of(number, data))


def numbered(text: bytes) -> Iterator[tuple[int, bytes]]:
    """With their numbers, from 1; without comments and blank lines. Only a line feed ends one."""
    for number, line in enumerate(text.split(b"\n"), 1):
        if (line := line.strip()) and not line.startswith(b"#"):
            yield number, line


def header_of(number: int, line: bytes) -> Header:
    found = object_of(number, line) if line.startswith(b"{") else {}
    if found.get("thinkroom") != KIND:
        raise BrokenRecord("This file is not a record of Thinkroom.")
    version = found.get("version")
    if type(version) is not int or version < 1:
        raise BrokenRecord("This record does not say which version it is of.")
    if version > VERSION:
        raise BrokenRecord(f"This record is of version {str(version)[:20]}, and this room reads version {VERSION}.")
    more = {name: value for name, value in found.items() if name not in ("thinkroom", "version", *NAMES)}
    words = {name: _text(number, name, found.get(name, "")) for name in ("provider", "model", "title")}
    started, idle_limit = (_number(number, name, found.get(name)) for name in ("started", "idle_limit"))
    return Header(**words, started=started, idle_limit=idle_limit, more=more)


def parts_of(number: int, line: bytes) -> tuple[float, str, bytes]:
    found = LINE.fullmatch(line)
    if found is None:
        raise BrokenRecord(f"Line {number} of this record is no list of an interval, a code and data.")
    try:
        interval = float(found[1])
    except ValueError:
        interval = -1.0
    if not 0 <= interval <= LONGEST_INTERVAL_MS:
        raise BrokenRecord(f"Line {number} of this record has no usable interval.")
    return interval, found[2].decode("utf-8", "replace"), found[3]


def bytes_of(number: int, code: str, data: bytes) -> bytes:
    text = parsed(number, data) if data.startswith(b'"') else None
    if not isinstance(text, str):
        raise BrokenRecord(f"Line {number} of this record has no text where a read should be.")
    try:
        return base64.b64decode(text, validate=True) if code == IN_BASE64 else text.encode()
    except UnicodeEncodeError:
        raise BrokenRecord(f"Line {number} of this record has half a character in it.") from None
    except ValueError:
        raise BrokenRecord(f"Line {number} of this record is not base64.") from None


def object_of(number: int, data: bytes, longest: int = LONGEST_OBJECT) -> Mapping[str, Any]:
    if len(data) > longest:
        raise BrokenRecord(f"Line {number} of this record is too long.")
    found = parsed(number, data)
    if not isinstance(found, dict):
        raise BrokenRecord(f"Line {number} of this record has no object where one should be.")
    return found


def parsed(number: int, data: bytes) -> Any:
    try:
        return json.loads(data.decode())
    except UnicodeDecodeError:
        raise BrokenRecord(f"Line {number} of this record is not text in UTF-8.") from None
    except RecursionError:
        raise BrokenRecord(f"Line {number} of this record is nested too deeply.") from None
    except ValueError:
        raise BrokenRecord(f"Line {number} of this record is not JSON, or it is cut off.") from None


def _text(number: int, name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise BrokenRecord(f"Line {number} of this record has no text as its {name}.")
    return value


def _number(number: int, name: str, value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or value < 0:
        raise BrokenRecord(f"Line {number} of this record has no number as its {name.replace('_', ' ')}.")
    return float(value)
