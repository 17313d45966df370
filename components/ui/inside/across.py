"""Many thoughts on a page: what is said of all of them, which are shown, and the table of them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import get_args
from zlib import crc32

import streamlit as st
from streamlit.components.v2 import component

from components.insight import Column, Entry, filtered, ordered, summed
from components.live_protocol import AcrossData
from components.ui.day import time_of_day
from components.ui.faithful import as_label
from components.ui.live import loader
from components.ui.state import session
from components.ui.state.said import pair_in
from components.wording.across import ABOUT, COLUMNS, cells, in_sum

FOLDER = Path(__file__).parent
A_PAGE = 50  # rows
LONGEST_QUESTION = 90
ALL = "All models"
TABLE = "table-of-thoughts"
WORDS: tuple[Column, ...] = ("question", "model")
NAMES = json.dumps([{"name": name, "label": label, "figures": name not in WORDS} for name, label in COLUMNS.items()])
_element = component(
    "thinkroom_across",
    html=(FOLDER / "across.html").read_text("utf-8"),
    css=(FOLDER / "across.css").read_text("utf-8"),
    js=loader("across.js"),
)


def show_across(entries: Sequence[Entry], older: bool) -> tuple[str, str] | None:
    """There are `older` ones, which are not among them. The chat and the turn whose thought is to be opened, if one
    is."""
    model, words = show_filters(entries)
    chosen = filtered(entries, model, words)
    if not chosen:
        st.markdown("**None of them fits.** Choose another model, or fewer words.")
        return None
    said = in_sum(summed(chosen))
    if older:
        said += f" These are the {len(entries):,} newest; older ones are not shown here."
    st.markdown(as_label(said))
    by, down = sorted_by()
    rows = ordered(chosen, by, down)
    pages = -(-len(rows) // A_PAGE)
    place = st.container()
    page = 1
    if pages > 1:  # what is chosen anew begins with its first page
        which = crc32(repr((model, words, by, down, pages)).encode())
        page = st.pagination(pages, key=f"across-page-{which}", max_visible_pages=7)
    with place:
        opened = show_table(rows[(page - 1) * A_PAGE : page * A_PAGE], by, down)
    st.caption(ABOUT)
    return opened


def show_filters(entries: Sequence[Entry]) -> tuple[str, str]:
    """The model ("" for all of them) and the words of the question that were chosen."""
    models = sorted({entry.model for entry in entries}, key=str.casefold)
    with st.container(horizontal=True, gap="small"):
        model = st.selectbox("Model", [ALL, *models], key="across-model")
        words = st.text_input("Words of the question", key="across-words")
    return "" if model == ALL else model, words


def sorted_by() -> tuple[Column, bool]:
    """As the table was told; the newest first where it was told nothing."""
    told = getattr(session.value_of(TABLE), "sort", None)
    pair = pair_in(told, str, bool)
    for column in get_args(Column):
        if pair and pair[0] == column:
            return column, pair[1]
    return "created", True


def show_table(rows: Sequence[Entry], by: Column, down: bool) -> tuple[str, str] | None:
    told = [[row.chat_id, row.turn_id, _shortened(row.question), *cells(row, time_of_day(row.created))] for row in rows]
    data: AcrossData = {
        "columns": NAMES,
        "rows": json.dumps(told, ensure_ascii=False, separators=(",", ":")),
        "by": by,
        "down": down,
    }
    result = _element(data=data, key=TABLE, on_sort_change=lambda: None, on_open_change=lambda: None)
    return pair_in(result.get("open"), str, str)


def _shortened(question: str) -> str:
    """On one line, cut behind a word where there is one."""
    line = " ".join(question[: 4 * LONGEST_QUESTION].split())
    if len(line) <= LONGEST_QUESTION:
        return line or "(no words)"
    return f"{line[:LONGEST_QUESTION].rpartition(' ')[0] or line[:LONGEST_QUESTION]} …"
