"""Every recorded reply over real sockets, cut at event borders, a byte before and after them, and at seeded places:
where a reply has many, at a sample of them (tests/wire/test_cuts.py cuts after every byte, without a socket).

How the line ends takes turns: no last chunk, a length that is not reached, an orderly end, a reset. Whichever it is,
the text so far is kept, and only a reply that had said its end is done.
"""

import json
import os
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from components.conversation import AnswerDelta, Asked, CancelToken, Failed, ReasoningDelta, TurnFailed, request_for
from components.wire import Client, Endpoint, provider_at, row_of
from tests.modelserver import ModelServer
from tests.modelserver.faults import CUTS
from tests.wire.plain import Plain, Told

pytestmark = pytest.mark.captures

BORDERS, SEEDED, AT_ONCE = 60, 100, 4
FOLDER = Path(os.environ.get("THINKROOM_CAPTURES") or "nowhere")


def _names() -> list[str]:
    """Of all recorded replies that were no refusal. Without captures one test stands for all."""
    listing = FOLDER / "expect.json"
    found: dict[str, Any] = json.loads(listing.read_text("utf-8")) if listing.is_file() else {}
    return [name for name, row in found.items() if "models-list" not in name and (row["http_status"] or 0) < 400] or [
        ""
    ]


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


def _endpoint(server: ModelServer, provider: str = "") -> Endpoint:
    return Endpoint("custom", row_of(provider) or provider_at(server.url), server.url, "sk-canary-0123456789")


def _reply(endpoint: Endpoint, fault: str) -> Told:
    """What the client says of one exchange."""
    texts = {ReasoningDelta: "", AnswerDelta: ""}
    end = "done"
    try:
        for event in Client().reply(request_for("Hello", Asked("custom", fault), []), endpoint, CancelToken()):
            if isinstance(event, ReasoningDelta | AnswerDelta):
                texts[type(event)] += event.text
            if isinstance(event, Failed):
                end = "failed"
    except TurnFailed as error:
        # The first error is the cause; that the line was cut after it is its echo.
        end = end if end == "failed" else "lost" if error.failure.kind == "connection lost" else error.failure.kind
    return Told(texts[ReasoningDelta], texts[AnswerDelta], end)


def _places(name: str, plain: Plain) -> list[int]:
    whole = len(plain.body)
    chance = random.Random(name)
    sampled = chance.sample(plain.borders, min(BORDERS, len(plain.borders)))
    near = {border + step for border in {*sampled, *plain.borders[:2], *plain.borders[-2:]} for step in (-1, 0, 1)}
    seeded = chance.sample(range(whole + 1), min(SEEDED, whole))
    return sorted(place for place in near | set(seeded) if place <= whole)


def _is_beginning(told: Told, expected: Told) -> bool:
    """A reset throws away what had not been read yet: that is TCP. What was read is kept."""
    return expected.reasoning.startswith(told.reasoning) and expected.answer.startswith(told.answer)


@pytest.mark.slow
@pytest.mark.parametrize("name", _names())
def test_a_reply_that_is_cut_anywhere_keeps_its_text_and_is_not_called_done(
    captures: Path, server: ModelServer, name: str
) -> None:
    plain, endpoint, hows = Plain((captures / name).read_bytes(), Path(name).suffix), _endpoint(server), list(CUTS)
    cuts = [(place, hows[number % len(hows)]) for number, place in enumerate(_places(name, plain))]
    faults = [f"cut/{name}@{place}/{how}" for place, how in cuts]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = list(pool.map(partial(_reply, endpoint), faults))
    wrong: list[Any] = []
    for (place, how), found in zip(cuts, told, strict=True):
        expected = plain.after(place)
        # Only what was read counts, so a reset may leave less than was sent, and then the end is missing, too.
        lost_on_the_way = how == "reset" and found.end == "lost" and _is_beginning(found, expected)
        if found != expected and not lost_on_the_way:
            wrong.append((place, how, found.end, expected.end, plain.body[max(0, place - 60) : place]))
    assert wrong == []
    assert len(cuts) >= min(SEEDED, len(plain.body)) and {how for _, how in cuts} == set(hows)


@pytest.mark.parametrize(
    ("how", "end"), [("ended", "done"), ("until_close", "done"), ("chunked", "lost"), ("sized", "lost")]
)
def test_a_provider_that_sends_no_end_is_done_only_when_the_line_was_closed_in_order(
    captures: Path, server: ModelServer, how: str, end: str
) -> None:
    """Up to the finish reason; another provider's reply would be incomplete."""
    name = "openrouter-kimi-k2.5-thinking.sse"
    plain = Plain((captures / name).read_bytes(), ".sse")
    place = max(border for border in plain.borders if plain.after(border).end == "lost")
    expected = plain.after(place)
    assert _reply(_endpoint(server, "snowflake"), f"cut/{name}@{place}/{how}") == expected._replace(end=end)
    assert _reply(_endpoint(server), f"cut/{name}@{place}/{how}") == expected
    # In the middle of an event no close is in order.
    assert _reply(_endpoint(server, "snowflake"), f"cut/{name}@{place - 9}/{how}").end == "lost"
