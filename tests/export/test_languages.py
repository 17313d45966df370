"""In a file that is taken away, code and formulas are left alone by translators and run from left to right."""

import re

from components.export.prose import as_prose


def test_code_and_formulas_are_nobodys_language() -> None:
    page = as_prose("قال `x y` ثم $a^2$\n\n```\nz\n```\n\n$$\nb^2\n$$", 2)
    assert [tag for tag in re.findall(r"<(?:pre|code)[^>]*>", page) if "<pre" in tag or "dir" in tag] == [
        '<code dir="ltr" translate="no">',
        '<pre dir="ltr" translate="no" tabindex="0">',
    ]
    formulas = re.findall(r'<\w+ class="formula"[^>]*>', page)
    assert len(formulas) == 2 and all('dir="ltr" translate="no"' in tag for tag in formulas)


def test_paragraphs_and_lists_have_the_direction_of_their_words() -> None:
    page = as_prose("قال\n\n1. أولاً\n2. ثانياً\n\n> قال", 2)
    assert re.findall(r"<(\w+) dir=\"auto\"", page) == ["p", "ol", "blockquote"]
