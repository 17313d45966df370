"""Beside Streamlit on its own port: what every response carries. Asynchronous; knows no page."""

from components.server.enter import enter_routes, told
from components.server.live import live_routes
from components.server.middleware import ContentSecurity, OwnerCookie, SameOrigin
from components.server.start import opened

__all__ = ["ContentSecurity", "OwnerCookie", "SameOrigin", "enter_routes", "live_routes", "opened", "told"]
