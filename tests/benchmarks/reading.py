"""How fast replies are read, from memory: `python -m tests.benchmarks.reading [--json FILE]`.

The same bytes go through our client, through the `openai` package's (tests/benchmarks/requirements.txt), each with its
own HTTP client over a transport in memory, and, data line by data line, through json.loads alone. Times are medians of
processor seconds, the readers taking turns; "× faster" is openai's time over ours, "× json" ours over json.loads's.
Both clients are first seen to read the same texts.
"""

import argparse
import gc
import importlib
import json
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx

from components.conversation import AnswerDelta, Asked, CancelToken, ReasoningDelta, request_for
from components.wire import OPENROUTER, Client, Endpoint
from components.wire.body import BodyReader
from components.wire.refusals import Voice
from tests.wire.rendering import FIELDS, Delta, Piece

GOAL, GOAL_JSON = 5.0, 2.0
WORDS = "the user asks for a number so we count it once more and see, naïve as it is, that 9.11 < 9.9 ".split(" ")
READS = {"an event a read": 0, "64 KiB a read": 65_536}
SSE = {"content-type": "text/event-stream"}


def workloads(chunks: int) -> dict[str, list[Delta]]:
    """Two thirds of the chunks think, each says a word."""
    words = [f"{WORDS[at % len(WORDS)]} " for at in range(chunks)]
    thoughts, answers = words[: chunks * 2 // 3], words[chunks * 2 // 3 :]
    pieces = [*(Piece(word, "") for word in thoughts), *(Piece("", word) for word in answers)]
    tagged = ["<think>", *thoughts, "</think>", *answers]
    fields = ("field and details", "reasoning_content")
    return {name: [delta for piece in pieces for delta in FIELDS[name](piece)] for name in fields} | {
        "think tags in content": [{"content": word} for word in tagged],
        "plain content": [{"content": word} for word in words],
    }


def events(deltas: Sequence[Delta]) -> list[bytes]:
    """As OpenRouter frames them: who answers stands in every chunk, the usage in the last."""
    head: dict[str, Any] = {"id": "gen-1764288559-Zk3", "provider": "Google", "model": "anthropic/claude-sonnet-4.5"}
    head |= {"object": "chat.completion.chunk", "created": 1764288559}
    usage = {"prompt_tokens": 21, "completion_tokens": len(deltas), "total_tokens": 21 + len(deltas), "cost": 0.01}
    choices: list[Any] = [
        {"index": 0, "delta": delta, "finish_reason": None, "native_finish_reason": None} for delta in deltas
    ]
    choices.append({"index": 0, "delta": {"content": ""}, "finish_reason": "stop", "native_finish_reason": "stop"})
    found: list[Any] = [head | {"choices": [choice], "logprobs": None} for choice in choices]
    found[-1]["usage"] = usage
    return [b"data: " + json.dumps(one, ensure_ascii=False).encode() + b"\n\n" for one in found] + [b"data: [DONE]\n\n"]


def in_reads(found: Sequence[bytes], size: int) -> list[bytes]:
    body = b"".join(found)
    return [body[at : at + size] for at in range(0, len(body), size)] if size else list(found)


# Readers: each returns a function that reads all, and tells the texts where it is asked to.

Read = Callable[[bool], tuple[str, str]]


def ours_alone(reads: Sequence[bytes]) -> Read:
    def told() -> Iterator[Any]:
        reader = BodyReader(Voice("S", "m", ""))
        for read in reads:
            yield from reader.feed(read)
        yield from reader.end()

    return lambda texts: _texts(told(), texts)


def ours(reads: Sequence[bytes]) -> Read:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, headers=SSE, stream=_Stream(reads)))
    client, request = Client(lambda _: transport), request_for("Why?", Asked("openrouter", "a/b"), [])
    endpoint = Endpoint("openrouter", OPENROUTER, "http://memory.invalid/v1", "key")
    return lambda texts: _texts(client.reply(request, endpoint, CancelToken()), texts)


def openais(reads: Sequence[bytes]) -> Read:
    openai = importlib.import_module("openai")
    http = importlib.import_module("httpx2" if "httpx2" in sys.modules else "httpx")
    kind = type("Stream", (http.SyncByteStream,), {"__iter__": lambda _: iter(reads)})
    transport = http.MockTransport(lambda _: http.Response(200, headers=SSE, stream=kind()))
    client = openai.OpenAI(
        api_key="key", base_url="http://memory.invalid/v1", http_client=http.Client(transport=transport)
    )

    def read(texts: bool) -> tuple[str, str]:
        question: Any = [{"role": "user", "content": "Why?"}]
        found = client.chat.completions.create(model="a/b", messages=question, stream=True)
        if not texts:
            for _ in found:
                pass
            return "", ""
        deltas = [chunk.choices[0].delta for chunk in found]
        thoughts = [
            (d.model_extra or {}).get("reasoning") or (d.model_extra or {}).get("reasoning_content") for d in deltas
        ]
        return "".join(thought or "" for thought in thoughts), "".join(d.content or "" for d in deltas)

    return read


def json_alone(reads: Sequence[bytes]) -> Read:
    lines = [line[6:] for line in b"".join(reads).split(b"\n") if line.startswith(b"data: {")]

    def read(_: bool) -> tuple[str, str]:
        for line in lines:
            json.loads(line)
        return "", ""

    return read


class _Stream(httpx.SyncByteStream):
    def __init__(self, reads: Sequence[bytes]) -> None:
        self._reads = reads

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._reads)


def _texts(told: Iterator[Any], texts: bool) -> tuple[str, str]:
    if not texts:
        for _ in told:
            pass
        return "", ""
    found = list(told)
    kinds = (ReasoningDelta, AnswerDelta)
    reasoning, answer = ("".join(event.text for event in found if isinstance(event, kind)) for kind in kinds)
    return reasoning, answer


READERS = {"json": json_alone, "alone": ours_alone, "ours": ours, "openai": openais}


def measure(deltas: Sequence[Delta], size: int, repeats: int) -> dict[str, float]:
    """Milliseconds by reader, and the size in MB."""
    reads = in_reads(events(deltas), size)
    readers = {name: reader(reads) for name, reader in READERS.items()}
    tagged = any(delta.get("content") == "<think>" for delta in deltas)
    told = {name: readers[name](True) for name in ("alone", "ours", "openai")}  # warms up, too
    if tagged:
        thoughts, answer = told["openai"][1].removeprefix("<think>").split("</think>")  # it knows no tags
        told["openai"] = thoughts, answer
    assert told["alone"] == told["ours"] == told["openai"] and any(told["ours"]), "they read different texts"
    times: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(repeats):
        for name, read in readers.items():
            gc.collect()
            begun = time.process_time()
            read(False)
            times[name].append((time.process_time() - begun) * 1e3)
    return {name: statistics.median(found) for name, found in times.items()} | {"MB": sum(map(len, reads)) / 1e6}


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.reading")
    options.add_argument("--repeats", type=int, default=7)
    options.add_argument("--chunks", type=int, default=3_000)
    options.add_argument("--json", type=Path, metavar="FILE")
    given = options.parse_args()
    heads = "".join(f"{head:>8}" for head in READERS)
    print(
        f"{f'{given.chunks} chunks, medians of {given.repeats}, ms':42}{heads}{'× faster':>10}{'× json':>8}{'MB/s':>7}"
    )
    rows: list[dict[str, Any]] = []
    for name, deltas in workloads(given.chunks).items():
        for reads, size in READS.items():
            row = measure(deltas, size, given.repeats)
            faster, over_json, speed = (
                row["openai"] / row["ours"],
                row["ours"] / row["json"],
                row["MB"] / row["ours"] * 1e3,
            )
            figures = "".join(f"{row[reader]:8.1f}" for reader in READERS)
            print(f"{name:24}{reads:18}{figures}{faster:10.1f}{over_json:8.2f}{speed:7.1f}", flush=True)
            rows.append({"workload": name, "reads": reads, "faster": faster, "over_json": over_json} | row)
    worst, most = min(row["faster"] for row in rows), max(row["over_json"] for row in rows)
    print(
        f"worst: {worst:.1f} times openai's speed (goal {GOAL:g}), {most:.2f} times json.loads (stretch {GOAL_JSON:g})"
    )
    if given.json:
        about = {"python": platform.python_version(), "chunks": given.chunks, "repeats": given.repeats}
        about |= {"openai": importlib.import_module("openai").__version__, "rows": rows}
        given.json.write_text(json.dumps(about, indent=1) + "\n", "utf-8")
    return int(worst < GOAL)


if __name__ == "__main__":
    sys.exit(main())
