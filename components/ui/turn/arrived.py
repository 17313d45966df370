"""What arrived for a turn, read by read with its times, as text and nothing else; and a version read from it anew."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from components.markup.escaping import OVERRIDES
from components.recordings import Arrived, Event, Row
from components.ui import dialog
from components.ui.faithful import as_label
from components.ui.press import pressed

# What one page of it holds, whichever comes first.
MOST_ROWS, MOST_SIGNS = 200, 300_000
SHORT, LONGEST = 600, 20_000  # characters: more than the first are folded, more than the second are in the file alone
# What would do something instead of being seen: controls, and what turns the order of letters around.
CONTROLS = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2066-\u2069\u202a-\u202c{OVERRIDES}]")
ADVICE = (
    "**Read again** makes another version of this turn, as this room reads today. It sends nothing and costs nothing, "
    "and the first version stays as it is."
)


@dialog.dialog("What arrived", width="large")
def show_arrived(turn_id: str, arrived: Arrived, name: str, read_again: Callable[[], None]) -> None:
    """`name` is that of the file, without its ending."""
    if arrived.why_none:
        st.markdown(as_label(arrived.why_none))
        return
    st.markdown(as_label(in_sum(arrived.rows)))
    with st.container(horizontal=True, gap="small"):
        wished = pressed("Read again", icon=":material/replay:", key=f"read-{turn_id}", disabled=bool(arrived.why_once))
        st.download_button(
            "Save the record",
            arrived.text,
            f"{name}-arrived.jsonl",
            "application/jsonl",
            icon=":material/download:",
            on_click="ignore",
            key=f"save-record-{turn_id}",
        )
    st.caption(as_label(arrived.why_once) if arrived.why_once else ADVICE)
    pages = pages_of(arrived.rows)
    page = 1
    if len(pages) > 1:
        page = st.pagination(len(pages), key=dialog.key("arrived", f"page-{turn_id}"), max_visible_pages=7)
    first, end = pages[page - 1]
    if len(pages) > 1:
        st.caption(f"Rows {first + 1:,} to {end:,} of {len(arrived.rows):,}")
    st.html(f'<ol class="arrived" start="{first + 1}">{"".join(_row(row) for row in arrived.rows[first:end])}</ol>')
    st.caption("Keys are taken out of the record before it is kept: where one stood, it says [key].")
    if wished:
        read_again()


def in_sum(rows: Sequence[Row]) -> str:
    reads = [row for row in rows if row.kind == "read"]
    tries = sum(row.kind == "asked" for row in rows)
    times = f" at {tries} tries" if tries > 1 else ""
    if not reads:
        return f"Nothing arrived{times}."
    size, last = sum(row.number for row in reads), seconds(reads[-1].at)
    came = f"{size:,} {_s('byte', size)} in {len(reads):,} {_s('read', len(reads))} of the network{times}"
    return f"{came}; the last came {last} after the question."


def seconds(at: float) -> str:
    return f"{at:,.3f} s"


def pages_of(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """(first, end) of each page."""
    found: list[tuple[int, int]] = []
    first = signs = 0
    for place, row in enumerate(rows):
        size = 200 + 2 * min(len(row.data), LONGEST)
        if place > first and (place - first >= MOST_ROWS or signs + size > MOST_SIGNS):
            found.append((first, place))
            first, signs = place, 0
        signs += size
    return [*found, (first, len(rows))]


def told(row: Row) -> str:
    """A row in words, without its time and its text."""
    match row.kind:
        case "asked":
            where = "inside this room, without a network" if ".invalid/" in row.text else row.text
            return f"Asked {where}" if row.number == 1 else f"Asked again, try {row.number}: {where}"
        case "head":
            return f"Answered with status {row.number}"
        case "read":
            return f"{row.number:,} {_s('byte', row.number)} · {completed(row.events)}"
        case "left out":
            return f"{row.number:,} bytes that came are not here: the record was full"
        case "whole":
            return "The reply ended"
        case "broken":
            return f"The connection broke: {row.text}" if row.text else "The connection broke"
        case _:
            return "The room read no further"


def completed(events: Sequence[Event]) -> str:
    count = Counter({":": "comment", "\n": "line"}.get(event.name, "event") for event in events)
    parts = [f"{count[kind]:,} {_s(kind, count[kind])}" for kind in ("event", "comment", "line") if count[kind]]
    return " and ".join(parts) or "goes on in the next read"


def tells_more(row: Row) -> bool:
    """Is something to be seen in its events that its text does not show as plainly?"""
    return len(row.events) > 1 or any(event.name.strip(":\n") or event.data not in row.data for event in row.events)


def _row(row: Row) -> str:
    line = f"<p><time>{seconds(row.at)}</time> {_safe(told(row))}</p>"
    if row.kind == "head" and row.text:
        return f"<li>{line}{_folded('Headers', row.text)}</li>"
    if row.kind != "read":
        return f"<li>{line}</li>"
    text = _ended(row.data.decode("utf-8", "backslashreplace"))
    body = f"<pre>{_safe(text)}</pre>" if len(text) <= SHORT else _folded(f"{text[:200]}…", text)
    events = _folded("Read as", "\n\n".join(map(_event, row.events))) if tells_more(row) else ""
    return f"<li>{line}{body}{events}</li>"


def _ended(text: str) -> str:
    """The line feeds at its end, which say that an event is whole, as signs and not as empty lines."""
    without = text.rstrip("\n")
    return without + "↵" * (len(text) - len(without))


def _event(event: Event) -> str:
    said = event.data.decode("utf-8", "backslashreplace")
    if event.name == ":":
        return f"comment: {said}"
    if event.name == "\n":
        return f"line: {said}"
    return f"event {event.name}: {said}" if event.name else f"event: {said}"


def _folded(label: str, text: str) -> str:
    more = len(text) - LONGEST
    text = text[:LONGEST] + (f"\n… {more:,} more characters are in the file." if more > 0 else "")
    return f"<details><summary>{_safe(label)}</summary><pre>{_safe(text)}</pre></details>"


def _safe(text: str) -> str:
    """Nothing in it is markup."""
    return escape(visible(text), quote=False)


def visible(text: str) -> str:
    """What cannot be seen as a sign that can."""
    return CONTROLS.sub(lambda found: _sign(found[0]), text)


def _sign(control: str) -> str:
    code = ord(control)
    if control == "\r":
        return "\\r"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _s(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"
