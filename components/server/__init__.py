"""Beside Streamlit on its own port: what every response carries. Asynchronous; knows no page."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.routing import BaseRoute

from components.server.audience import copy_routes, follow_routes
from components.server.closing import closing
from components.server.come_in import come_in_routes
from components.server.enter import enter_routes, told
from components.server.exports import export_routes
from components.server.gate import Gate
from components.server.health import health_routes
from components.server.live import live_routes
from components.server.middleware import ContentSecurity, LeftSockets, OwnerCookie, SameOrigin
from components.server.page_messages import PageMessages
from components.server.request_limits import RequestLimits
from components.server.sign_in import sign_in_routes
from components.server.start import opened
from components.server.sweeping import sweeping

__all__ = [
    "ContentSecurity",
    "Gate",
    "LeftSockets",
    "OwnerCookie",
    "PageMessages",
    "RequestLimits",
    "SameOrigin",
    "lifespan",
    "opened",
    "routes_beside",
]


def routes_beside(ui: Path) -> list[BaseRoute]:
    """`ui` is the folder with what a page imports and shows."""
    ours = [*enter_routes(), *come_in_routes(), *sign_in_routes(), *export_routes()]
    return [*ours, *live_routes(ui), *follow_routes(), *copy_routes(), *health_routes()]


@asynccontextmanager
async def lifespan(app: Any) -> AsyncGenerator[Any]:
    """While the server runs: its address is told at the beginning, and what runs is saved at the end."""
    async with closing(app), sweeping(app), told(app) as state:
        yield state
