"""Which marks are markup: signs of reckoning are not, and where words stand in a row no space is asked for."""

import re

import pytest

from components.markup.marks import KEPT, TAGS, sides

BOTH, OPENS, CLOSES, NONE = (True, True), (True, False), (False, True), (False, False)


def judged(text: str) -> list[tuple[bool, bool]]:
    return [sides(text, *found.span()) for found in re.finditer(r"(?<!\\)(?:\*+|_+)", text)]


@pytest.mark.parametrize(
    "text",
    [
        *("60e3*1e12 = 6e16; 8*5e13 = 4e14", "a*b*c", "2 * 3 * 4", "x**2 + y**2", "2**10", "a***b***c"),
        *("π*r*2", "x²*y²*z", "2*π*r", "x̄*ȳ*z̄", "½*g*t²", "да*нет*да"),
        *("(a+b)*(c+d)*(e+f)", "a[i]*b[j]*c[k]", "f(x)*2", "(-2)*-3", "(1+r)**2", "x[i]**n", f"{KEPT}*2*{KEPT}"),
        *(r"(a)*\frac", "snake_case_name", "__init__", "self.__class__.__name__", "if __name__ == '__main__':"),
        *("Ca(OH)_2", "|x|*|y|*|z|", "⌊x⌋*⌊y⌋*2", "∞*0*∞", "'ab'*2 + 3*'cd'", '"-"*40'),
    ],
)
def test_signs_of_reckoning_and_names_are_none(text: str) -> None:
    assert all(not opens for opens, _ in judged(text))


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("**bold**", [OPENS, CLOSES]),
        ("a *b* c", [OPENS, CLOSES]),
        ("*f*(x) = 2 n*(n-1) u'*v + u*(v')", [OPENS, CLOSES, NONE, OPENS, NONE]),
        ("|*a*|*b*|", [OPENS, CLOSES, OPENS, CLOSES]),
        ("(*a*), “*b*”.", [OPENS, CLOSES, OPENS, CLOSES]),
        ("**Note:** so", [OPENS, CLOSES]),
        ("(1)**First**", [OPENS, CLOSES]),
        ("l'**API** and/**or**", [OPENS, CLOSES, OPENS, CLOSES]),
        ("**(a)**(b)", [OPENS, CLOSES]),
        ("*(see 2)*, so", [OPENS, BOTH]),
        ("_a_ __Two words__", [OPENS, CLOSES, OPENS, CLOSES]),
        ("__Wichtig__", [OPENS, CLOSES]),
        ("2*(3+4)*5 2*-3 x*-3 *pre*-war", [NONE, NONE, NONE, NONE, OPENS, CLOSES]),
        (".*x.*", [NONE, CLOSES]),
        ("5!*4!*3", [NONE, NONE]),
        # beside punctuation, where words stand in a row
        ("**注意（Important）：**请", [OPENS, BOTH]),
        ("他说**“你好”**然后", [BOTH, BOTH]),
        ("**太字です。**この", [OPENS, BOTH]),
        ("**중요(重要)**합니다", [OPENS, BOTH]),
        ("**คำ:**คำ", [OPENS, BOTH]),
        ("用**`x`**吧", [BOTH, BOTH]),
        ("甲**（乙）**2", [BOTH, BOTH]),
        ("2024**“重要”**2025", [BOTH, BOTH]),
        ("（**甲**）", [OPENS, CLOSES]),
        ("**API**を", [OPENS, BOTH]),
        # and nowhere else
        ("**a:**b", [OPENS, OPENS]),
        ("a**“b”**c", [CLOSES, OPENS]),
        ("ab**(c)**", [CLOSES, CLOSES]),
    ],
)
def test_who_may_open_and_who_may_close(text: str, may: list[tuple[bool, bool]]) -> None:
    assert judged(text) == may


def test_a_sign_behind_an_escape_is_the_sign() -> None:
    assert sides(r"ax*\[3", 2, 3) == sides("ax*[3", 2, 3) == CLOSES
    assert sides(r"(2)*\[3", 3, 4) == sides("(2)*[3", 3, 4) == NONE


@pytest.mark.parametrize(
    "text", ["<br>", "<br/>", "<BR />", "<sub>2</sub>", "<SUP>n + 1</sup>", "<sup>[1](http://a.b)</sup>"]
)
def test_a_few_tags_mean_what_they_say(text: str) -> None:
    assert TAGS.fullmatch(text)


@pytest.mark.parametrize(
    "text",
    ["<br x>", "<b>", "<sub></sub>", "<sub>a</sup>", "<sub>a<b>c</b></sub>", "<sub>a\nb</sub>", "<sub>a\\</sub>"],
)
def test_all_others_are_text(text: str) -> None:
    assert not TAGS.search(text)
