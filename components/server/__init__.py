"""Beside Streamlit on its own port: what every response carries. Asynchronous; knows no page."""

from components.server.closing import closing
from components.server.live import live_routes
from components.server.middleware import ContentSecurity, OwnerCookie, SameOrigin
from components.server.start import opened

__all__ = ["ContentSecurity", "OwnerCookie", "SameOrigin", "closing", "live_routes", "opened"]
