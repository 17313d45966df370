"""Plain, slow readers of whole bodies and whole texts that share no code with ours, for any bytes at all."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

BOM = b"\xef\xbb\xbf"
TAGS = {f"<{name}>": f"</{name}>" for name in "think thinking thought reasoning reason seed:think".split()} | {
    "[THINK]": "[/THINK]",
    "◁think▷": "◁/think▷",
    "<|begin_of_thought|>": "<|end_of_thought|>",
    "<|channel|>analysis<|message|>": "<|end|><|start|>assistant<|channel|>final<|message|>",
}
ANY_CLOSING = re.compile("|".join(map(re.escape, TAGS.values())))
FIELDS = ("reasoning", "reasoning_content", "reasoning_text", "thinking")
READABLE = {"reasoning.text": "text", "reasoning.summary": "summary"}


def events(body: bytes) -> Iterator[tuple[str, bytes]]:
    """Of an event stream; comments are named ":". What has begun at the end counts."""
    name, data = "", list[bytes]()
    for line in (*re.split(rb"\r\n|\r|\n", body.removeprefix(BOM)), b""):
        field, colon, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if not line:
            if data:
                yield name, b"\n".join(data)
            name, data = "", []
        elif colon and not field:
            yield ":", value.strip()
        elif field == b"data":
            data.append(value)
        elif field == b"event":
            name = value.strip().decode("utf-8", "replace")


class Said(NamedTuple):
    thoughts: str
    contents: str


def said(body: bytes) -> Said | None:
    """What the chunks of an event stream say, tags and all; None where that is not so plain."""
    thoughts = contents = ""
    for name, data in events(body):
        if data.strip() == b"[DONE]" and name != ":":
            break
        if name == "error" or data.count(b"{") + data.count(b"[") > 100:
            return None
        delta = _delta(_parsed(data)) if name != ":" else {}
        thought, content = _texts(delta)
        thoughts, contents = thoughts + thought, contents + content
    return Said(paired(thoughts), paired(contents))


def paired(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8", "replace"), strict=False)
    except ValueError:
        return None


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _str(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _delta(chunk: Any) -> dict[str, Any]:
    choice = _dict((_list(_dict(chunk).get("choices")) or [None])[0])
    for name in ("delta", "message"):
        if isinstance(choice.get(name), dict):
            return choice[name]
    return {"content": choice.get("text")}


def _texts(delta: dict[str, Any]) -> tuple[str, str]:
    content = delta.get("content")
    answer, thought = _str(content), ""
    for part in map(_dict, _list(content)):
        if part.get("type") == "text":
            answer += _joined(part.get("text"))
        elif part.get("type") == "thinking":
            thought += _joined(part.get("thinking"))
    for field in FIELDS:
        if _str(delta.get(field)):
            return delta[field], answer
    items = map(_dict, _list(delta.get("reasoning_details")))
    thought = "".join(_str(item.get(READABLE.get(str(item.get("type")), ""))) for item in items) or thought
    if _dict(_dict(delta.get("extra_content")).get("google")).get("thought") is True:
        return thought or answer, ""
    return thought, answer


def _joined(value: Any) -> str:
    return _str(value) or "".join(_str(_dict(part).get("text")) for part in _list(value))


def split(text: str, refiles: bool) -> tuple[str, str]:
    """The reasoning and the answer of a whole text with tags."""
    reasoning = answer = ""
    while tag := next((tag for tag in TAGS if text.lstrip().startswith(tag)), ""):
        at = text.index(tag)
        inner, closing, rest = text[at + len(tag) :].partition(TAGS[tag])
        reasoning, answer, text, refiles = reasoning + inner, answer + text[:at], rest, False
        if not closing:
            return reasoning, answer
    for hit in ANY_CLOSING.finditer(text) if refiles else ():
        before, after = text[: hit.start()], text[hit.end() :]
        *lines, line = before.split("\n")
        fences = sum(one.lstrip().startswith(("```", "~~~")) for one in lines)
        if fences % 2 == 0 and line.count("`") % 2 == 0 and (not line.strip() or after[:1] in ("", "\r", "\n")):
            more, rest = split(after, False)
            return before + more, rest
    return reasoning, answer + text
