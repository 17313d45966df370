"""For whoever keeps the room running: does it live, may it be sent visitors, and its figures."""

import hmac

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from components.room import get_room
from components.server.base_path import base_path

HEALTH = ("/healthz", "/readyz", "/metrics")
NOT_KEPT = {"Cache-Control": "no-store"}


def health_routes() -> list[BaseRoute]:
    tells = (_lives, _ready, _metrics)
    return [Route(base_path() + path, tell, methods=["GET"]) for path, tell in zip(HEALTH, tells, strict=True)]


async def _lives(_: Request) -> Response:
    return PlainTextResponse("ok", headers=NOT_KEPT)


async def _ready(_: Request) -> Response:
    """503 where its database does not answer, or it is about to end: send visitors elsewhere."""
    ready = await run_in_threadpool(get_room().is_ready)
    return PlainTextResponse("ready" if ready else "not ready", 200 if ready else 503, NOT_KEPT)


async def _metrics(request: Request) -> Response:
    """To who has the token of the settings alone; to all others, and where none is set, it is no page at all."""
    room = get_room()
    given = request.headers.get("authorization", "").encode()
    if not room.upkeep.token or not hmac.compare_digest(given, f"Bearer {room.upkeep.token}".encode()):
        return PlainTextResponse("Not Found", 404, NOT_KEPT)
    text = await run_in_threadpool(room.upkeep.metrics.text)
    return Response(text, media_type=CONTENT_TYPE_LATEST, headers=NOT_KEPT)
