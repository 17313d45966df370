"""What a file may be is found before it is read, by its bytes, and rows are found where JSON has them."""

import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from components.export import NotRead, outline, read_json
from components.export.outline import MOST_DEEP, MOST_ROWS, MOST_VALUES

HEAD = b'{"thinkroom": "chat", "version": 2, "chat": {}, "turns": '


def said(data: bytes) -> str:
    with pytest.raises(NotRead) as told:
        read_json(data)
    return str(told.value)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"[" * 1_000_000, "This file is nested too deeply."),
        (HEAD + b"[" * 1_000_000, "This file is nested too deeply."),
        (b'{"a":' * 1_000_000, "This file is nested too deeply."),
        (HEAD + b"[" + b"[]," * 1_000_000, "This file has more than 20,000 turns."),
        (HEAD + b"[" + b"," * 1_000_000, "This file has more than 20,000 turns."),
        (HEAD + b'["' + b'","' * 100_000, "This file has more than 20,000 turns."),
        (b"[]" * 100_000, "This file holds more than 50,000 values."),
        (b"[" + b"0," * 100_000, "This file holds more than 50,000 values."),
        (HEAD + b'[{"details": [' + b"{}," * 100_000, "This file holds more than 50,000 values."),
        (b'{"chat": [' + b"[]," * 100_000, "This file holds more than 50,000 values."),
        (HEAD + b'[], "turns": []}', "This file has its turns twice."),
    ],
)
def test_what_is_too_much_is_refused_before_anything_is_built(
    data: bytes, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outline, "MOST_VALUES", 50_000)
    tracemalloc.start()
    try:
        assert said(data) == why
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4_000_000  # bytes beside the file; a tree of it has 50 million


def test_the_limits_leave_room_for_what_a_room_saves() -> None:
    assert (MOST_DEEP, MOST_VALUES, MOST_ROWS) == (500, 2_000_000, 20_000)


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b'{"turns": []}', []),
        (b'{"turns": [ \n ]}', []),
        (b'{"turns": [1]}', [b"1"]),
        (b'{"turns": [{"a": [1, 2]}, [3, [4, 5]]]}', [b'{"a": [1, 2]}', b" [3, [4, 5]]"]),
        (b'{"turns": ["a, ]", "b\\", ["]}', [b'"a, ]"', b' "b\\", ["']),
        (b'{"a": "turns", "turns": [1]}', [b"1"]),
        (b'{"a": {"turns": [1]}}', None),
        (b'{"a": [{"turns": [1]}], "turns": [2, 3]}', [b"2", b" 3"]),
        (b'[{"turns": [1]}]', None),
        (b'{"turns": {"a": 1}}', None),
        (b'{"turn": [1], "turnss": [1]}', None),
        (b'{"turns": null}', None),
    ],
)
def test_rows_are_found_where_the_outermost_object_has_them(data: bytes, rows: list[bytes] | None) -> None:
    found = outline.outline(data, "turns")
    assert (None if found.rows is None else [found.row(n) for n in range(len(found.rows))]) == rows
    assert json.loads(found.head) == (json.loads(data) | {"turns": []} if rows is not None else json.loads(data))


anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.slow
@given(anything, some.lists(anything, max_size=5), anything, some.sampled_from([None, 1]), some.booleans())
def test_any_json_is_cut_where_its_rows_end(before: Any, rows: Any, after: Any, indent: Any, plain: bool) -> None:
    data = json.dumps({"a": before, "turns": rows, "b": after}, indent=indent, ensure_ascii=plain).encode()
    found = outline.outline(data, "turns")
    assert json.loads(found.head) == {"a": before, "turns": [], "b": after}
    assert [json.loads(found.row(n)) for n in range(len(found.rows or ()))] == rows


@pytest.mark.parametrize("list_", [b"[,]", b"[{}", b"[{},]", b"[{}}", b"[{]}]", b'["]', b"[{} {}]", b"[]]", b"[01]"])
def test_rows_that_are_no_json_are_refused(list_: bytes) -> None:
    read = b'{"thinkroom": "chat", "version": 2, "turns": ' + list_ + b"}"
    assert said(read) in {"This file is not JSON, or it is cut off.", "This file has no chat."}
