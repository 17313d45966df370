"""Which text is reasoning where a field, tags and flags come together."""

import pytest

from components.conversation import AnswerDelta, ReasoningDelta, Refiled
from components.wire.channels import Channels
from components.wire.dialects import said_in
from components.wire.think_tags import Split

Chunk = dict[str, object]


def _read(*chunks: Chunk) -> tuple[str, str]:
    channels, found = Channels(), list[Split]()
    for chunk in chunks:
        found += channels.feed(said_in(chunk))
    found += channels.end()
    reasoning = answer = ""
    for event in found:
        if isinstance(event, Refiled):
            reasoning, answer = reasoning + answer, ""
        elif isinstance(event, ReasoningDelta):
            reasoning += event.text
        else:
            answer += event.text
    return reasoning, answer


def _field(*texts: str) -> list[Chunk]:
    return [{"reasoning": text} for text in texts]


def _content(*texts: str) -> list[Chunk]:
    return [{"content": text} for text in texts]


def _both(*texts: str) -> list[Chunk]:
    return [{"reasoning_content": text, "content": text} for text in texts]


def _flagged(*texts: str) -> list[Chunk]:
    return [{"content": text, "extra_content": {"google": {"thought": True}}} for text in texts]


@pytest.mark.parametrize(
    ("chunks", "reasoning", "answer"),
    [
        # The field's thoughts once more between tags in the content (llama.cpp's deepseek-legacy): shown once.
        ([{"reasoning_content": "why", "content": "<think>\nwhy\n</think>\n\nbecause"}], "why", "\n\nbecause"),
        ([*_field("wh", "y"), *_content("<think>why</think>because")], "why", "because"),
        ([*_field("why"), *_content(*"<think>why</think>because")], "why", "because"),
        ([*_content("<think>"), *_both("wh", "y"), *_content("</think>", "because")], "why", "because"),
        ([*_content("<think>\n"), *_both("wh", "y"), *_content("\n</think>", "because")], "\nwhy", "because"),
        ([*_field("why"), *_content("<think>why")], "why", ""),  # cut off in the middle of the repetition
        # Between the tags stands something else: then it is the answer's own.
        ([*_field("why"), *_content("<think> is a tag")], "why", "<think> is a tag"),
        ([*_field("why"), *_content("<think>who</think>because")], "why", "<think>who</think>because"),
        ([*_field("why"), *_content("<think>why", " not</think>")], "why", "<think>why not</think>"),
        ([*_field("why"), *_content("be", "<think>why</think>cause")], "why", "be<think>why</think>cause"),
        # What is left of a tag whose text went into the field.
        ([*_field("why"), *_content("</think>\n\n", "because")], "why", "\n\nbecause"),
        ([*_field("why"), *_content("\n</th", "ink>", "because")], "why", "\nbecause"),
        ([*_field("why"), *_content("</th", "e end")], "why", "</the end"),
        ([*_field("why"), *_content("</thin")], "why", "</thin"),
        # Tags inside the field (Groq's compound models).
        (_field("<think>", "why", "</think>"), "why", ""),
        ([*_field("<th", "ink>why</thi", "nk>more"), *_content("because")], "whymore", "because"),
        ([*_field("a <think> in prose </think> b"), *_content("because")], "a <think> in prose </think> b", "because"),
        ([*_field("<think>why <"), *_content("because")], "why <", "because"),
        # Gemini: flagged content, with and without its tags.
        ([*_flagged("<thought>why"), *_content("</thought>because")], "why", "because"),
        ([*_flagged("<thought>wh", "y"), *_content("</thought>because")], "why", "because"),
        ([*_flagged("wh", "y"), *_content("because")], "why", "because"),
        ([*_flagged("wh", "y"), *_content("</thought>because")], "why", "because"),
        ([*_content("<thought>wh", "y</thought>because")], "why", "because"),
        # gpt-oss, its channels left in the text.
        (
            _content(
                "<|channel|>analysis<|message|>why<|end|><|start|>assistant", "<|channel|>final<|message|>because"
            ),
            "why",
            "because",
        ),
        # Thinking after answer text is legal.
        ([*_field("why"), *_content("be"), *_field(" not"), *_content("cause")], "why not", "because"),
        ([*_content("\n"), *_field("why"), *_content("because")], "why", "\nbecause"),
    ],
)
def test_each_text_is_shown_once_and_in_its_place(chunks: list[Chunk], reasoning: str, answer: str) -> None:
    assert _read(*chunks) == (reasoning, answer)


def test_an_answer_is_not_held_back_for_long() -> None:
    channels = Channels()
    list(channels.feed(said_in({"reasoning": "why"})))
    assert list(channels.feed(said_in({"content": "because <"}))) == [AnswerDelta("because <")]


def test_a_repetition_of_many_thoughts_is_told_in_time() -> None:
    pieces = [f"thought {number} " for number in range(4_000)]
    chunks = [*_content("<think>"), *_both(*pieces), *_content("</think>because")]
    assert _read(*chunks) == ("".join(pieces), "because")
