"""A reply, said as each server says it: pieces of thought and answer -> the bytes of a body."""

import json
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

Delta = dict[str, Any]


class Piece(NamedTuple):
    """What one chunk has to say; either may be empty."""

    thought: str
    answer: str


def _details(thought: str, kind: str = "text") -> list[Delta]:
    return [{"type": f"reasoning.{kind}", kind: thought, "index": 0}] if thought else []


def _listed(piece: Piece) -> list[Delta]:
    parts: list[Delta] = [{"type": "text", "text": piece.answer}] if piece.answer else []
    if piece.thought:
        parts.insert(0, {"type": "thinking", "thinking": [{"type": "text", "text": piece.thought}]})
    return [{"content": parts if piece.thought else piece.answer}]


def _flagged(piece: Piece) -> list[Delta]:
    thought = {"content": piece.thought, "extra_content": {"google": {"thought": True}}}
    return [thought] * bool(piece.thought) + [{"content": piece.answer}] * bool(piece.answer)


# Reasoning in a place of its own: thoughts and answers may come in any order.
FIELDS: dict[str, Callable[[Piece], list[Delta]]] = {
    "reasoning": lambda p: [{"role": "assistant", "content": p.answer, "reasoning": p.thought}],
    "reasoning or null": lambda p: [
        {"content": p.answer or None, "reasoning": p.thought or None, "reasoning_details": []}
    ],
    "reasoning_content": lambda p: [{"content": p.answer or None, "reasoning_content": p.thought or None}],
    "reasoning_text": lambda p: [{"content": p.answer} | ({"reasoning_text": p.thought} if p.thought else {})],
    "thinking": lambda p: [{"content": p.answer, "thinking": p.thought}],
    "details": lambda p: [{"content": p.answer, "reasoning": None, "reasoning_details": _details(p.thought)}],
    "summaries": lambda p: [{"content": p.answer, "reasoning_details": _details(p.thought, "summary")}],
    "field and details": lambda p: [
        {"content": p.answer, "reasoning": p.thought, "reasoning_details": _details(p.thought)}
    ],
    "two fields and details": lambda p: [
        {
            "content": p.answer,
            "reasoning_content": p.thought,
            "reasoning": p.thought,
            "reasoning_details": _details(p.thought),
        }
    ],
    "echoed settings": lambda p: [
        {"content": p.answer, "reasoning": {"effort": "high"}, "reasoning_content": p.thought}
    ],
    "list": _listed,
    "flagged": _flagged,
}
# Reasoning in the content, before the answer.
TAGS = {
    "<think>": "</think>",
    "<thinking>": "</thinking>",
    "<thought>": "</thought>",
    "<reasoning>": "</reasoning>",
    "[THINK]": "[/THINK]",
    "◁think▷": "◁/think▷",
    "<|channel|>analysis<|message|>": "<|end|><|start|>assistant<|channel|>final<|message|>",
}


def cut(text: str, places: Sequence[int]) -> list[str]:
    edges = [0, *sorted(place % (len(text) + 1) for place in places), len(text)]
    return [text[start:stop] for start, stop in pairwise(edges)]


def doubled_in_content(pieces: Sequence[Piece]) -> list[Delta]:
    """llama.cpp's deepseek-legacy: the field is filled, and the content has the same between tags."""
    thoughts, answers = [p.thought for p in pieces if p.thought], [p.answer for p in pieces]
    deltas: list[Delta] = [{"content": thought, "reasoning_content": thought} for thought in thoughts]
    if deltas:
        deltas = [{"content": "<think>\n"}, *deltas, {"content": "\n</think>"}]
    return deltas + [{"content": answer} for answer in answers]


def closed_in_content(pieces: Sequence[Piece]) -> list[Delta]:
    """The thoughts were cut out of the content, and their closing tag was forgotten there."""
    thoughts: list[Delta] = [{"reasoning": p.thought, "content": ""} for p in pieces if p.thought]
    return [*thoughts, {"content": "</think>"}, *({"content": p.answer} for p in pieces)]


def flagged_between_tags(pieces: Sequence[Piece]) -> list[Delta]:
    """Gemini: the opening tag before the first thought, the closing one glued to the first of the answer."""
    thoughts = [Piece(p.thought, "") for p in pieces if p.thought]
    if not thoughts:
        return [{"content": p.answer} for p in pieces]
    flagged = [delta for p in (Piece(f"<thought>{thoughts[0].thought}", ""), *thoughts[1:]) for delta in _flagged(p)]
    return [*flagged, {"content": "</thought>" + pieces[0].answer}, *({"content": p.answer} for p in pieces[1:])]


IN_ORDER: dict[str, Callable[[Sequence[Piece]], list[Delta]]] = {
    "doubled in content": doubled_in_content,
    "closed in content": closed_in_content,
    "flagged between tags": flagged_between_tags,
}


def stream(deltas: Sequence[Delta], ending: str = "\n", beside: str = "", ascii_only: bool = False) -> bytes:
    """`beside`: what stands next to each delta and says the same: a growing "message", or "text"."""
    events, grown = [": PROCESSING"], ""
    for delta in deltas:
        content = delta.get("content")
        grown += content if isinstance(content, str) else ""
        choice: Delta = {"index": 0, "delta": delta, "finish_reason": None}
        if beside == "message":
            choice["message"] = {"role": "assistant", "content": grown}
        elif beside == "text":
            choice["text"] = content
        events.append("data: " + json.dumps({"id": "gen-1", "choices": [choice]}, ensure_ascii=ascii_only))
    last = {"id": "gen-1", "choices": [{"delta": {"content": ""}, "finish_reason": "stop"}]}
    events += [f"data: {json.dumps(last)}", "data: [DONE]"]
    return "".join(f"{event}{ending}{ending}" for event in events).encode("utf-8", "surrogatepass")


def lines(pieces: Sequence[Piece], ending: str = "\n", ascii_only: bool = False) -> bytes:
    """Ollama's own protocol."""
    messages = [{"role": "assistant", "content": p.answer, "thinking": p.thought} for p in pieces]
    found = [{"model": "m", "message": message, "done": False} for message in messages]
    found.append({"model": "m", "message": {"content": ""}, "done": True, "done_reason": "stop"})
    texts = (json.dumps(line, ensure_ascii=ascii_only) + ending for line in found)
    return "".join(texts).encode("utf-8", "surrogatepass")


def whole(delta: Delta, indent: int | None = None, ascii_only: bool = False) -> bytes:
    """One object, though a stream was asked for."""
    body = {"id": "gen-1", "object": "chat.completion", "choices": [{"message": delta, "finish_reason": "stop"}]}
    return json.dumps(body, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
