"""Beside Streamlit on its own port: what every response carries. Asynchronous; knows no page."""

from components.server.middleware import ContentSecurity, OwnerCookie, SameOrigin
from components.server.start import opened

__all__ = ["ContentSecurity", "OwnerCookie", "SameOrigin", "opened"]
