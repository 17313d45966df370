"""What is taken away as a file: handed to its owner alone, and kept by nobody on the way."""

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from components.room import CannotKeep, Files, get_room, visitor
from components.server.base_path import base_path

MEDIA: Mapping[str, str] = {
    "html": "text/html",
    "md": "text/markdown",
    "json": "application/json",
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "thinkroom.jsonl": "application/jsonl",
    "svg": "image/svg+xml",
}
MOST_CHATS = 200  # of one recording
OWN = {"Cache-Control": "private, no-store"}
Endpoint = Callable[[Request], Awaitable[Response]]
Made = tuple[str, str] | None  # the name of a file, without its ending, and what stands in it


def export_routes() -> list[BaseRoute]:
    before = f"{base_path()}/exports"
    return [
        Route(f"{before}/chats/{{name}}", _exports(_chat, ("html", "md", "json")), methods=["GET"]),
        Route(f"{before}/recordings/{{name}}", _exports(_recording, ("thinkroom.jsonl",)), methods=["GET"]),
        Route(f"{before}/guesses/{{name}}", _exports(_guess, ("csv",)), methods=["GET"]),
        Route(f"{before}/measurements/{{name}}", _exports(_measurement, ("csv", "jsonl", "svg")), methods=["GET"]),
    ]


def _exports(make: Callable[[Files, Request, str], Made], endings: tuple[str, ...]) -> Endpoint:
    async def serve(request: Request) -> Response:
        ending, owner = request.query_params.get("as", ""), visitor(request.headers, request.cookies)
        made: Made = None
        try:
            if owner and ending in endings:
                made = await run_in_threadpool(make, get_room().files(owner), request, ending)
        except CannotKeep as error:
            return PlainTextResponse(f"The file could not be made. {error}", 503, OWN)
        if made is None:
            return PlainTextResponse("There is nothing of this name in your room.", 404, OWN)
        name, text = made
        # An address that leads to something that can run must not be shown, whatever a browser takes it for.
        headers = {**OWN, "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}.{ending}"}
        return Response(text, media_type=MEDIA[ending], headers=headers)

    return serve


def _chat(files: Files, request: Request, ending: str) -> Made:
    asked = request.query_params
    thoughts, turn = asked.get("thoughts") != "no", asked.get("turn") or None
    arrived, notes = (asked.get(name) == "yes" for name in ("arrived", "notes"))
    return files.chat(request.path_params["name"], ending, thoughts, turn, arrived, notes)


def _recording(files: Files, request: Request, ending: str) -> Made:
    """Of several chats, by their ids with commas between them."""
    asked = request.query_params
    ticked = [asked.get(name) == "yes" for name in ("questions", "names", "arrived")]
    return files.recording(request.path_params["name"].split(",")[:MOST_CHATS], asked.get("turn") or None, *ticked)


def _guess(files: Files, request: Request, ending: str) -> Made:
    return files.guess(request.path_params["name"])


def _measurement(files: Files, request: Request, ending: str) -> Made:
    return files.measurement(request.path_params["name"], ending)
