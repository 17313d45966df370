"""The room's script and its ASGI app in one file: `streamlit run app.py` imports it once to find `app`, with the routes
and middleware beside Streamlit, and then runs it as the script of every page."""

from pathlib import Path

import streamlit as st
from streamlit import runtime

IMAGES = Path(__file__).parent / "components" / "ui" / "images"


def main() -> None:
    from components.room import get_room, visitor
    from components.ui.live.browser import guard_page
    from components.ui.style import show_style

    st.set_page_config(page_title="Thinkroom", page_icon=IMAGES / "mark.svg", layout="wide")
    # To everybody else it is not there.
    owner = visitor(st.context.headers, st.context.cookies)
    looks_after = owner is not None and get_room().administration(owner).may
    administration = st.Page(
        "pages/administration.py",
        title="Administration",
        icon=":material/admin_panel_settings:",
        url_path="administration",
    )
    page = st.navigation(
        [
            st.Page("pages/chat.py", title="Chat", icon=":material/forum:", default=True),
            st.Page("pages/injection.py", title="Injection", icon=":material/input:", url_path="injection"),
            st.Page("pages/race.py", title="Race", icon=":material/flag:", url_path="race"),
            st.Page("pages/thoughts.py", title="Thoughts", icon=":material/neurology:", url_path="thoughts"),
            st.Page(
                "pages/measure.py",
                title="Measure",
                icon=":material/analytics:",
                url_path="measure",
                visibility="hidden",
            ),
            st.Page(
                "pages/inside.py",
                title="Look inside",
                icon=":material/troubleshoot:",
                url_path="inside",
                visibility="hidden",
            ),
            st.Page(
                "pages/replay.py",
                title="Replay",
                icon=":material/replay:",
                url_path="replay",
                visibility="hidden",
            ),
            st.Page("pages/guide.py", title="Guide", icon=":material/help:", url_path="guide"),
            *([administration] if looks_after else []),
        ],
        position="top",
    )
    # By address: a file of this kind would be sent whole with every run of the page.
    st.logo("/app/static/thinkroom.svg", size="large", icon_image="/app/static/mark.svg")
    show_style()
    guard_page()
    page.run()


if runtime.exists():
    main()
else:
    from starlette.middleware import Middleware
    from streamlit.runtime.pages_manager import PagesManager

    from components.server import (
        ContentSecurity,
        Gate,
        LeftSockets,
        OwnerCookie,
        PageMessages,
        RequestLimits,
        SameOrigin,
        lifespan,
        opened,
        routes_beside,
    )
    from components.ui.door import show_broken

    # While a pages/ folder exists, the first request of a fresh process that goes straight to a page would run it
    # without this file.
    PagesManager.uses_pages_directory = False
    room = opened()
    app = st.App(
        __file__,
        lifespan=lifespan,
        routes=routes_beside(Path(__file__).parent / "components" / "ui"),
        middleware=[
            Middleware(LeftSockets),
            Middleware(SameOrigin),
            Middleware(ContentSecurity),
            Middleware(RequestLimits, room),
            Middleware(Gate, room),
            Middleware(OwnerCookie, room),
            Middleware(PageMessages),
        ],
        on_script_error=show_broken,
    )
