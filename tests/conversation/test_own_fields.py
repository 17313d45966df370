"""What may be added to a request by hand, and why something else may not: named, in a sentence."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.conversation.own_fields import DEEPEST, MOST, fields_in, merged, wrong_in

SETS_ITSELF = "may not be among them: the room sets it itself."
IS_A_LIMIT = "may not be among them: limits have fields of their own."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        (" \n ", {}),
        ("{}", {}),
        ('{"top_k": 20}', {"top_k": 20}),
        (' {"reasoning": {"mode": "pro"}, "seed": -1.5e3}\n', {"reasoning": {"mode": "pro"}, "seed": -1500.0}),
        ('{"metadata": {"model": "mine", "input": 1}}', {"metadata": {"model": "mine", "input": 1}}),
        ('{"models": ["a/b"], "streaming": "漢🧠"}', {"models": ["a/b"], "streaming": "漢🧠"}),
    ],
)
def test_an_object_is_taken_as_it_is(text: str, found: dict[str, Any]) -> None:
    assert fields_in(text) == found and wrong_in(text) == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"top_k": 20', "They are not JSON: line 1, column 13 is not understood."),
        ('{\n"top_k": 20,\n}', "They are not JSON: line 3, column 1 is not understood."),
        ("top_k: 20", "They are not JSON: line 1, column 1 is not understood."),
        ("[1]", 'They must be one JSON object, such as {"top_k": 20}.'),
        ("null", 'They must be one JSON object, such as {"top_k": 20}.'),
        ('"model"', 'They must be one JSON object, such as {"top_k": 20}.'),
        ('{"a": NaN}', "They have NaN where a number should be."),
        ('{"a": [-Infinity]}', "They have -Infinity where a number should be."),
        ('{"a": 1e999}', "They have a number that is none."),
        ('{"a": 1, "a": 2}', "“a” stands there twice."),
        ('{"a": "\\ud83d"}', "They have half a character in them."),
        ("[" * 200_000, f"They are longer than {MOST:,} characters."),
        ("[" * 15_000, "They are nested too deeply."),
        ('{"a": ' + "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1) + "}", "They are nested too deeply."),
        *((f'{{"x": 1, "{name}": 1}}', f"“{name}” {SETS_ITSELF}")
          for name in ("model", "messages", "input", "contents", "prompt", "stream", "Model", "STREAM", " messages ")),
        *((f'{{"{name}": 9}}', f"“{name}” {IS_A_LIMIT}")
          for name in ("max_tokens", "max_completion_tokens", "max_output_tokens", "maxOutputTokens", "max-tokens",
                       "max_new_tokens", "n_predict")),
        ('{"reasoning": {"max_tokens": 9}}', f"“reasoning.max_tokens” {IS_A_LIMIT}"),
        ('{"options": {"num_predict": 9}}', f"“options.num_predict” {IS_A_LIMIT}"),
        ('{"generationConfig": {"maxOutputTokens": 9}}', f"“generationConfig.maxOutputTokens” {IS_A_LIMIT}"),
        ('{"a": [{"b": {"max_tokens": 9}}]}', f"“a.1.b.max_tokens” {IS_A_LIMIT}"),
        (json.dumps({"max_tokens": 1, "model\u202e": 1}), f"“max_tokens” {IS_A_LIMIT}"),
    ],
)  # fmt: skip
def test_what_may_not_be_sent_is_told_by_name(text: str, why: str) -> None:
    assert wrong_in(text) == why


def test_a_long_name_is_cut_and_a_hidden_sign_is_spelled() -> None:
    assert wrong_in('{"%s": {"max_tokens": 1}}' % ("x" * 500)) == f"“{'x' * 59}…” {IS_A_LIMIT}"
    assert wrong_in('{"\\u202e": {"max_tokens": 1}}') == f"“\\u202e.max_tokens” {IS_A_LIMIT}"


@given(st.text(alphabet='{}[]",:0123456789.eE-+ntrufalsmxo_ \n\\'))
def test_whatever_is_typed_is_an_object_or_a_sentence(text: str) -> None:
    why = wrong_in(text)
    if why:
        assert why.endswith(".") and "\n" not in why and len(why) < 200
    else:
        json.dumps(fields_in(text), allow_nan=False).encode()


def test_own_ones_join_and_win() -> None:
    body = {"model": "a/b", "reasoning": {"effort": "low"}, "temperature": 1, "stop": ["x"]}
    own = {"reasoning": {"mode": "pro", "effort": "high"}, "temperature": {"a": 1}, "stop": ["y"], "top_k": 5}
    assert merged(body, own) == {
        "model": "a/b",
        "reasoning": {"effort": "high", "mode": "pro"},
        "temperature": {"a": 1},
        "stop": ["y"],
        "top_k": 5,
    }
    assert body["reasoning"] == {"effort": "low"}
