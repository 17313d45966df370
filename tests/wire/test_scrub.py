"""A key that a server sends back in a reply is not shown, however it is cut; all else comes as it is."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from components.conversation import DetailsKept, Draft
from components.wire.body import BodyReader
from components.wire.refusals import Voice
from components.wire.scrub import KNOWN_BY, KeyGuard

KEY = "-".join(("sk", "or", "v1", "0123456789abcdef"))  # of the shape of a key, and nobody's


def _shown(*pieces: str) -> str:
    guard = KeyGuard(KEY)
    return "".join(guard.feed(piece) for piece in pieces) + guard.end()


@pytest.mark.parametrize("hidden", ["", "\u200b", "\u2060", "\u00ad"])
@pytest.mark.parametrize("before", ["", "It is ", "sk-", "sk-or-", "s"])
def test_a_key_is_not_shown_however_it_is_cut(before: str, hidden: str) -> None:
    said = f"{before}{hidden.join(KEY)} and so on"
    for pieces in ([said], list(said), *([said[:at], said[at:]] for at in range(len(said)))):
        shown = _shown(*pieces)
        assert KEY not in shown.replace(hidden, "") if hidden else KEY not in shown
        assert "[key]" in shown and shown.endswith(" and so on")


@given(some.text(some.sampled_from([*KEY, " ", "é", "\u200b"]), max_size=60), some.data())
def test_what_is_no_key_is_shown_as_it_came(text: str, data: some.DataObject) -> None:
    edges = [0, *sorted(data.draw(some.sets(some.integers(0, len(text))))), len(text)]
    if KEY not in text.replace("\u200b", ""):
        assert _shown(*(text[a:b] for a, b in pairwise(edges))) == text


def test_no_more_than_what_may_be_a_key_is_held_back() -> None:
    guard = KeyGuard(KEY)
    assert guard.feed("because sk") == "because sk" and guard.feed("ipping") == "ipping"
    assert guard.feed(KEY[: KNOWN_BY - 1]) == KEY[: KNOWN_BY - 1]


def test_no_key_stands_in_any_part_of_a_reply() -> None:
    body: list[object] = [
        {"id": KEY, "model": KEY, "choices": [{"delta": {"reasoning": f"I use {KEY[:9]}"}}]},
        {"choices": [{"delta": {"reasoning": KEY[9:], "content": f"{KEY} is it"}}]},
        {"choices": [{"delta": {"refusal": f"No {KEY}", "foo": f"bar {KEY}"}}], "warning": f"your key {KEY}"},
        {"choices": [{"delta": {}, "finish_reason": f"stop {KEY}"}]},
    ]
    draft, reader = Draft(), BodyReader(Voice("The server", "a/b", KEY))
    for event in reader.feed(
        "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in body).encode() + b"data: [DONE]\n\n"
    ):
        draft.fold(event, 0.0)
    for event in reader.end():
        draft.fold(event, 0.0)
    told = repr(draft.progress)
    assert KEY not in told and KEY[9:] not in told and "bar [key]" in told


def test_a_key_in_what_is_kept_of_details_and_of_other_parts_is_hidden() -> None:
    detail = {"type": "reasoning.text", "text": f"my {KEY}", "signature": "c2lnbmVk", "index": 0}
    delta = {"content": "Hi.", "reasoning_details": [detail], "annotations": [{"type": "x", "note": [KEY]}]}
    reader = BodyReader(Voice("The server", "a/b", KEY, "another-secret"))
    chunk = json.dumps({"choices": [{"delta": delta, "finish_reason": "stop"}]})
    told = [*reader.feed(f"data: {chunk}\n\ndata: [DONE]\n\n".encode()), *reader.end()]
    (kept,) = [event for event in told if isinstance(event, DetailsKept)]
    assert kept.items == ({**detail, "text": "my [key]"},) and KEY not in repr(told)
