"""Tags that servers leave inline: every rule, cut anywhere."""

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.conversation import Draft, Piece, Refiled
from components.wire.think_tags import TAGS, Split, TagReader

FINAL = "<|start|>assistant<|channel|>final<|message|>"
# (the answer as the server sent it, its reasoning, its answer)
CASES = [
    ("no tags at all", "", "no tags at all"),
    ("", "", ""),
    ("<think>why</think>because", "why", "because"),
    ("\n <think>\nwhy\n</think>\n\nbecause\n", "\nwhy\n", "\n \n\nbecause\n"),
    ("<think>\n\n</think>\n\nbecause", "\n\n", "\n\nbecause"),
    ("<think></think>because", "", "because"),
    ("<think>never closed", "never closed", ""),
    ("<think>never closed </thin", "never closed </thin", ""),
    ("<think>why", "why", ""),
    ("<think>", "", ""),
    ("<thin", "", "<thin"),
    ("<", "", "<"),
    ("<thinker>is text</thinker>", "", "<thinker>is text</thinker>"),
    # another close tag does not close it
    ("<think>a</thinking>b</think>c", "a</thinking>b", "c"),
    # blocks that follow each other, and one too late
    ("<think>a</think><think>b</think>c", "ab", "c"),
    ("<think>a</think>\n<thinking>b</thinking>\nc", "ab", "\n\nc"),
    ("<think>a</think>b<think>c</think>d", "a", "b<think>c</think>d"),
    ("<think>a</think>b\n</think>\nc", "a", "b\n</think>\nc"),
    ("<think>a<think>b</think>c", "a<think>b", "c"),
    # prose and code
    ("The tag <think> opens", "", "The tag <think> opens"),
    ("Close it with </think> at the end.", "", "Close it with </think> at the end."),
    ("`<think>`\nis a tag", "", "`<think>`\nis a tag"),
    ("A span `\n</think>\n", "A span `\n", "\n"),
    ("Use `</think>`\nor `a\n", "", "Use `</think>`\nor `a\n"),
    ("Look: `</think>", "", "Look: `</think>"),
    ("```\n</think>\n```\ndone", "", "```\n</think>\n```\ndone"),
    ("~~~html\n<think>\n</think>\n~~~\n", "", "~~~html\n<think>\n</think>\n~~~\n"),
    ("  ```\n</think>\n", "", "  ```\n</think>\n"),
    ("```\ncode\n```\nso\n</think>\n42", "```\ncode\n```\nso\n", "\n42"),
    # the opening tag is missing
    ("let me see\n</think>\n\n42", "let me see\n", "\n\n42"),
    ("let me see\n</think>42", "let me see\n", "42"),
    ("let me see\n  </think>42", "let me see\n  ", "42"),
    ("let me see</think>\n42", "let me see", "\n42"),
    ("let me see</think>\r\n42", "let me see", "\r\n42"),
    # anywhere on its line, in any script
    ("let me see</think>42", "let me see", "42"),
    ("9 x 2 = 18</think> The answer is 18.", "9 x 2 = 18", " The answer is 18."),
    ("9 x 2 = 18 </think> 18", "9 x 2 = 18 ", " 18"),
    ("I am done. </think> so it is 18", "I am done. ", " so it is 18"),
    ("所以答案是18。</think>答案是18。", "所以答案是18。", "答案是18。"),
    ("Значит 18.</think>Ответ: 18", "Значит 18.", "Ответ: 18"),
    ("よって18</think>答えは18です", "よって18", "答えは18です"),
    ("so 18[/THINK]18", "so 18", "18"),
    ("so 18<|END_THINKING|>18", "so 18", "18"),
    ("so 18<channel|>18", "so 18", "18"),
    ("so 18◁/think▷18", "so 18", "18"),
    ("so 18</THINK>18", "so 18", "18"),
    # and where it is only spoken of
    ("The tag </think> ends thoughts.", "", "The tag </think> ends thoughts."),
    ("It ends with </think>.", "", "It ends with </think>."),
    ('Write "</think>" there', "", 'Write "</think>" there'),
    ("(</think>)", "", "(</think>)"),
    ("标签</think>表示结束。", "", "标签</think>表示结束。"),
    ("Begin with <think>\nand end with\n</think>\nso", "", "Begin with <think>\nand end with\n</think>\nso"),
    # other families, with what follows their openings
    ("<|channel>thought\nwhy<channel|>because", "why", "because"),
    ("<|channel>thought<channel|>because", "", "because"),
    ("<|START_THINKING|>why<|END_THINKING|><|START_RESPONSE|>because<|END_RESPONSE|>", "why", "because"),
    ("<|begin_of_thought|>why<|end_of_thought|><|begin_of_solution|>because<|end_of_solution|>", "why", "because"),
    ("<|inner_prefix|>why<|inner_suffix|>because", "why", "because"),
    ("<seed:think>why</seed:think>because", "why", "because"),
    ("◁think▷why◁/think▷because", "why", "because"),
    ('<think lang="en">why</think>because', "why", "because"),
    ("<Think>why</THINK>because", "why", "because"),
    ("<think>why</think>\n<answer>because</answer>", "why", "\nbecause"),
    ("<answer>because</answer>", "", "<answer>because</answer>"),
    ("<think>why</think><response>because</response>", "why", "because"),
    (
        "<|channel|>analysis<|message|>why<|end|>\n<|start|>assistant<|channel|>final<|message|>so<|return|>",
        "why",
        "\nso",
    ),
    (
        "<|start|>assistant<|channel|>analysis<|message|>why<|end|><|start|>assistant<|channel|>final<|message|>so",
        "why",
        "so",
    ),
    ("<|channel|>final<|message|>so<|return|>", "", "so"),
    (
        "<|channel|>analysis<|message|>one<|end|><|start|>assistant<|channel|>analysis<|message|>two<|end|>"
        "<|start|>assistant<|channel|>final<|message|>so",
        "one\n\ntwo",
        "so",
    ),
    ("why<|end|>\n<|start|>assistant<|channel|>final<|message|>so", "why", "so"),
    ("<|think|>why<|end|><|begin|>assistant<|content|>because", "why", "because"),
    ("let me see</think>", "let me see", ""),
    ("</think>\n42", "", "\n42"),
    ("a </think> b\n</think>\nc", "a </think> b\n", "\nc"),
    ("a\n</think>\nb\n</think>\nc", "a\n", "\nb\n</think>\nc"),
    ("a\n</think>\n<think>b</think>c", "a\nb", "\nc"),
    ("x < y and [z] ◁ w", "", "x < y and [z] ◁ w"),
]


def _reading(pieces: Iterable[str]) -> list[Split]:
    reader = TagReader()
    return [event for piece in pieces for event in reader.feed(piece)] + reader.end()


def _told(pieces: Iterable[str]) -> list[Piece]:
    """Stretches of one channel, merged, in order; folded as a turn folds them."""
    draft, merged = Draft(), list[Piece]()
    for event in _reading(pieces):
        draft.fold(event, 0.0)
    for piece in draft.progress.pieces:
        before = merged.pop().text if merged and merged[-1].channel == piece.channel else ""
        merged.append(Piece(piece.channel, before + piece.text))
    return merged


def _channels(pieces: Iterable[str]) -> tuple[str, str]:
    told = _told(pieces)
    return tuple("".join(p.text for p in told if p.channel == name) for name in ("reasoning", "answer"))  # type: ignore[return-value]


@pytest.mark.parametrize(("text", "reasoning", "answer"), CASES)
def test_reasoning_is_told_from_the_answer(text: str, reasoning: str, answer: str) -> None:
    assert _channels([text]) == (reasoning, answer)


@pytest.mark.slow
@pytest.mark.parametrize("text", [text for text, *_ in CASES])
def test_cuts_change_nothing(text: str) -> None:
    whole = _told([text])
    assert _told(text) == whole
    assert all(_told([text[:at], text[at:]]) == whole for at in range(len(text) + 1))


@pytest.mark.parametrize(("opening", "closing"), TAGS.items())
def test_every_pair_of_tags_is_known_whole_and_cut(opening: str, closing: str) -> None:
    alone = [f"why\n{closing}because"] if closing != "<|end|>" else []
    for text in (f"{opening}why{closing}because", *alone):
        for pieces in ([text], text):
            reasoning, answer = _channels(pieces)
            assert (reasoning.strip(), answer) == ("why", "because")


PARTS = ["<think>", "</think>", "[THINK]", "[/THINK]", "<thinking>", "</thinking>", "\n", " ", "a", "`", "```", "~~~"]
TEXTS = st.lists(st.sampled_from([*PARTS, "<", "</", "\r", "◁"])).map("".join)


@pytest.mark.slow
@given(TEXTS, st.data())
def test_any_partition_of_any_text_is_read_alike(text: str, data: st.DataObject) -> None:
    edges = [0, *sorted(data.draw(st.sets(st.integers(0, len(text))))), len(text)]
    assert _told(text[a:b] for a, b in pairwise(edges)) == _told([text])


@given(TEXTS)
def test_no_character_is_lost_but_tags_and_at_most_one_refiling(text: str) -> None:
    events = _reading(text)
    said = "".join(event.text for event in events if not isinstance(event, Refiled))
    rest = iter(text)
    assert all(char in rest for char in said)  # a subsequence
    assert sum(isinstance(event, Refiled) for event in events) <= 1
    for tag in sorted([*TAGS, *TAGS.values()], key=len, reverse=True):
        text, said = text.replace(tag, ""), said.replace(tag, "")
    assert len(said) == len(text)


@pytest.mark.parametrize("text", ["a plain answer", "two\n\nparagraphs", "x < y", "\n a", "</a>", "<p>"])
def test_text_is_shown_at_once_and_not_at_the_end(text: str) -> None:
    reader = TagReader()
    assert "".join(event.text for event in reader.feed(text) if not isinstance(event, Refiled)) == text


@pytest.mark.parametrize("text", ["<think>why", "<think>why <b", "\n<think>why\n"])
def test_thinking_is_shown_while_it_comes(text: str) -> None:
    assert [piece.channel for piece in _told([text])][-1] == "reasoning"
    reader = TagReader()
    shown = "".join(event.text for event in reader.feed(text) if not isinstance(event, Refiled))
    assert shown.lstrip("\n").startswith("why")
