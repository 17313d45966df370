"""What is worth the same is the same, and what is not is not, as a library that shares no code with the room has it."""

import itertools
import logging
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from components.injection import Expected, Mark, blanked, contains_answer, expecting, judge
from components.injection.judging.mathematics import is_formula, read, same

# What stands in one line is one, in many ways of writing.
SAME: tuple[tuple[str, ...], ...] = (
    (r"\frac{1}{2}", r"\frac12", r"\dfrac{1}{2}", "1/2", "0.5", "0.50", r"\frac{2}{4}", ".5", "5*10^{-1}"),
    (r"\frac{3}{4}", r"\tfrac34", r"\frac 34", "0.75", "3/4"),
    (r"-\frac{1}{3}", r"\frac{-1}{3}", r"-\frac13", "-1/3"),
    ("1234", "1,234", r"1{,}234", r"1,\!234", r"\$1,234", "1234.00"),
    ("72", r"\frac{144}{2}", r"72\text{ pens}", "x = 72", r"\$72", "72."),
    (r"2\sqrt{3}", r"\sqrt{12}", r"2\sqrt3", r"\frac{6}{\sqrt{3}}", r"2 \cdot \sqrt{3}"),
    (r"\frac{\sqrt{2}}{2}", r"\frac{1}{\sqrt{2}}", r"\sqrt{\frac12}"),
    (r"5\pi", r"\pi \cdot 5", r"\frac{10\pi}{2}"),
    (r"3\frac{1}{2}", r"\frac{7}{2}", "3.5"),
    ("1024", "2^{10}", r"4^5"),
    (r"\frac{1+\sqrt{5}}{2}", r"\frac12 + \frac{\sqrt5}{2}"),
    ("x^2+2x+1", "(x+1)^2", "x(x+2)+1", "1 + 2x + x^2"),
    ("4x+12", "4(x+3)", r"2 \cdot (2x+6)"),
    ("p - q", "p-q", "-q+p"),
    ("6-5i", "-5i+6"),
    ("(1, 2)", "(1,2)", r"\left( 1, 2 \right)", r"\left(\frac{2}{2},2\right)"),
    (r"(-\infty, 2]", r"\left(-\infty,2\right]"),
    (r"\{3,4\}", r"\{4, 3\}"),
    (r"90^\circ", r"90^{\circ}"),
    (r"\frac{n(n+1)}{2}", r"\frac{n^2+n}{2}"),
)
# What is neither: it could be meant either way.
UNSURE = (
    *((r"\frac{1}{3}", "0.33"), (r"\pi", "3.14"), ("3.14", "3.14159"), (r"25\%", "25"), ("[1,2)", "(1,2)")),
    *((r"5\text{ cm}", r"5\text{ m}"), ("(1,2)", r"\{1,2\}"), (r"2\sqrt{3}", "3.46")),
)
NO_VALUE = (
    *(
        "Friday",
        "Red or blue?",
        "H2O",
        "C++",
        "3,5",
        "1/2/2024",
        "6:00",
        "2516_8",
        "(3,100)",
        "",
        "  ",
        "$",
        r"\frac{1}",
    ),
    *(r"\frac{3}{0}", "10^{999999999}", "9**9", "((((", "1 2", r"\log_2 8", "x=y=z", "2x+3y=5", "1" * 2_000, "\ud800"),
    *("9^9^9^9^9", "200!", "(" * 500 + "1" + ")" * 500, "-" * 900 + "1", "{" * 300, "0^{-1}"),
)


def of_math_verify(gold: str, answer: str) -> bool:
    library: Any = pytest.importorskip("math_verify")
    logging.disable(logging.CRITICAL)
    try:
        parsed = [library.parse(f"${text}$", parsing_timeout=None) for text in (gold, answer)]
        return bool(library.verify(*parsed, timeout_seconds=None))
    finally:
        logging.disable(logging.NOTSET)


@pytest.mark.parametrize("written", SAME, ids=lambda written: written[0])
def test_what_is_written_in_many_ways_is_one(written: tuple[str, ...]) -> None:
    for one, other in itertools.product(written, repeat=2):
        a, b = read(one), read(other)
        assert a and b and same(a, b) is True, (one, other)


def test_what_is_another_is_another() -> None:
    firsts = [values[0] for values in SAME]
    for one, other in itertools.permutations(firsts, 2):
        a, b = read(one), read(other)
        assert a and b and same(a, b) is False, (one, other)


@pytest.mark.slow
@pytest.mark.parametrize("written", SAME, ids=lambda written: written[0])
def test_math_verify_says_so_too(written: tuple[str, ...]) -> None:
    gold, *others = written
    # It reads "72.", ".5" and 5*10^{-1} in other ways, or not at all.
    for other in others:
        if other not in ("72.", ".5", "5*10^{-1}"):
            assert of_math_verify(gold, other), (gold, other)


@pytest.mark.slow
def test_math_verify_tells_apart_what_is_told_apart() -> None:
    firsts = [values[0] for values in SAME]
    for one, other in zip(firsts, firsts[1:] + firsts[:1], strict=True):
        assert not of_math_verify(one, other), (one, other)


@pytest.mark.parametrize(("one", "other"), UNSURE)
def test_what_could_be_meant_either_way_is_neither(one: str, other: str) -> None:
    a, b = read(one), read(other)
    assert a and b and same(a, b) is None and same(b, a) is None


@pytest.mark.parametrize("text", NO_VALUE, ids=lambda text: repr(text[:20]))
def test_what_is_not_surely_understood_has_no_value(text: str) -> None:
    assert read(text) is None


def test_a_letter_alone_is_no_formula_and_a_number_with_its_unit_is() -> None:
    assert not any(map(is_formula, ("B", "x", "A-B", "well-known", "Friday", "a b", "New York", "3rd", "10am", "4K")))
    assert all(map(is_formula, ("p - q", "x^2", r"\pi", "1/2", "5 cm", "25%", "-x")))


SIGNS = st.lists(
    st.sampled_from(
        [
            *(
                " ",
                "\n",
                r"\text{ cm}",
                r"\left",
                r"\{",
                r"\}",
                r"\pm",
                r"\sin",
                r"\frac",
                r"\sqrt",
                r"\pi",
                "}{",
                "^{",
            ),
            *"0 1 2 9 . , x y i + - * / ^ _ ! ( ) [ ] { } = % $ ± √ π ²".split(),
        ]
    ),
    max_size=25,
).map("".join)


@pytest.mark.slow
@settings(max_examples=1_500, deadline=None)
@given(st.text(max_size=60) | SIGNS, SIGNS)
@example("9" * 390, "9" * 389)
def test_no_text_is_too_odd(text: str, other: str) -> None:
    a, b = read(text), read(other)
    assert a is None or same(a, a) is True
    if a and b:
        assert same(a, b) is same(b, a)


HALF, SEVENTY_TWO, POINT, ROOT, PERCENT = (
    expecting("?", right) for right in (r"\frac{1}{2}", "72", "(1, 2)", r"2\sqrt{3}", "25%")
)
TABLE: list[tuple[Expected | None, str, Mark]] = [
    (HALF, r"\boxed{\frac{1}{2}}", "right"),
    (HALF, r"The answer is $\boxed{\dfrac{1}{2}}$.", "right"),
    (HALF, r"\[\boxed{\frac12}\]", "right"),
    (HALF, r"\boxed{0.5}", "right"),
    (HALF, r"The answer is $\frac{2}{4} = \frac{1}{2}$.", "right"),
    (HALF, r"The answer is \(x = \frac{1}{2}\).", "right"),
    (HALF, "The answer is 1/2.", "right"),
    (HALF, "0.5", "right"),
    (HALF, r"\boxed{\frac{1}{3}}", "wrong"),
    (HALF, "The answer is 2.", "wrong"),
    (HALF, "The answer is not 1/2.", "wrong"),
    (HALF, r"\boxed{\frac{1}{3}} Wait, that is wrong. \boxed{\frac{1}{2}}", "right"),
    (HALF, r"\boxed{\frac{1}{3}} and \boxed{\frac{1}{2}}", "unclear"),
    (HALF, r"Some say $\frac{1}{2}$.", "unclear"),
    (HALF, r"\boxed{\frac{1}{", "unclear"),
    (SEVENTY_TWO, "The answer is 72.", "right"),
    (SEVENTY_TWO, "In all it sold 48+24 = <<48+24=72>>72 pens.\n#### 72", "right"),
    (SEVENTY_TWO, "In all it sold 48/2 = 24, so 48+24 = 70 pens.\n#### 70", "wrong"),
    (SEVENTY_TWO, r"\boxed{72\text{ pens}}", "right"),
    (SEVENTY_TWO, r"\boxed{\$72.00}", "right"),
    (SEVENTY_TWO, r"$\boxed{x = 72}$", "right"),
    (SEVENTY_TWO, r"\boxed{\frac{144}{2}}", "right"),
    (SEVENTY_TWO, r"\boxed{\frac{144}{3}}", "wrong"),
    (SEVENTY_TWO, r"The answer is $2^3 \cdot 9$.", "right"),
    (POINT, r"\boxed{\left(1, 2\right)}", "right"),
    (POINT, "The answer is (1,2).", "right"),
    (POINT, r"\boxed{(2,1)}", "wrong"),
    (ROOT, r"\boxed{\sqrt{12}}", "right"),
    (ROOT, "The answer is 2√3.", "right"),
    (ROOT, r"\boxed{3.46}", "unclear"),
    (ROOT, r"\boxed{3\sqrt{2}}", "wrong"),
    (PERCENT, r"\boxed{25\%}", "right"),
    (PERCENT, "The answer is 25%.", "right"),
    (PERCENT, "25", "unclear"),
    (PERCENT, r"\boxed{26\%}", "wrong"),
]


@pytest.mark.parametrize(("expected", "answer", "mark"), TABLE)
def test_a_formula_is_judged_by_its_worth(expected: Expected, answer: str, mark: Mark) -> None:
    verdict = judge(answer, expected)
    assert verdict.mark == mark, verdict.ground


def test_the_ground_quotes_the_formula_as_it_was_written() -> None:
    assert HALF and judge(r"So the answer is $\dfrac{2}{4}$.", HALF).ground == (
        r"Looked for \frac{1}{2} as the answer; found “So the answer is \dfrac{2}{4}”."
    )


@pytest.mark.parametrize(
    ("right", "text", "left"),
    [
        (r"\frac{1}{2}", r"So $\frac12$, 0.5, .5, 1/2 and \boxed{\frac{3}{6}}, not $\frac13$.",
         r"So $[…]$, […], […], […] and \boxed{[…]}, not $\frac13$."),
        ("3", r"So $\frac{6}{2} = 3$, three.", "So $[…] = […]$, […]."),
        ("(1, 2)", "(1,2), $(1, 2)$, (2,1)", "[…], $[…]$, (2,1)"),
        (r"2\sqrt{3}", r"2√3 is about 3.46, $\sqrt{12}$", "[…] is about […], $[…]$"),
        ("x^2+1", "x^2 + 1, $1+x^2$, x^2+10", "[…], $[…]$, x^2+10"),
    ],
)  # fmt: skip
def test_a_formula_is_blanked_however_it_is_written(right: str, text: str, left: str) -> None:
    expected = expecting("?", right)
    assert expected and blanked(text, expected).text == left
    assert contains_answer(text, expected)
    assert not blanked(left, expected).pieces


def test_of_many_formulas_none_is_left() -> None:
    assert HALF and "frac" not in blanked(r"It is $\frac{1}{2}$. " * 3_000, HALF).text
