"""What is read for the page is what is read for a file, and it is found where it stands."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from markdown_it import MarkdownIt

from components.markup.emphasis import with_emphasis
from components.markup.reading import Piece, read, reader
from components.ui.faithful import as_markdown

PLAIN = MarkdownIt("commonmark", {"html": False}).disable("reference")
FILE = with_emphasis(reader(maxNesting=100))
SIGNS = some.lists(
    some.sampled_from(
        [*"`$\\]<>*_ \t\na2.()", "``", "```", "~~~", "$$", "\\(", "\\)", "\\[", "\\]", "[", "](http://b.cd)", "](x)",
         "<sub>", "</sub>", "<br>", "http://b.cd", "me@b.cd", "www.b.cd", "x_1", "  ", "    ", "\n\n", "\n> ", "\n- ",
         "\n1. ", "> ", "- ", "# ", " #", "\n\n| a | b |\n|---|---|\n| ", " | ", "\\|"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


def bare(text: str) -> str:
    """Without what holds its lines."""
    return re.sub(r"[\s>|\\]", "", text)


def of_file(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for block in FILE.parse(text):
        for token in (block, *(block.children or ())):
            match token.type:
                case "fence" | "code_block":
                    found.append(("block", ""))
                case "code_inline":
                    found.append(("code", bare(token.content)))
                case "formula" | "formula_block":
                    found.append(("formula", bare(token.info)))
                case "link_open":
                    found.append(("link", str(token.attrs["href"])))
                case "sub_open" | "sup_open":
                    found.append((token.tag, ""))
                case "hardbreak" if "span" in token.meta:
                    found.append(("br", ""))
                case _:
                    pass
    return sorted(found)


def of_page(text: str) -> list[tuple[str, str]]:
    reading = read(text)

    def told(pieces: Sequence[Piece]) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for piece in pieces:
            whole, words = text[piece.start : piece.end], text[slice(*piece.words)]
            means = {"code": bare(whole.strip("`")), "formula": bare(words)}.get(piece.kind, "")
            found.append((piece.kind, piece.address.url if piece.address else means))
            found += told(piece.inside)
        return found

    return sorted([*(("block", "") for _ in reading.code), *told(reading.pieces)])


@pytest.mark.slow
@settings(max_examples=500, deadline=None)
@given(SIGNS)
def test_the_page_and_the_file_read_alike(text: str) -> None:
    assert of_page(text) == of_file(text)


@pytest.mark.slow
@settings(deadline=None)
@given(SIGNS)
def test_pieces_stand_in_their_order_and_begin_with_their_marks(text: str) -> None:
    def checked(pieces: Sequence[Piece], start: int, end: int) -> None:
        for piece in pieces:
            assert start <= piece.start < piece.end <= end
            begins = {"code": "`", "formula": ("$", "\\"), "link": ("[", "<")}.get(piece.kind, "<")
            assert piece.literal or text.startswith(begins, piece.start)
            checked(piece.inside, *piece.words)
            start = piece.end

    reading = read(text)
    checked(reading.pieces, 0, len(text))
    assert not any(a < piece.end and piece.start < b for a, b in reading.code for piece in reading.pieces)
    assert all(text[a - 1 : a] in ("", "\n") and text[b : b + 1] in ("", "\n") for a, b in reading.code)


@pytest.mark.parametrize(
    "text", ["> " * 10_000 + "`a`", "[" * 10_000 + "`a`", "\n".join("  " * n + "- `a`" for n in range(300))]
)
def test_what_is_nested_too_deep_is_text_or_read(text: str) -> None:
    assert all(text[piece.start : piece.end] == "`a`" for piece in read(text).pieces)


def code_of(text: str) -> list[str]:
    return [line for start, end in read(text).code for line in text[start:end].split("\n")]


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
        ("- > a\n\n            b", ["            b"]),
        ("-\ta\n\n            b", ["            b"]),
        ("- ```\n```\na", ["- ```", "```", "a"]),
        ("```\n- ```\n> ```\n    ```\na", ["```", "- ```", "> ```", "    ```", "a"]),
    ],
)
def test_which_lines_are_code(text: str, code: list[str]) -> None:
    assert code_of(text) == code


def test_code_in_a_list_is_shown_as_it_is() -> None:
    text = "1. So:\n\n       y = a*b*c[0]\n\n2. x*y*z"
    assert as_markdown(text) == text.replace("x*y*z", r"x\*y\*z")


LINES = some.lists(
    some.sampled_from([*"a#- \n", "- ", "* ", "1. ", "10) ", "  ", "    ", "\n\n", "b c", "> ", "```", "~~~", "\t"]),
    min_size=3,
    max_size=16,
).map(lambda parts: "".join(parts).strip())  # fmt: skip


@given(LINES)
def test_no_text_is_taken_for_code_and_no_code_for_text(text: str) -> None:
    tokens = PLAIN.parse(text)
    told = [line for token in tokens if token.type in ("fence", "code_block") for line in range(*token.map or ())]
    assert code_of(text) == [text.split("\n")[line] for line in told]
