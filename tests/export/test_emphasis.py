"""The file reads marks by the rule that the page follows: the same texts are read alike."""

import re

import pytest
from hypothesis import example, given

from components.export.prose import as_prose
from tests.export.chats import a_turn
from tests.export.reading import page
from tests.mixtures import Mixture, mixtures


def shown(text: str) -> str:
    found = as_prose(text, 2).replace("strong>", "b>").replace("em>", "i>").replace("&quot;", '"')
    return re.sub(r"</?(?:p|code)(?: [^>]*)?>", "", found).strip().replace("\n", "\n\n")


@pytest.mark.slow
@given(mixtures)
@example(Mixture("60e3*1e12 = 6e16; 8*5e13 = 4e14", "60e3*1e12 = 6e16; 8*5e13 = 4e14"))
@example(Mixture("(fg)' = f'*g + f*(g')", "(fg)' = f'*g + f*(g')"))
@example(Mixture("f(*args, **kwargs) and **this**", "f(*args, **kwargs) and <b>this</b>"))
def test_every_sign_that_is_no_markup_is_read(mixture: Mixture) -> None:
    assert shown(mixture.text) == mixture.read
    assert re.sub(r"</?[bi]>", "", mixture.read).replace("&lt;", "<").replace("&gt;", ">") in "\n\n".join(
        page(a_turn(mixture.text)).shown.split("\n")
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**重要提示（Important）：**请", "<strong>重要提示（Important）：</strong>请"),
        ("他说**“你好”**然后", "他说<strong>“你好”</strong>然后"),
        ("~~gone~~ a~~b~~c ~5", "<s>gone</s> a~~b~~c ~5"),
        ("a<br>b<BR/>c", "a<br>\nb<br>\nc"),
        ("H<sub>2</sub>O 10<SUP>*n*</sup>", "H<sub>2</sub>O 10<sup><em>n</em></sup>"),
        ("**a <sub>b** c</sub>", "**a <sub>b** c</sub>"),
        ("<sub>a</sup> <u>b</u>", "&lt;sub&gt;a&lt;/sup&gt; &lt;u&gt;b&lt;/u&gt;"),
        ("`<br>`", '<code dir="ltr" translate="no">&lt;br&gt;</code>'),
        (r"\<br>", "&lt;br&gt;"),
    ],
)
def test_what_the_file_makes_of_marks(text: str, html: str) -> None:
    assert as_prose(text, 2) == f'<p dir="auto">{html}</p>\n'


def test_a_break_in_a_cell_is_one() -> None:
    read = page(a_turn(answer="| Step | Notes |\n|---|---|\n| 1 | first line<br>second line |"))
    assert "<br>" not in read.shown and "first line" in read.shown and read.tags.count("br") == 1
