"""Formulas are typeset by the browser, or stand there as they were written; who copies one gets what was written."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from components.export.mathml import LONGEST, typeset
from tests.export.chats import a_turn
from tests.export.reading import page
from tests.waiting import allowed

LINES = ("$$\n- a_1\n+ b_1 \\\\\n$$", "\\[\n= c *d*\n\\]", "$$\nx = *a*_1\n$$")
SPANS = ("$a_1 * b_2 * c$", r"\(x_1 + \{y\}_2\)", r"$$\frac{a}{b} \\ *c*$$", r"\[ a_1 \]", "$<_b$", "$n$")


@pytest.mark.parametrize(
    ("around", "formula"),
    [
        *((around, span) for around in ("{}", "So {} holds.", "- {}", "> {}", "Where\n{}") for span in SPANS),
        *((around, lines) for around in ("{}", "Where\n{}", "{}\nholds.") for lines in LINES),
        ("{}", "$$a_1\n*b*$$"),
    ],
)
def test_what_was_written_is_kept(around: str, formula: str) -> None:
    read = page(a_turn(answer=around.replace("{}", formula)))
    assert read.words.count(formula) == 1
    assert "em" not in read.tags


def test_a_formula_in_a_list_ends_with_it() -> None:
    read = page(a_turn(answer="- $$\n  a_1\n  $$\n- $$\n  *b*\n\n*c*\n$$"))
    assert "$$\na_1\n$$" in read.words and read.tags.count("em") == 2


TYPESET = {
    r"E = mc^2": "E=mc2",
    r"x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}": "x=−b±b2−4ac2a",
    r"\int_{-\infty}^{\infty} e^{-x^2}\,dx": "∫−∞∞e−x2dx",
    r"\begin{aligned} a &= b \\ &= c \end{aligned}": "a=b=c",
    r"\begin{align} a &= b \\ &= c \end{align}": "a=b=c",
    r"\begin{gathered} a \\ b \end{gathered}": "ab",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}": "(abcd)",
    r"\begin{vmatrix} a \\ b \end{vmatrix}": "|ab|",
    r"\begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{else} \end{cases}": "{1if\xa0x>00else",
    r"\begin{array}{c|c} a & b \\ \hline c & d \end{array}": "abcd",
    r"\left\{ a \middle| b \right.": "{a|b",
    r"\mathbb{R}^n, \mathbf{AB}, \mathcal{L}, \mathfrak{C}_1": "ℝn,𝐀𝐁,ℒ,ℭ1",
    r"\boxed{x=1}": "x=1",
    r"\text{50\% of <b>}_1": "50%\xa0of\xa0<b>1",
    r"a \not= b, a \not\in C": "a≠b,a∉C",
    r"\overline{AB} + \hat{y}": "AB+y^",
    r"\lim_{n\to\infty} \sin^2 x \bmod 2": "limn→∞sin2xmod2",
    r"a < b > c \& d": "a<b>c&d",
}


@pytest.mark.parametrize("formula", TYPESET)
@pytest.mark.parametrize("around", ["${}$", "$$\n{}\n$$"])
def test_a_formula_is_typeset(formula: str, around: str) -> None:
    written = around.replace("{}", formula)
    read = page(a_turn(written, f"Since\n\n{written}\n\nholds."))
    assert "".join(read.typeset) == TYPESET[formula] * 2
    assert read.words.count(written) == 2 and read.annotations == [formula] * 2
    assert "code" not in read.tags and read.tags.count("semantics") == 2


AS_WRITTEN = (
    *(r"\unknown{x}_1", r"\includegraphics[height=1em]{a.png}", r"\href{javascript:window.seized=1}{x}", r"\url{a_1}"),
    *(
        r"\style{color:red}{x}",
        r"\class{question}{x}",
        r"\htmlStyle{color:red}{x}",
        r"\htmlId{a}{x}",
        r"\htmlData{a=b}{x}",
    ),
    *(
        r"\unicode{x3c}",
        r"\verb|<b>|_1",
        r"\colorbox{red}{x}",
        r"\rule{1em}{1em}",
        r"\hspace{50em}x",
        r"\hspace{-50em}x",
    ),
    *(
        r"\cancel{x}",
        r"\frac{a}",
        r"\left( a",
        r"a \right)",
        r"a_1_2",
        r"x^",
        r"a & b_1",
        r"a_1 \\ b",
        r"a_1 }",
        "{" * 5 + "_",
    ),
    *(
        r"\begin{alignat}{2} a & b \end{alignat}",
        r"\begin{matrix} a",
        r"\text{a {b} c}_1",
        r"\ce{H2O}",
        r"\bbox[red]{x}",
    ),
    *("{" * 40 + "x_1" + "}" * 40, r"\sqrt" * 150 + " x_1", "x_1+" * (LONGEST // 4) + "x", r"\tiny " * 300),
)


@pytest.mark.parametrize("formula", AS_WRITTEN)
def test_what_is_not_understood_whole_is_shown_as_it_was_written(formula: str) -> None:
    written = f"$$\n{formula}\n$$"
    read = page(a_turn(answer=f"{written}\n\nThe end."))
    assert written in read.words and read.typeset == [] and read.links == []
    assert "math" not in read.tags and "code" in read.tags


def test_colours_are_left_to_the_page() -> None:
    read = page(a_turn(answer=r"$\color{red}{x_1} \textcolor{url(http://a.b/c)}{y}$ $\color{red}{x_1} \Huge y$"))
    assert "".join(read.typeset) == "x1y"


PARTS = (
    *(
        "x",
        "_1",
        "^2",
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        "&",
        "\\\\",
        "'",
        "$",
        "%",
        "#",
        "~",
        "|",
        "<b>",
        '"',
        "&#x3c;",
        "&lt;",
    ),
    *(r"\frac", r"\sqrt", r"\left(", r"\right)", r"\middle|", r"\text{", r"\mathbf{", r"\mathrm", r"\begin{matrix}"),
    *(r"\end{matrix}", r"\begin{cases}", r"\end{cases}", r"\hline", r"\sum", r"\limits", r"\lim", r"\not", r"\over"),
    *(r"\color{red}", r"\href{javascript:x}", r"\style{a}", r"\class{a}", r"\hspace{1em}", r"\kern", "-9em", r"\hat"),
    *(r"\overline", r"\xrightarrow", r"\binom", r"\boxed", r"\tag{1}", r"\operatorname{a}", r"\genfrac", r"\sideset"),
    *(
        r"\skew",
        r"\root",
        r"\of",
        r"\raise",
        r"\smash",
        r"\mathchoice",
        r"\LaTeX",
        r"\pmod",
        r"\hbox{$",
        r"\tiny",
        "\u202e",
    ),
)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(some.lists(some.sampled_from(PARTS), min_size=1, max_size=20).map(" ".join))
def test_whatever_is_in_a_formula_the_page_is_sound(formula: str) -> None:
    for written in (f"${formula}$", f"$$\n{formula}\n$$", f"a \\({formula}\\) b"):
        read = page(a_turn(answer=f"{written}\n\nThe end."))
        assert read.shown.count("The end.") == 1 and read.links == []


@pytest.mark.slow
@pytest.mark.parametrize("part", [*PARTS, r"\left( x \right) ", r"\frac{a}{b} ", "a'", "é", "𝐀", r"\verb|", r"\begin{"])
def test_no_formula_takes_long(part: str) -> None:
    started = time.process_time()
    for formula in (part * (LONGEST // len(part)), (part * LONGEST)[: LONGEST // 2] + "x" * (LONGEST // 2)):
        for display in (True, False):
            typeset(formula, display)
    assert time.process_time() - started < allowed(2)


@pytest.mark.slow
def test_only_so_many_formulas_of_a_text_are_typeset() -> None:
    formula = "$" + "x_1+" * 100 + "y$"
    read = page(a_turn("$z_1$", f"{formula} " * 300))
    assert read.words.count(formula) == 300 and read.tags.count("code") == 51
    assert "".join(read.typeset).startswith("z1x1+")


def test_a_long_formula_among_words_may_end_a_line() -> None:
    read = page(a_turn(answer="$" + " + ".join(f"a_{{{number}}}" for number in range(1, 20)) + " = 0$"))
    assert read.tags.count("math") == read.tags.count("wbr") + 1 > 10 and read.tags.count("annotation") == 1
    read = page(a_turn(answer=r"$a_1 = b$, $-x_1$ and $\left( a + b + c + d + e + f + g + h \right)_1$"))
    assert read.tags.count("math") == 3
