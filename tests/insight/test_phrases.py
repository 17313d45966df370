"""Turning phrases are spotted where they turn, by a table that a person can edit."""

from collections import Counter

import pytest

from components.insight import steps_of
from components.insight.phrases import rows

BEFORE = "We add the two numbers and get 12.\n"


def spotted(text: str) -> list[tuple[str, str]]:
    return [(text[phrase.start : phrase.end], phrase.kind) for step in steps_of(text) for phrase in step.phrases]


def test_the_table_has_enough_of_every_language_and_nothing_twice() -> None:
    assert len({row.words + "," * row.ends_a_clause for row in rows()}) == len(rows())
    found = Counter(row.language for row in rows())
    assert set(found) == {"en", "de", "fr", "es", "zh", "zh-Hant", "ja"} and min(found.values()) >= 25
    assert {row.kind for row in rows()} == {"doubt", "other_way", "check", "settle"}
    assert not [row for row in rows() if row.words != row.words.strip().lower() or not row.words]


def test_every_phrase_of_the_table_is_spotted_where_it_begins_a_sentence() -> None:
    for row in rows():
        text = f"{BEFORE}{row.words}, 9.9."
        assert spotted(text)[:1] == [(row.words, row.kind)], row


@pytest.mark.parametrize(
    ("sentence", "phrases"),
    [
        ("Wait, that's 13.", [("Wait", "doubt")]),
        ("But wait — is it?", [("wait", "doubt")]),
        ("It's 13, no wait, 12.", [("wait", "doubt")]),
        ("- Hmm, it is odd.", [("Hmm", "doubt")]),
        ("**Wait.** It is odd.", [("Wait", "doubt")]),
        ("So the answer is 12.", [("So the answer is", "settle")]),
        ("It's odd: let me check it.", [("let me check", "check")]),
        ("LET ME CHECK.", [("LET ME CHECK", "check")]),
        ("Nein, Moment, das sind 12.", [("Moment", "doubt")]),
        ("等等，不对。", [("等等", "doubt"), ("不对", "doubt")]),
        ("いや、待って、12だ。", [("いや、待って", "doubt")]),
    ],
)
def test_a_phrase_turns_where_it_begins_a_clause(sentence: str, phrases: list[tuple[str, str]]) -> None:
    assert spotted(BEFORE + sentence) == phrases


@pytest.mark.parametrize(
    "sentence",
    [
        "Wait list entries come first.",
        "We wait for the bus, and check boxes.",
        "It is actually twelve.",
        "Check boxes stand there.",
        "Actually existing ones count.",
        "Alternativen gibt es nicht.",
        "不对称的图形有三个。",
        "“Wait, no,” she said. “Hmm. Actually, yes.”",
        'He wrote: "Wait, no. Let me check it." Then he left.',
        "> Wait, no.",
        "`Wait, no.` is printed.",
        "```\nWait, no.\n\nAlternatively, yes.\n```",
        "$$\nWait, no.\n$$",
        "**Wait, no**",
    ],
)
def test_elsewhere_it_turns_nothing(sentence: str) -> None:
    assert spotted(BEFORE + sentence) == []


def test_where_nothing_was_thought_yet_there_is_nothing_to_turn_from() -> None:
    assert spotted("Hmm, the user asks for twelve.") == []
