"""Scripts as the event streams of OpenAI's Responses protocol and of Gemini's own, by the route that was asked."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from .request import Request
from .script import Eventful
from .step import Comment, Cut, Due, Failure, Finish, Gate, Head, Pause, Piece, Send, Silence, Step

SIGNED = "c2lnbmVkIGJ5IHRoZSBtb2RlbCBzZXJ2ZXI="


def responses(script: Eventful, request: Request) -> Iterator[Step]:
    """One reasoning item with one summary, then one message."""
    model, texts = str(request.fields.get("model")), {"reasoning": "", "answer": ""}
    yield _head()
    yield _event("response.created", response={"id": "resp_1", "object": "response", "model": model, "output": []})
    for event in script.events():
        match event:
            case Piece("reasoning", text, mark):
                texts["reasoning"] += text
                yield _event("response.reasoning_summary_text.delta", mark, output_index=0, summary_index=0, delta=text)
            case Piece("answer", text, mark):
                texts["answer"] += text
                yield _event("response.output_text.delta", mark, output_index=1, content_index=0, delta=text)
            case Finish():
                yield from _closed(texts, model, event)
            case Failure():
                yield _event("error", code="server_error", message=event.error.get("message"))
            case Comment():
                yield Send(b": keep-alive\n\n")
            case Due() | Pause() | Gate() | Silence() | Cut():
                yield event


def _closed(texts: dict[str, str], model: str, finish: Finish) -> Iterator[Step]:
    summary = [{"type": "summary_text", "text": texts["reasoning"]}] if texts["reasoning"] else []
    said = [{"type": "output_text", "text": texts["answer"], "annotations": []}]
    output = [
        {"id": "rs_1", "type": "reasoning", "summary": summary, "encrypted_content": SIGNED},
        {"id": "msg_1", "type": "message", "role": "assistant", "status": "completed", "content": said},
    ]
    for number, item in enumerate(output):
        yield _event("response.output_item.done", output_index=number, item=item)
    usage = {
        "input_tokens": 11,
        "output_tokens": finish.completion_tokens,
        "output_tokens_details": {"reasoning_tokens": finish.reasoning_tokens},
    }
    cut = finish.reason == "length"
    state, why = ("incomplete", {"reason": "max_output_tokens"}) if cut else ("completed", None)
    whole = {"id": "resp_1", "object": "response", "model": model, "status": state, "output": output, "usage": usage}
    yield _event(f"response.{state}", response=whole | {"incomplete_details": why})


def gemini(script: Eventful, request: Request) -> Iterator[Step]:
    """A chunk a piece, and the signature on the last part."""
    around = {"modelVersion": request.route.split("/")[-1].partition(":")[0], "responseId": "r1"}
    yield _head()
    for event in script.events():
        match event:
            case Piece(kind, text, mark):
                part = {"text": text} | ({"thought": True} if kind == "reasoning" else {})
                yield _data({"candidates": [{"content": {"parts": [part], "role": "model"}}], **around}, mark)
            case Finish():
                part = {"text": "", "thoughtSignature": SIGNED}
                reason = "MAX_TOKENS" if event.reason == "length" else "STOP"
                usage = {
                    "promptTokenCount": 11,
                    "candidatesTokenCount": event.completion_tokens - event.reasoning_tokens,
                    "thoughtsTokenCount": event.reasoning_tokens,
                }
                last = {"content": {"parts": [part], "role": "model"}, "finishReason": reason}
                yield _data({"candidates": [last], "usageMetadata": usage, **around})
            case Failure():
                error = {"code": 503, "message": event.error.get("message"), "status": "UNAVAILABLE"}
                yield _data({"error": error})
            case Comment():
                yield Send(b": keep-alive\n\n")
            case Due() | Pause() | Gate() | Silence() | Cut():
                yield event


def spoken_at(route: str) -> Callable[[Eventful, Request], Iterator[Step]] | None:
    """What speaks at a route; None where that is chat completions."""
    if route == "/responses":
        return responses
    return gemini if route.endswith(":streamGenerateContent") else None


def _head() -> Head:
    return Head(200, "text/event-stream", headers=(("Cache-Control", "no-cache"),))


def _event(kind: str, mark: int | None = None, **more: Any) -> Send:
    body = json.dumps({"type": kind, **more}, ensure_ascii=False)
    return Send(f"event: {kind}\ndata: {body}\n\n".encode(), mark)


def _data(body: dict[str, Any], mark: int | None = None) -> Send:
    return Send(f"data: {json.dumps(body, ensure_ascii=False)}\n\n".encode(), mark)
