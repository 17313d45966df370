"""What came with an answer and is neither thought nor answer: a refusal, pictures, sources, tools that were asked for,
and what the room does not know."""

from html import escape

import streamlit as st

from components.conversation import Part, Reply, place_of, unread
from components.ui.faithful import as_label, as_markdown, as_words
from components.ui.press import pressed
from components.ui.state import session

MOST_SOURCES, MOST_TITLE = 40, 200
MOST_SHOWN = 20_000  # characters of one unknown part; all of it is in the export


def show_beside(turn_id: str, reply: Reply) -> None:
    if refusal := reply.refusal.strip():
        with st.container(key=f"refusal-{turn_id}", gap="xsmall"):
            st.caption(":material/do_not_disturb_on: The model refused:")
            st.text(refusal)
    for number, part in enumerate(reply.of("image"), 1):
        _show_picture(turn_id, part, number)
    if tools := reply.of("event"):
        with st.expander(f"Tools it asked for · {len(tools)}", type="compact", icon=":material/build:"):
            for part in tools:
                _show_text(part.text)
    if sources := reply.sources:
        _show_sources(sources)
    if told := unread(reply):
        _show_unknown(turn_id, reply, told)
    for note in reply.notes:
        st.caption(f":material/info: {as_label(note)}")


def _show_sources(sources: list[Part]) -> None:
    with st.container(gap="xxsmall"):
        st.caption(f":material/link: Sources · {len(sources)}")
        for part in sources[:MOST_SOURCES]:
            data = part.data or {}
            address, title = str(data.get("url") or ""), str(data.get("title") or "")
            if address:
                st.markdown(_link(title or address, address), anchors=False)
            else:
                st.text(part.text)
        if len(sources) > MOST_SOURCES:
            st.caption(f"And {len(sources) - MOST_SOURCES} more: an export has all of them.")


def _link(title: str, address: str) -> str:
    """It says where it leads, and opens on a click only."""
    words = as_words(" ".join(title.split())[:MOST_TITLE])
    return as_markdown(f"[{words}](<{address}>)")


def _show_picture(turn_id: str, part: Part, number: int) -> None:
    data = part.data or {}
    if problem := data.get("problem"):
        st.caption(
            f":material/image_not_supported: The reply has a picture that cannot be shown. {as_label(str(problem))}"
        )
        return
    key = f"picture-{turn_id}-{number}"
    if not session.value_of(key):
        size = f"{data.get('width', 0):,} × {data.get('height', 0):,}"
        st.caption(f":material/image: The reply has a picture ({size}), shown when you ask for it.")
        if pressed("Show the picture", key=f"show-{key}", icon=":material/image:", type="tertiary"):
            session.fill(key, True, anew=True)
            st.rerun()
        return
    # As a part of the page itself: what Streamlit serves by an address is anybody's who has it.
    address = f"data:{data.get('type', '')};base64,{data.get('base64', '')}"
    st.html(f'<img class="picture" alt="Picture {number} of this reply" src="{escape(address)}">')


def _show_unknown(turn_id: str, reply: Reply, told: str) -> None:
    with st.container(key=f"unknown-{turn_id}"), st.expander(as_label(told), type="compact", icon=":material/help:"):
        st.caption("It is kept as it came, is found by a search, and is part of an export.")
        for part in reply.unknown:
            st.caption(f"`{place_of(part.data).replace('`', '')}`")
            _show_text(part.text)


def _show_text(text: str) -> None:
    st.code(text[:MOST_SHOWN], language=None, wrap_lines=True)
    if len(text) > MOST_SHOWN:
        st.caption(f"The first {MOST_SHOWN:,} of {len(text):,} characters; an export has all of them.")
