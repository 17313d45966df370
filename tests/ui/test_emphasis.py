"""The page's Markdown reader comes to what the rule of components/markup/marks.py says."""

import re
from html import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as some
from markdown_it import MarkdownIt

from components.ui.faithful import JOINER, as_markdown
from tests.mixtures import Mixture, mixtures

READER = MarkdownIt("commonmark", {"html": False}).enable("table")


def read(sent: str) -> str:
    """As a reader of plain CommonMark has it."""
    found = READER.render(sent).replace(JOINER, "").replace("strong>", "b>").replace("em>", "i>").replace("&quot;", '"')
    return re.sub(r"</?(?:p|code)>", "", found).strip().replace("\n\n", "\n").replace("\n", "\n\n")


@pytest.mark.parametrize(
    ("said", "sent"),
    [
        ("60e3*1e12 = 6e16; 8*5e13 = 4e14", r"60e3\*1e12 = 6e16; 8\*5e13 = 4e14"),
        ("x**2 and **y**", r"x\*\*2 and **y**"),
        ("(a)*(b)*(c)", r"(a)\*(b)\*(c)"),
        ("__init__ and __Two words__", r"\_\_init\_\_ and __Two words__"),
        ("snake_case * 2", "snake_case * 2"),
        # already escaped, or code, formula, address
        (r"2\*3\*4", r"2\*3\*4"),
        ("`2*3*4` $a*b*c_1$", "`2*3*4` $a*b*c_1$"),
        ("http://a.b/2*3*4", r"[http\://a.b/2\*3\*4](<http://a.b/2*3*4>)"),
        ("[2*3*4](http://a.b)", r"[2\*3\*4](<http://a.b>) :gray[(a.b)]"),
        ("    2*3*4", "2\\*3\\*4"),
        ("a\n\n    2*3*4", "a\n\n    2*3*4"),
        # a letter by its number
        ("**注意：**请", "**注意：**&#35831;"),
        ("他说**“你好”**然后", "他说**“你好”**然后".replace("说**", "&#35828;**").replace("然", "&#28982;")),
        ("用**`x`**吧", "&#29992;**`x`**&#21543;"),
        ("甲**[乙](http://a.b)**丙", "&#30002;**[乙](<http://a.b>) :gray[(a.b)]**&#19993;"),
        ("**https://a.b**好", r"**[https\://a.b](<https://a.b>)**&#22909;"),
        ("答：**五**个", "答：**&#20116;**&#20010;"),
        ("**好。** 好", "**好。** 好"),
        # it may end and not begin
        ("**x (y)**(z)", f"**x (y){JOINER}**(z)"),
        # tags
        ("| a |\n|---|\n| b<br>c |", "| a |\n|---|\n| b:small[]{}c |"),
        ("a:<br/>{b}", r"a\::small[]{}{b}"),
        ("H<sub>2</sub>O 10<sup>*n*</sup>", "H:small[2]{}O 10:small[:small[*n*]{}]{}"),
        ("<sup>[1](http://a.b) ]:red[x]</sup>", r":small[:small[[1](<http://a.b>) :gray[(a.b)] \]\:red\[x\]]{}]{}"),
        (r"\<br> `<br>` <sub>a</sup> <u>b</u>", r"\<br> `<br>` \<sub>a\</sup> \<u>b\</u>"),
        # signs at the edge of code and of emphasis
        ("`a`-> b *-> c*", f"`a`-{JOINER}> b *-{JOINER}> c*"),
    ],
)  # fmt: skip
def test_what_is_written_for_the_page(said: str, sent: str) -> None:
    assert as_markdown(said) == sent


@pytest.mark.slow
@given(mixtures)
@example(Mixture("60e3*1e12 = 6e16; 8*5e13 = 4e14", "60e3*1e12 = 6e16; 8*5e13 = 4e14"))
@example(Mixture("**注意：**请", "<b>注意：</b>请"))
@example(Mixture("(fg)' = f'*g + f*(g')", "(fg)' = f'*g + f*(g')"))
@example(Mixture("f(*args, **kwargs) and **this**", "f(*args, **kwargs) and <b>this</b>"))
def test_every_sign_that_is_no_markup_is_read(mixture: Mixture) -> None:
    assert read(as_markdown(mixture.text)) == mixture.read


@given(some.text("*_ab2甲：“”（）().! -", max_size=20))
def test_no_sign_is_lost_but_in_pairs(said: str) -> None:
    """Whatever stands there: what is not read as emphasis is read as it was written."""
    found = re.sub(r"</?(?:hr|ul|ol|li)[^>]*>", "", read(as_markdown(f"x{said}x")))
    back = re.sub(r"</?([bi])>", lambda tag: "*" * (2 if tag[1] == "b" else 1), found).replace("_", "*")
    assert re.sub(r"\s", "", back) == re.sub(r"\s", "", escape(f"x{said}x")).replace("_", "*")
