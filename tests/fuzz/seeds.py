"""Where fuzzing begins: recorded replies, read where they lie, and inputs by hand."""

import os
from collections.abc import Iterator
from pathlib import Path

from tests.fuzz.oracles import BETWEEN
from tests.fuzz.plain_wire import TAGS, said

LONGEST = 500  # longer ones cost more than they find

BY_HAND: dict[str, list[bytes]] = {
    "splitter": [
        b"",
        b"data: a\n\ndata:b\r\n\r\ndata\r\revent: error\rdata: one\rdata: two\n\n",
        b"\xef\xbb\xbfevent: x\nevent\ndata:  a\n: ping\nid: 1\nretry: 2\nfoo\n\ndata: b",
        b"data: a\r\ndata: b\r\n\r\n",
        b"a\n\nb\r\n\x00\xff\xe2\x80\xa8",
    ],
    "dialects": [
        b"dog barks",
        b"<!doctype html><p>Sign in</p>",
        b"\xef\xbb\xbf\n \xef\xbb\xbf{}",
        b'{"message":{},"done":true}\ndog\n',
        b'{"choices":[{"message":{"content":"a","reasoning":"b"},"finish_reason":"stop"}],"usage":{"cost":1}}',
        b'data: {"error":{"code":502,"message":"Broke","metadata":{"raw":{"a":1}}}}\n\ndata: [DONE]\n\n',
        b'event: error\ndata: {"message":"no"}\n\n: x\n\ndata: {"choices":[{"text":"a","finish_reason":"length"}]}\n\n',
        b'data: {"choices":[{"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"a"}]}]}}]}\n\n',
        b'data: {"choices":[{"delta":{"content":"<thought>a","extra_content":{"google":{"thought":true}}}}]}\n\n',
        b'data: {"choices":[{"delta":{"reasoning_details":[{"type":"reasoning.text","text":"\\ud83d"}]}}]}\n\n',
        *(bytes([number]) + BETWEEN.join([b"why ", b"be", b"", b"cau<", b" not", b"se"]) for number in range(20)),
    ],
    "tags": [
        *(f"{tag}why{close}because".encode() for tag, close in TAGS.items()),
        *(f"why\n{close[:3]}\x1f{close[3:]}\nbecause".encode() for close in TAGS.values()),
        b" <think>a</think>\n<thinking>b</think></thinking>c </think>\nd",
        b"<think>why</thi",
        b"because <thin",
        b"```\n</think>\n```\n`</think>\n` ~~~</think>\n\n</th\x1fink>\n<think>x",
    ],
}
# What a mutation would hardly come upon by itself.
WORDS = [*TAGS, *TAGS.values(), "data: ", "event: error\n", ": x\n", "[DONE]", "\n\n", "\r\n", "```", "\x1f", "\\ud83d"]
WORDS += ['{"choices":[{"delta":{', '"content":"', '"reasoning":"', '"reasoning_content":"', '"thinking":"', '"text":"']
WORDS += [
    '"reasoning_details":[{"type":"reasoning.text",',
    '"message":{',
    '"finish_reason":"stop"',
    '"done":true',
    '"error":',
]
WORDS += ['"usage":{', '"extra_content":{"google":{"thought":true}}', '{"type":"thinking",', "null", "1e999", "\ufeff"]


def seeds(target: str, folder: Path | None = None) -> list[bytes]:
    """`folder`: of recorded replies, else $THINKROOM_CAPTURES; none is no error."""
    named = folder or Path(os.environ.get("THINKROOM_CAPTURES") or "nowhere")
    found = [*BY_HAND[target]]
    for path in sorted(named.glob("*.*")) if named.is_dir() else ():
        meta = path.name.endswith((".request.json", ".chunks.json")) or path.name == "expect.json"
        if path.suffix in (".sse", ".ndjson", ".json") and not meta:
            found += _recorded(target, path.read_bytes(), path.suffix)
    return found


def _recorded(target: str, body: bytes, suffix: str) -> Iterator[bytes]:
    """The head, the middle and the tail of a reply, from the start of a line each."""
    if target != "tags":
        for start in (0, body.find(b"\n", len(body) // 2) + 1, body.find(b"\n", len(body) - LONGEST) + 1):
            yield body[start : start + LONGEST]
    elif suffix == ".sse" and (told := said(body)) is not None:
        text = told.contents.encode()
        yield from (text[:LONGEST], text[-LONGEST:], f"<think>{told.thoughts}</think>".encode()[-LONGEST:])


def dictionary() -> str:
    """In libFuzzer's form."""
    return "".join('"' + "".join(f"\\x{byte:02X}" for byte in word.encode()) + '"\n' for word in WORDS)
