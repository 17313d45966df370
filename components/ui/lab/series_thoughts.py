"""The thoughts behind the right and the wrong answers of a measurement, compared, each of them one click away."""

from collections.abc import Iterable, Sequence
from contextlib import suppress

import streamlit as st
from streamlit.errors import StreamlitPageNotFoundError

from components.injection import ARMS, Measurement, Series
from components.insight import Compared, Thinking
from components.ui.faithful import as_label
from components.wording.behind import ABOUT, heads, in_words, row, title_of

LONGEST = 100  # characters of a question in a list
A_LIST = 100  # thoughts of a group that are listed


def show_behind(measurement: Measurement, found: Iterable[Compared], beyond: int) -> None:
    """Each is drawn as soon as it is worked out. `beyond`: so many thoughts are not compared."""
    none = True
    for one in found:
        if none:
            show_title()
            none = False
        _show_compared(measurement.series, one, measurement.id)
    if none:
        return
    more = f" Only the first thoughts are compared; {beyond:,} are not." if beyond else ""
    st.caption(as_label(f"{ABOUT}{more}"))


def show_reading(read: int, of: int) -> None:
    show_title()
    st.caption(f":material/hourglass_empty: {read:,} of {of:,} thoughts are read so far.")


def show_not_compared() -> None:
    """Of a measurement that is shown from a file."""
    st.caption(
        "The thoughts behind right and wrong answers are compared in measurements that this room keeps. What is shown"
        " from a file is kept nowhere, so they are not compared here."
    )


def show_title() -> None:
    st.subheader("Thoughts behind right and wrong answers", anchor=False)


def _show_compared(series: Series, found: Compared, measurement_id: str) -> None:
    label = "" if found.arm == "thinking" else ARMS[found.arm].label
    with st.container(gap="xsmall"):
        st.markdown(f"**{as_label(title_of(found, label))}**")
        st.markdown(as_label(in_words(found)))
        rows = [heads(found), ("---",) * 4, *(row(one) for one in found.measured)]
        st.markdown("\n".join(f"| {' | '.join(cells)} |" for cells in rows))
        with st.container(horizontal=True, gap="small"):
            for name, group in (("right", found.right), ("wrong", found.wrong)):
                if group:
                    _show_list(series, f"behind-{found.arm}-{found.whose}-{name}", name, group, measurement_id)


def _show_list(series: Series, key: str, name: str, group: Sequence[Thinking], measurement_id: str) -> None:
    """Each leads to its inside."""
    with st.popover(f"Look inside those behind {name} answers", key=key, on_change="rerun") as one:
        if not one.open:
            return
        # One that several answers read stands here once.
        thoughts = list({thought.turn_id: thought for thought in group}.values())
        for thought in thoughts[:A_LIST]:
            line = " ".join(series.questions[thought.question].text.split())
            line = line if len(line) <= LONGEST else f"{line[:LONGEST].rstrip()} …"
            label = f"{as_label(line)} :gray[{thought.figures.characters:,} characters]"
            where = {"chat": thought.chat_id, "turn": thought.turn_id, "m": measurement_id}
            # A page that was opened without the room around it has no other to lead to.
            with suppress(StreamlitPageNotFoundError):
                st.page_link("pages/inside.py", label=label, query_params=where)
        if len(thoughts) > A_LIST:
            st.caption(f"{len(thoughts) - A_LIST:,} more are in the files: CSV and JSONL.")
