"""Reasoning details: what is readable, and the merged list."""

from typing import Any

import pytest

from components.wire.details import DetailsMerger, items_in, readable

Item = dict[str, Any]


def _text(text: str | None, index: int | None = 0, **more: Any) -> Item:
    return {"type": "reasoning.text", "text": text, "index": index, **more}


def _summary(text: str, index: int | None = 0, **more: Any) -> Item:
    return {"type": "reasoning.summary", "summary": text, "index": index, **more}


def _secret(data: str, index: int | None = 0) -> Item:
    return {"type": "reasoning.encrypted", "data": data, "index": index}


def _merged(*chunks: list[Item]) -> list[Item]:
    merger = DetailsMerger()
    for chunk in chunks:
        merger.feed(chunk)
    return list(merger.merged())


@pytest.mark.parametrize("found", [None, [], "text", {"type": "x"}, 3, [None, "x"]])
def test_what_is_no_list_of_items_holds_none(found: Any) -> None:
    assert items_in({"reasoning_details": found}) == items_in({}) == []


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([_text("a"), _summary("b")], "ab"),
        ([_text(None)], ""),
        ([{"type": "reasoning.text", "signature": "sig"}], ""),
        ([_secret("QUJD")], ""),
        ([{"type": "reasoning.server_tool_call", "result": "r", "text": "t"}], ""),
        ([{"type": "new.kind", "text": "t"}, {"text": "t"}, {"type": None, "text": "t"}], ""),
        ([{"type": "reasoning.text", "text": ["x"]}], ""),
    ],
)
def test_only_text_and_summary_are_readable(items: list[Item], text: str) -> None:
    assert readable(items) == text


def test_fragments_of_an_item_become_one_with_its_signature() -> None:
    chunks = [
        [_text("", signature="", format="f")],
        [_text("be", signature=None)],
        [_text("cause")],
        [{"type": "reasoning.text", "signature": "sig", "index": 0}],
    ]
    assert _merged(*chunks) == [_text("because", signature="sig", format="f")]


def test_one_index_may_hold_a_summary_and_an_encrypted_item() -> None:
    merged = _merged([_summary("a")], [_secret("x")], [_summary("b")], [_text("c")], [_summary("d")])
    assert merged == [_summary("abd"), _secret("x"), _text("c")]


def test_indexes_stay_apart_and_in_order_of_arrival() -> None:
    merged = _merged([_text("a", 1)], [_text("b", 0)], [_text("c", 1)])
    assert merged == [_text("ac", 1), _text("b", 0)]


def test_fragments_without_an_index_belong_together() -> None:
    assert _merged([_text("a", None)], [_text("b", None)]) == [_text("ab", None)]


def test_encrypted_and_unknown_items_are_kept_one_by_one() -> None:
    tool = {"type": "reasoning.server_tool_call", "tool_name": "t", "index": 0}
    assert _merged([_secret("x"), tool], [_secret("y"), tool]) == [_secret("x"), tool, _secret("y"), tool]


def test_an_item_with_only_a_signature_is_kept_as_it_is() -> None:
    item = {"type": "reasoning.text", "signature": "sig", "format": "google-gemini-v1"}
    assert _merged([item]) == [item]


@pytest.mark.parametrize("index", [{"a": 1}, [1], 1.5])
def test_an_odd_index_breaks_nothing(index: Any) -> None:
    assert _merged([_text("a", index)], [_text("b", index)]) == [_text("ab", index)]


@pytest.mark.parametrize(
    ("odd", "sendable"),
    [("\ud83d", "�"), (float("nan"), None), ({"\udc4d": [float("-inf"), "a", 1.5]}, {"�": [None, "a", 1.5]})],
)
def test_what_python_reads_but_cannot_write_is_replaced(odd: Any, sendable: Any) -> None:
    merged = _merged([_text("a", signature=odd), {"type": "new.kind", "data": odd}])
    assert merged == [_text("a", signature=sendable), {"type": "new.kind", "data": sendable}]


def test_merging_changes_no_item_that_was_fed() -> None:
    first = _text("a")
    _merged([first], [_text("b")])
    assert first == _text("a")


def test_a_character_cut_over_two_fragments_is_whole_again() -> None:
    assert _merged([_text("\ud83d")], [_text("\udc4d")]) == [_text("👍")]
