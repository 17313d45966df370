"""What a router told of the request that it sent on, and of whom it tried."""

from collections.abc import Sequence

import streamlit as st

from components.ui import dialog


@dialog.dialog("What was really sent", width="large")
def show_sent_on(texts: Sequence[str]) -> None:
    """`texts` are JSON, as they came."""
    st.caption(
        "As OpenRouter tells it: the request as it sent it on to each provider that it tried "
        "(echo_upstream_body), and whom it tried (openrouter_metadata)."
    )
    for text in texts:
        st.code(text, language="json", wrap_lines=True)
