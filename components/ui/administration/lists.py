"""Lists that may be long: so many at a time, narrowed by a name; and tables of figures, which scroll by themselves."""

from collections.abc import Callable, Sequence
from html import escape
from typing import TypeVar
from zlib import crc32

import streamlit as st

from components.ui.faithful import as_label
from components.ui.press import pressed

T = TypeVar("T")
A_PAGE = 20


def paged(all_of_them: Sequence[T], name: str, label: Callable[[T], str]) -> Sequence[T]:
    """Those that are shown; `label` is what they are searched by, where there are more than fit."""
    if len(all_of_them) <= A_PAGE:
        return all_of_them
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        words = st.text_input("Search by name", key=f"search-{name}", width=260)
        found = [one for one in all_of_them if words.strip().casefold() in label(one).casefold()]
        pages = -(-len(found) // A_PAGE)
        page = 1
        if pages > 1:  # what is searched anew begins with its first page
            page = st.pagination(pages, key=f"page-{name}-{crc32(words.encode())}", max_visible_pages=5)
    if not found:
        st.markdown("**Nobody of that name.** Search by fewer letters.")
    start = (min(page, max(pages, 1)) - 1) * A_PAGE
    shown = found[start : start + A_PAGE]
    if shown:
        st.caption(f"{start + 1:,} to {start + len(shown):,} of {len(found):,}")
    return shown


def show_row(key: str, label: str, badge: str, facts: str, button: str, icon: str) -> bool:
    """Whose it is, what is told of it below, and a button ("" for none): was that pressed?"""
    with st.container(horizontal=True, gap="small", vertical_alignment="center", wrap=False):
        told = f" :gray[{as_label(badge)}]" if badge else ""
        st.markdown(f"**{as_label(label)}**{told}  \n:gray[{as_label(facts)}]", width="stretch")
        return bool(button) and pressed(button, key=key, icon=icon, type="tertiary")


def show_table(columns: Sequence[str], rows: Sequence[Sequence[str]], first: bool = False) -> None:
    """Words in the first column, a second line of them smaller; figures in the others. The `first` row is of all
    together."""
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join(
        f"<tr{' class=all' if first and not number else ''}>"
        + "".join(f"<td>{_lines(cell)}</td>" for cell in row)
        + "</tr>"
        for number, row in enumerate(rows)
    )
    st.html(f'<div class="figures"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>')


def _lines(cell: str) -> str:
    first, _, second = cell.partition("\n")
    # The name of a setting may be longer than its column.
    return escape(first) + (f"<small>{escape(second).replace('_', '_<wbr>')}</small>" if second else "")
