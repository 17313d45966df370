"""Beside Streamlit on its own port: what every response carries. Asynchronous; knows no page."""

from pathlib import Path

from starlette.routing import BaseRoute

from components.server.enter import enter_routes, told
from components.server.exports import export_routes
from components.server.live import live_routes
from components.server.middleware import ContentSecurity, OwnerCookie, SameOrigin
from components.server.start import opened

__all__ = ["ContentSecurity", "OwnerCookie", "SameOrigin", "opened", "routes_beside", "told"]


def routes_beside(ui: Path) -> list[BaseRoute]:
    """`ui` is the folder with what a page imports and shows."""
    return [*enter_routes(), *export_routes(), *live_routes(ui)]
