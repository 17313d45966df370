"""A page of the tests: each text of a file through the two functions that all model text passes, in every kind of
element that shows it. It is guarded by the room's own policy. The address says which: `?place=markdown&texts=light`."""

import json
import os
import sys
from pathlib import Path

import streamlit as st
from streamlit import runtime

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))


def main() -> None:
    from components.ui.faithful import as_label, as_markdown
    from components.ui.style import show_style

    show_style()
    place, texts = (st.query_params.get(name, "") for name in ("place", "texts"))
    for name, text in json.loads(Path(os.environ["GALLERY_TEXTS"], f"{texts}.json").read_text("utf-8")).items():
        with st.container(key=f"try-{name}"):
            match place:
                case "raw":  # as it would be without any of our care
                    st.markdown(text)
                case "markdown":
                    st.markdown(as_markdown(text), anchors=False)
                case "thoughts":
                    with st.container(key=f"thoughts-{name}"), st.container(key=f"words-{name}"):
                        st.text(text)
                        st.code(text, language=None, wrap_lines=True)
                case "labels":
                    st.caption(as_label(text))
                    st.button(as_label(text), key=f"b-{name}", wrap=False)
                    st.text_input(as_label(text), text[:200], key=f"t-{name}")
                case "boxes":
                    st.markdown(f":red[:material/error: **{as_label(text)}**] {as_label(text)}")
                    st.error(as_label(text))
                    st.expander(as_label(text), type="compact").text("inside")
                    st.popover(as_label(text))
                case _:
                    st.toast(f"That could not be done. {as_label(text)}", icon=":material/error:", duration="infinite")
    st.markdown("The end.")


if runtime.exists():
    main()
else:
    from starlette.middleware import Middleware

    from components.server import ContentSecurity

    app = st.App(__file__, middleware=[Middleware(ContentSecurity)])
