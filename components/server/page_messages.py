"""What comes over Streamlit's own socket, before Streamlit reads it: of what no page of ours says it writes a traceback
with a stranger's words into the log, or does it for the whole process (clears its caches)."""

import json
import math
import re

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from components.server.base_path import base_path
from components.server.rarely import rarely

PATH = "/_stcore/stream"
NO_MESSAGE = 1002  # with which it is closed, as Streamlit does it
ELEMENTS = ("$$ID-", "$$STREAMLIT_INTERNAL_KEY_$$ID-")  # how the ids of elements begin
UNASKED = {
    None,
    "clear_cache",
    "set_run_on_save",
    "load_git_info",
    "debug_disconnect_websocket",
    "debug_shutdown_runtime",
}
FRAGMENT = re.compile(r"[A-Za-z0-9_-]{0,64}")  # others would stand in the log as they are
# What scripts of ours set to stay; all else they tell once. What else stayed would be done with each run, and some of
# that brings about the next one, without an end.
STAYS = {"deeds", "sort", "span"}
DEEPEST = 60  # lists and objects in one another
TEXTS = re.compile(r'"(?:[^"\\]|\\.)*+"', re.S)


class PageMessages:
    """Closes a socket over which comes what is no message of a page; leaves out what none of ours asks for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket" or str(scope["path"]).removeprefix(base_path()) != PATH:
            await self._app(scope, receive, send)
            return
        over = False

        async def received() -> Message:
            nonlocal over
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                said = _said(message.get("bytes"))
                if said is None:
                    over = True
                    rarely.say("no message", "A connection was closed: what came over it is no message of a page's.")
                    await send({"type": "websocket.close", "code": NO_MESSAGE})
                    return {"type": "websocket.disconnect", "code": NO_MESSAGE}
                if said.WhichOneof("type") not in UNASKED:
                    return message

        async def sent(message: Message) -> None:
            if not over:
                await send(message)

        await self._app(scope, received, sent)


def _said(frame: bytes | None) -> BackMsg | None:
    if frame is None:  # a text
        return None
    try:
        said = BackMsg.FromString(frame)
    except DecodeError:
        return None
    rerun = said.rerun_script
    known = FRAGMENT.fullmatch(rerun.fragment_id) and all(map(_can_be, rerun.widget_states.widgets))
    return said if known else None


def _can_be(state: WidgetState) -> bool:
    """Can any element of a page have that?"""
    numbers = (state.double_value, *state.double_array_value.data)
    if not state.id.startswith(ELEMENTS) or not all(map(math.isfinite, numbers)):
        return False
    texts = (text for text in (state.json_value, state.json_trigger_value) if text)
    if not all(map(_is_json, texts)):
        return False
    stays: object = json.loads(state.json_value) if state.json_value else {}
    return isinstance(stays, dict) and stays.keys() <= STAYS


def _is_json(text: str) -> bool:
    depth = deepest = 0
    for sign in re.findall(r"[\[\]{}]", TEXTS.sub("", text)):
        depth += 1 if sign in "[{" else -1
        deepest = max(deepest, depth)
    if deepest > DEEPEST:
        return False
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
