"""What is read from the body of a request, and what is refused with a sentence."""

import json
from dataclasses import replace
from typing import Any

import pytest

from components.in_process import Refusal
from components.pocket.request import MOST_TOKENS, Wish, wish_in

USER = {"role": "user", "content": "9.11 or 9.9?"}
BEGUN: dict[str, Any] = {"role": "assistant", "prefix": True, "content": "**9", "reasoning_content": "So"}


def wish(**fields: Any) -> Wish:
    return wish_in(json.dumps({"model": "pocket/thinker", "messages": [USER]} | fields).encode())


def test_a_question_alone_is_enough() -> None:
    assert wish() == Wish("pocket/thinker", "9.11 or 9.9?")


def test_everything_that_is_known_is_read() -> None:
    asked = wish(
        model="pocket/novice",
        max_tokens=7,
        temperature=1,
        seed=-5,
        include_reasoning=False,
        stream=True,
        stream_options={"include_usage": True},
        top_p=0.5,
        provider={"order": ["x"]},
    )
    assert asked == Wish("pocket/novice", "9.11 or 9.9?", False, 7, 1.0, -5, False, True, True)


def test_null_is_as_good_as_nothing() -> None:
    names = ("max_tokens", "temperature", "seed", "include_reasoning", "reasoning", "stream", "stream_options")
    assert wish(**dict.fromkeys(names)) == wish()


def test_only_the_last_question_counts_and_it_is_known_to_be_later() -> None:
    answer, system = {"role": "assistant", "content": None}, {"role": "system", "content": "Be rude."}
    asked = wish(messages=[system, USER, answer, {"role": "user", "content": "and 3 + 4?"}, system])
    assert (asked.question, asked.later) == ("and 3 + 4?", True)
    assert not wish(messages=[system, USER]).later


def test_the_last_message_may_be_the_beginning_of_the_reply() -> None:
    asked = wish(messages=[USER, BEGUN])
    assert asked == replace(wish(), given_thoughts="So", given_answer="**9")
    assert wish(messages=[USER, BEGUN], model="pocket/novice").given_thoughts == ""
    assert wish(messages=[USER, USER, BEGUN]) == replace(asked, later=True)
    for nothing in ("", None, []):
        only = wish(messages=[USER, BEGUN | {"content": nothing}])
        assert only == wish(messages=[USER, BEGUN | {"content": ""}]) and only.given_thoughts == "So"
    for nothing in ("", None):
        assert wish(messages=[USER, BEGUN | {"reasoning_content": nothing}]) == replace(asked, given_thoughts="")
    for white in (" ", "\n\n", [{"type": "text", "text": "\n"}]):
        over = wish(messages=[USER, BEGUN | {"content": white}])
        assert over.closed and over.given_thoughts == "So" and not over.given_answer.strip()
    parts = [{"type": "text", "text": "**"}, {"type": "text", "text": "9"}]
    assert wish(messages=[USER, BEGUN | {"content": parts}]) == asked


def test_an_earlier_reply_is_not_read_whatever_it_says() -> None:
    begun = BEGUN | {"content": 5, "reasoning_content": 5}
    assert wish(messages=[USER, begun | {"prefix": False}]) == wish()
    assert wish(messages=[begun, USER]) == wish()
    assert wish(messages=[USER | {"prefix": True, "reasoning_content": "So"}]) == wish()


def test_parts_of_text_are_one_text() -> None:
    parts = [{"type": "text", "text": "9.11 or "}, {"type": "text", "text": "9.9?"}]
    assert wish(messages=[{"role": "user", "content": parts}]).question == "9.11 or 9.9?"
    assert wish(messages=[{"role": "user", "content": []}]).question == ""


def test_no_reply_is_longer_than_the_longest() -> None:
    assert wish(max_tokens=10**9).max_tokens == wish().max_tokens == MOST_TOKENS
    assert wish(max_completion_tokens=5).max_tokens == 5


@pytest.mark.parametrize(
    ("fields", "shows"),
    [
        ({"include_reasoning": True}, True),
        ({"include_reasoning": False}, False),
        ({"reasoning": {"exclude": True}}, False),
        ({"reasoning": {"effort": "high"}}, True),
    ],
)
def test_thoughts_are_shown_unless_they_are_unwanted(fields: dict[str, Any], shows: bool) -> None:
    assert wish(**fields).shows == shows


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"model": None}, "model"),
    ({"model": 5}, "model"),
    ({"messages": None}, "messages"),
    ({"messages": "hello"}, "messages"),
    ({"messages": ["hello"]}, "messages"),
    ({"messages": []}, "nothing to answer"),
    ({"messages": [{"role": "system", "content": "x"}]}, "nothing to answer"),
    ({"messages": [{"role": "user", "content": None}]}, "text"),
    ({"messages": [{"role": "user", "content": {"text": "x"}}]}, "text"),
    ({"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}]}, "text"),
    ({"messages": [USER, BEGUN | {"prefix": "yes"}]}, "`prefix` must be true or false"),
    ({"messages": [USER, BEGUN | {"content": 5}]}, "text"),
    ({"messages": [USER, BEGUN | {"content": [5]}]}, "text"),
    ({"messages": [USER, BEGUN | {"reasoning_content": 5}]}, "`reasoning_content` must be a string"),
    ({"messages": [USER, BEGUN | {"reasoning_content": ["So"]}]}, "`reasoning_content` must be a string"),
    ({"messages": [USER, BEGUN | {"reasoning_content": 5}], "model": "pocket/novice"}, "must be a string"),
    ({"messages": [BEGUN]}, "nothing to answer"),
    ({"max_tokens": 0}, "at least 1"),
    ({"max_tokens": "7"}, "whole number"),
    ({"max_tokens": True}, "whole number"),
    ({"max_completion_tokens": 1.5}, "whole number"),
    ({"temperature": -0.1}, "0 to 2"),
    ({"temperature": "hot"}, "0 to 2"),
    ({"temperature": float("nan")}, "0 to 2"),
    ({"seed": "x"}, "whole number"),
    ({"stream": "yes"}, "true or false"),
    ({"stream_options": []}, "an object"),
    ({"include_reasoning": 1}, "true or false"),
    ({"reasoning": {"enabled": False}}, "mandatory"),
    ({"reasoning": {"effort": "none"}}, "mandatory"),
]


@pytest.mark.parametrize(("fields", "words"), WRONG, ids=[json.dumps(fields) for fields, _ in WRONG])
def test_what_cannot_be_meant_is_refused(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(Refusal, match=words) as refused:
        wish(**fields)
    assert refused.value.status == 400 and refused.value.message.endswith(".")


@pytest.mark.parametrize("body", [b"", b"hello", b"[]", b"5", b"null", b"\xff\xfe", b"{", b"[" * 100_000, b'{"a":' * 9])
def test_a_body_that_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(Refusal, match="JSON") as refused:
        wish_in(body)
    assert refused.value.status == 400


def test_an_unknown_model_is_refused_with_the_names_of_those_that_are_there() -> None:
    with pytest.raises(Refusal, match=r"no model 'a/b' here.*pocket/thinker and pocket/novice") as refused:
        wish(model="a/b")
    assert (refused.value.status, refused.value.code) == (404, "model_not_found")
