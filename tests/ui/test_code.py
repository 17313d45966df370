"""Which lines are code: whoever claims that one is, is never wrong in a list."""

import pytest
from hypothesis import given
from hypothesis import strategies as some
from markdown_it import MarkdownIt

from components.ui.code import code_lines
from components.ui.faithful import as_markdown

READER = MarkdownIt("commonmark", {"html": False}).disable("reference")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1. Step\n\n       y = a[0]\n\n2. x", ["       y = a[0]"]),
        ("1. Step\n\n      y = a[0]", []),
        ("- a\n  - b\n\n        c\n        d\n\n  e", ["        c", "        d"]),
        ("- a\n  - b\n\n      c", []),
        ("- a\n      b", []),
        ("a\n\n    b", ["    b"]),
        ("-\n  a\n\n     b", []),
        # In doubt it is none.
        ("> - a\n\n          b", []),
        ("- > a\n\n            b", []),
        ("-\ta\n\n            b", []),
    ],
)
def test_indented_code_in_lists(text: str, code: list[str]) -> None:
    assert [line for line, is_code in code_lines(text) if is_code] == code


def test_code_in_a_list_is_shown_as_it_is() -> None:
    text = "1. So:\n\n       y = a*b*c[0]\n\n2. x*y*z"
    assert as_markdown(text) == text.replace("x*y*z", r"x\*y\*z")


LINES = some.lists(
    some.sampled_from(["- ", "* ", "1. ", "10) ", " ", "  ", "    ", "\n", "\n\n", "a", "b c", "> ", "#", "-"]),
    min_size=3,
    max_size=16,
).map(lambda parts: "".join(parts).strip())  # fmt: skip


@given(LINES)
def test_no_text_is_taken_for_code(text: str) -> None:
    blocks = [token.map or [0, 0] for token in READER.parse(text) if token.type == "code_block"]
    really = {line for block in blocks for line in range(*block)}
    claimed = {number for number, (line, code) in enumerate(code_lines(text)) if code and line.strip()}
    assert claimed <= really
