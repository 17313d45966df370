"""Beside Streamlit on its own port: what every response carries. Asynchronous; knows no page."""

from components.server.middleware import ContentSecurity, OwnerCookie

__all__ = ["ContentSecurity", "OwnerCookie"]
