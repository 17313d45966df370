"""What is taken away as a file: handed to its owner alone, and kept by nobody on the way."""

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from components.room import CannotKeep, Room, as_file, file_name, get_room, measurement_file, visitor
from components.server.base_path import base_path

MEDIA: Mapping[str, str] = {
    "html": "text/html",
    "md": "text/markdown",
    "json": "application/json",
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "svg": "image/svg+xml",
}
OWN = {"Cache-Control": "private, no-store"}
Endpoint = Callable[[Request], Awaitable[Response]]
Made = tuple[str, str] | None  # the name of a file, without its ending, and what stands in it


def export_routes() -> list[BaseRoute]:
    before = f"{base_path()}/exports"
    return [
        Route(f"{before}/chats/{{name}}", _exports(_chat, ("html", "md", "json")), methods=["GET"]),
        Route(f"{before}/measurements/{{name}}", _exports(_measurement, ("csv", "jsonl", "svg")), methods=["GET"]),
    ]


def _exports(make: Callable[[Room, str, Request, str], Made], endings: tuple[str, ...]) -> Endpoint:
    async def serve(request: Request) -> Response:
        ending, owner = request.query_params.get("as", ""), visitor(request.headers, request.cookies)
        made: Made = None
        try:
            if owner and ending in endings:
                made = await run_in_threadpool(make, get_room(), owner, request, ending)
        except CannotKeep as error:
            return PlainTextResponse(f"The file could not be made. {error}", 503, OWN)
        if made is None:
            return PlainTextResponse("There is nothing of this name in your room.", 404, OWN)
        name, text = made
        # An address that leads to something that can run must not be shown, whatever a browser takes it for.
        headers = {**OWN, "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}.{ending}"}
        return Response(text, media_type=MEDIA[ending], headers=headers)

    return serve


def _chat(room: Room, owner: str, request: Request, ending: str) -> Made:
    found, asked = room.conversation(owner, request.path_params["name"]), request.query_params
    turn = asked.get("turn") or None
    if found is None or (turn and turn not in found.turns):
        return None
    beside = room.arrivals.beside(found, asked.get("arrived") == "yes")
    whole = as_file(found, room.texts, ending, asked.get("thoughts") != "no", turn, beside)
    return file_name(found.chat.title), whole


def _measurement(room: Room, owner: str, request: Request, ending: str) -> Made:
    name = request.path_params["name"]
    text = measurement_file(room, owner, name, ending)
    return None if text is None else (f"thinkroom-{name}", text)
