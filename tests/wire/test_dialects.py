"""One chunk's reasoning and answer, whichever server wrote it."""

from typing import Any

import pytest

from components.wire.dialects import FIELDS, said_in


def _detail(text: str) -> list[dict[str, Any]]:
    return [{"type": "reasoning.text", "text": text}]


def _thinking(*texts: str) -> dict[str, Any]:
    return {"type": "thinking", "thinking": [{"type": "text", "text": text} for text in texts]}


@pytest.mark.parametrize("field", FIELDS)
def test_every_name_of_the_reasoning_is_read(field: str) -> None:
    assert said_in({field: "a", "content": ""})[:2] == ("a", "")


@pytest.mark.parametrize("empty", ["", None, {}, {"effort": "high"}, ["a"], 3, True])
@pytest.mark.parametrize("field", FIELDS)
def test_an_empty_or_odd_field_is_no_reasoning(field: str, empty: Any) -> None:
    assert said_in({field: empty, "content": "b"})[:2] == ("", "b")
    later = {name: "later" for name in FIELDS[FIELDS.index(field) + 1 :]}
    assert said_in({field: empty, **later}).reasoning == ("later" if later else "")


@pytest.mark.parametrize("field", FIELDS)
def test_one_thought_under_two_names_is_read_once(field: str) -> None:
    delta = {name: "same" for name in FIELDS[FIELDS.index(field) :]} | {"reasoning_details": _detail("same")}
    assert said_in(delta).reasoning == "same"


@pytest.mark.parametrize("blank", [{}, {"reasoning": None}, {"reasoning": ""}])
def test_readable_details_stand_in_for_a_missing_field(blank: dict[str, Any]) -> None:
    said = said_in(blank | {"reasoning_details": _detail("a")})
    assert (said.reasoning, said.details) == ("a", _detail("a"))


def test_details_are_kept_also_where_the_field_is_read() -> None:
    assert said_in({"reasoning": "a", "reasoning_details": _detail("b")})[:4] == ("a", "", _detail("b"), False)


@pytest.mark.parametrize("details", [None, [], [{"type": "reasoning.encrypted", "data": "QUJD"}], "x"])
def test_nothing_readable_is_no_reasoning(details: Any) -> None:
    assert said_in({"content": "b", "reasoning": None, "reasoning_details": details})[:2] == ("", "b")


@pytest.mark.parametrize(
    ("content", "reasoning", "answer"),
    [
        ("b", "", "b"),
        (None, "", ""),
        (3, "", ""),
        ([], "", ""),
        ([_thinking("a", "b")], "ab", ""),
        ([_thinking("a"), {"type": "text", "text": "b"}], "a", "b"),
        ([{"type": "thinking", "thinking": "a"}], "a", ""),
        ([{"type": "thinking", "thinking": None}, {"type": "text"}, {"type": "image_url"}, None, "x"], "", ""),
        ([{"type": "thinking", "thinking": [None, {"type": "text", "text": None}]}], "", ""),
    ],
)
def test_content_is_a_string_or_a_list_of_parts(content: Any, reasoning: str, answer: str) -> None:
    assert said_in({"content": content})[:2] == (reasoning, answer)


def test_thinking_parts_come_last_among_the_sources() -> None:
    assert said_in({"reasoning_details": _detail("a"), "content": [_thinking("b")]}).reasoning == "a"


def test_the_end_of_a_thought_and_the_start_of_an_answer_share_a_chunk() -> None:
    assert said_in({"reasoning": "a", "content": "b"})[:2] == ("a", "b")
