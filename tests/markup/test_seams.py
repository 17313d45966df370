"""A growing text is cut where a cut changes no meaning, now and with what comes later: so markdown-it-py has it."""

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from components.markup.reading import reader
from components.markup.seams import paragraphs, seams
from tests.ui.state.test_texts import texts

READER = reader(maxNesting=200)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a\n\nb\n\nc", ["a", "b", "c"]),
        ("a\nb", ["a\nb"]),
        ("a\n\n\n\nb", ["a", "b"]),
        ("\n\na\n\n", ["a"]),
        ("", []),
        ("a\n \t\nb", ["a\n \t", "b"]),
        # lists, with their loose items and what belongs to them
        ("- a\n\n- b\n\nc", ["- a\n\n- b", "c"]),
        ("1. a\n\n   more\n\n2. b\n\nc", ["1. a\n\n   more\n\n2. b", "c"]),
        ("* a\n\n      code\n\nb", ["* a\n\n      code", "b"]),
        ("a\n\n- b", ["a", "- b"]),
        # quotes and tables
        ("> a\n\n> b\n\nc", ["> a\n\n> b", "c"]),
        ("| a |\n|---|\n| b |\n\nc", ["| a |\n|---|\n| b |", "c"]),
        # code
        ("```\na\n\nb\n```\n\nc", ["```\na\n\nb\n```", "c"]),
        ("~~~\na\n\n```\n\nb\n~~~\n\nc", ["~~~\na\n\n```\n\nb\n~~~", "c"]),
        ("```\na\n\nb", ["```\na\n\nb"]),
        ("    a\n\n    b\n\nc", ["    a\n\n    b", "c"]),
        # a longer fence holds shorter ones, and a fence with a language ends none
        ("````md\n```py\na\n\nb\n```\n\nc\n````\n\nd", ["````md\n```py\na\n\nb\n```\n\nc\n````", "d"]),
        ("```md\n```py\n\na\n```\n\nb", ["```md\n```py\n\na\n```", "b"]),
        # formulas
        ("$$\na\n\nb\n$$\n\nc", ["$$\na\n\nb\n$$", "c"]),
        ("\\[\na\n\nb\n\\]\n\nc", ["\\[\na\n\nb\n\\]", "c"]),
        ("$$a$$\n\nb", ["$$a$$", "b"]),
    ],
)  # fmt: skip
def test_markdown_is_parted_where_the_parts_stand_alone(text: str, parts: list[str]) -> None:
    assert paragraphs(text) == parts


@settings(max_examples=60)
@given(texts)
def test_parts_hold_all_words_and_seams_rise(text: str) -> None:
    found = seams(text)
    assert all(first < second for first, second in pairwise(found)) and all(0 < at < len(text) for at in found)
    assert "".join("".join(paragraphs(text)).split()) == "".join(text.split())


LINES = some.lists(
    some.sampled_from(
        ["a", "b c", "- a", "* b", "1. c", "  d", "   e", "    f", "\tg", "> h", "# i", "---", "| j |", "|---|", "```",
         "````", "```py", "~~~", "- ```", "> ```", "  ```", "$$", "$$k$$", "$$l", "\\[", "\\]", "**m", "n**", *[""] * 4]
    ),
    max_size=14,
).map("\n".join)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=300)
@given(LINES)
def test_no_block_of_markdown_is_cut(text: str) -> None:
    """Each seam is where a block begins that nothing else holds."""
    begins = {(token.map or [0])[0] for token in READER.parse(text) if token.level == 0 and token.nesting >= 0}
    assert {text[:seam].count("\n") for seam in seams(text)} <= begins


@pytest.mark.slow
@settings(max_examples=300)
@given(LINES)
def test_the_parts_are_what_the_whole_is(text: str) -> None:
    found = seams(text)
    parts = [text[start:end] for start, end in pairwise([0, *found, len(text)])]
    assert "".join(READER.render(part) for part in parts) == READER.render(text)


@pytest.mark.slow
@settings(max_examples=300)
@given(LINES, some.integers(0, 60))
@example("1. a\n\n2. b", 7)
@example("- a\n\n```\n- b\n```\n\nc", 7)
def test_what_comes_later_changes_no_seam(text: str, so_far: int) -> None:
    assert {*seams(text[:so_far])} <= {*seams(text)}


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_are_line_ends(end: str) -> None:
    assert seams(f"a{end}{end}b{end}") == [1 + 2 * len(end)]
    assert seams(f"```{end}a{end}{end}b{end}```") == []
