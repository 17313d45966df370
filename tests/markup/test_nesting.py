"""Marks within marks end at a depth that a browser can draw, and nobody's text is changed before it."""

import re
import time
from collections.abc import Callable

import pytest

from components.export.prose import as_prose
from components.markup.nesting import BLOCKS, MARKS, shallow_blocks, shallow_marks
from components.ui.faithful import as_label, as_markdown
from tests.waiting import allowed


@pytest.mark.parametrize("mark", [">", "> ", "- ", "* ", "+ ", "1. ", "> - "])
def test_blocks_end_at_their_depth(mark: str) -> None:
    times = BLOCKS // len(mark.split())
    fits, more = mark * times + "x", mark * (times + 1) + "x"
    assert shallow_blocks(fits, "!") == fits
    assert shallow_blocks(f"a\n{more}\nb", "!") == f"a\n{mark * times}!{mark}x\nb"


@pytest.mark.parametrize(("mark", "tag"), [("> ", "blockquote"), ("- ", "ul"), ("1. ", "ol")])
def test_in_a_file_what_is_too_deep_is_text_and_all_the_rest_is_markdown(mark: str, tag: str) -> None:
    found = as_prose(f"**a**\n\n{mark * (BLOCKS + 2)}x\n\n**b**\x1a", 2)
    assert found.count(f"<{tag}") == BLOCKS and found.count("<strong>") == 2
    assert f"{mark * 2}x".replace(">", "&gt;") in found and found.count("\ufffd") == 1 and "\x1a" not in found


@pytest.mark.parametrize(
    "text",
    [
        "**a** " * 200,
        "*a*\n\n" * 200,
        "* a **b** _c_\n" * 200,
        "*" * 200,
        "a\n\n" + "* " * 200 + "\n\nb",
        "snake_case_name " * 100,
        "a * b " * 200,
        "*a " * MARKS + "\n\n" + "*a " * (MARKS - 2) + "**x**",
    ],
)
def test_emphasis_of_usual_texts_stays(text: str) -> None:
    assert shallow_marks(text) == text


@pytest.mark.parametrize("text", ["_" * 500 + "x" + "_" * 500, "*a _b " * 300 + "b_ a*", "**a __b " * 300])
def test_emphasis_ends_at_its_depth(text: str) -> None:
    found = shallow_marks(text)
    assert found.replace("\\", "") == text
    assert len(re.findall(r"(?<!\\)[*_]+(?=\S)", found)) <= MARKS + 1


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["[", "![", "](http://x.y", "<", "`a ``b ", "$a_", ":red[", "\\", "&#58;", "*a _b ",
                                  ">", "http://", "a@b.", "- ", "[a](http://x.y/z) ", "```a\n", "&", "(",
                                  "| ", "甲*", "：**甲", "甲*“", "<sub>a", "<sub>*a*</sub>"])  # fmt: skip
@pytest.mark.parametrize("shows", [as_markdown, as_label])
def test_no_text_takes_long(shows: Callable[[str], str], unit: str) -> None:
    """Five times a second it is shown anew while it grows."""
    text = unit * (40_000 // len(unit))
    begun = time.process_time()
    shows(text)
    assert time.process_time() - begun < allowed(1.5)  # a tenth of it, on a machine that has nothing else to do
