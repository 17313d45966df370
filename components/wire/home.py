"""Who is at home on this machine: the model servers at their usual ports, asked in the background.

A port where nobody listens costs nothing; where somebody does, they get time to answer, since a busy machine may need
seconds for it.
"""

import queue
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

import httpx

from components.conversation import Model
from components.wire.catalog import NoList, models_in
from components.wire.endpoint import Endpoint
from components.wire.lookup import MOST_BYTES
from components.wire.provider import Provider
from components.wire.providers import TABLE, home_url, row_of
from components.wire.refusals import parsed
from components.wire.surroundings import certificates

CONNECT_S, ANSWER_S = 1.0, 3.0  # for an open port, and for an answer once it is open
TOGETHER_S = 0.3  # those that answer so soon are told together
# Who a server says it is, in the rows of its list; Ollama names the library that a model came from.
OWNERS = {"llamacpp": "llamacpp", "vllm": "vllm", "organization_owner": "lmstudio", "library": "ollama"}
Found = tuple[Endpoint, tuple[Model, ...]]


def at_home(known: Sequence[str] = ()) -> Iterator[Found]:
    """Those without the ones `known` by name, with their models, as they answer."""
    return (found for together in around(known) for found in together)


def around(known: Sequence[str] = ()) -> Iterator[list[Found]]:
    """The same in groups: those that answer at once, in the order of the table, then each that takes its time. All
    ports are asked at the same time, and a name is found once."""
    doors = [(row, port) for row in TABLE if row.name not in known for port in row.ports]
    heard: queue.SimpleQueue[tuple[int, Found | None]] = queue.SimpleQueue()

    def knock(number: int, row: Provider, port: int) -> None:
        heard.put((number, _knock(row, port)))

    for number, (row, port) in enumerate(doors):
        threading.Thread(target=knock, args=(number, row, port), name="knocks", daemon=True).start()
    begun, taken = time.monotonic(), {*known}
    left, until, group = len(doors), begun + TOGETHER_S, dict[int, Found]()
    while left:
        try:
            number, found = heard.get(timeout=max(until - time.monotonic(), 0.0))
        except queue.Empty:
            if until > begun + TOGETHER_S:
                break  # whoever answers byte by byte is left to itself: it ends with the other side's patience
            until = begun + CONNECT_S + ANSWER_S
        else:
            left -= 1
            group |= {number: found} if found else {}
        if until > begun + TOGETHER_S or not left:
            yield from _new(group, taken)
            group = {}


def _new(group: dict[int, Found], taken: set[str]) -> Iterator[list[Found]]:
    new: list[Found] = []
    for _, found in sorted(group.items(), key=lambda one: one[0]):
        if found[0].name not in taken:
            taken.add(found[0].name)
            new.append(found)
    if new:
        yield new


def _knock(row: Provider, port: int) -> Found | None:
    url = home_url(port)
    try:
        with (
            httpx.Client(
                verify=certificates(url), trust_env=False, timeout=httpx.Timeout(ANSWER_S, connect=CONNECT_S)
            ) as http,
            http.stream("GET", f"{url}/models") as reply,
        ):
            body, until = bytearray(), time.monotonic() + ANSWER_S
            for read in reply.iter_bytes():
                body += read
                if len(body) > MOST_BYTES or time.monotonic() > until:
                    return None
            found = parsed(bytes(body)) if reply.status_code == 200 else None
            provider = _resident(found, row)
            return Endpoint(provider.name, provider, url), models_in(found, provider)
    except (httpx.HTTPError, OSError, NoList):
        return None  # nobody there, or somebody else


def _resident(found: Any, row: Provider) -> Provider:
    """Who lives there, by its own word, else who usually does: ports are swapped, and 8000 and 8080 are everybody's."""
    rows = found.get("data") if isinstance(found, dict) else None
    first = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else {}
    return row_of(OWNERS.get(str(first.get("owned_by")), "")) or row
