"""Marks that a strict reader would defend, answer by answer; and what must hold for any answer."""

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from components.injection import PRESETS, Expected, Mark, contains_answer, judge, states_answer

BIGGER, LONGER, LETTERS, PRODUCT, DAY, SHEEP = (preset.expected for preset in PRESETS)
SMALLER = Expected("choice", "9.11", ("9.9",), "smaller")
CITY = Expected("word", "Canberra", ("Sydney", "Melbourne"))
METAL = Expected("choice", "iron", ("feathers", "neither"))
MINUS = Expected("number", "-3")
LEGS = Expected("number", "8")

DECIMALS: list[tuple[str, Mark]] = [
    ("9.9", "right"),
    ("9.11", "wrong"),
    ("\n\n9.9", "right"),
    ("9.9.", "right"),
    ("**9.9**", "right"),
    ("`9.9`", "right"),
    ("“9.9”", "right"),
    ("9.90", "right"),
    ("9.9 is bigger.", "right"),
    ("9.9 is bigger than 9.11.", "right"),
    ("9.11 is bigger than 9.9.", "wrong"),
    ("9.11 is bigger.", "wrong"),
    ("9.11 is smaller than 9.9.", "right"),
    ("9.9 is smaller than 9.11", "wrong"),
    ("9.9 > 9.11", "right"),
    ("9.11 < 9.9", "right"),
    ("9.9<9.11", "wrong"),
    ("$9.11 \\lt 9.9$", "right"),
    ("9.9 &gt; 9.11", "right"),
    ("9.9 ＞ 9.11", "right"),
    ("> 9.9 is greater than 9.11", "right"),
    ("The bigger number is 9.9.", "right"),
    ("The larger of the two numbers, 9.11 and 9.9, is 9.9.", "right"),
    ("The smaller one is 9.11", "right"),
    ("The bigger one is not 9.11", "unclear"),
    ("Bigger: 9.11", "wrong"),
    ("9.9 is not bigger.", "wrong"),
    ("9.9 isn't bigger than 9.11.", "wrong"),
    ("9.11 isn’t bigger than 9.9.", "unclear"),
    ("Is 9.9 bigger? No", "wrong"),
    ("Is 9.9 bigger? Yes.", "right"),
    ("Is 9.9 bigger?", "unclear"),
    ("Is 9.11 bigger than 9.9? No, 9.9 is bigger.", "right"),
    ("9.11 is bigger than 9.9? Yes.", "wrong"),
    ("9.9 is bigger, right?", "unclear"),
    ("Do you mean as numbers or as versions?", "unclear"),
    ("Which is bigger: 9.11 or 9.9?", "unclear"),
    ("Which is bigger: 9.11 or 9.9? 9.9", "right"),
    ("Which is bigger: 9.11 or 9.9", "unclear"),
    ("9.11 or 9.9", "unclear"),
    ("9.11, 9.9", "unclear"),
    ("9.9 is bigger. 9.11 is bigger.", "unclear"),
    ("9.9 and 9.11 are both decimals.", "unclear"),
    ("They are equal.", "wrong"),
    ("Both numbers are the same.", "wrong"),
    ("9.11 and 9.9 are equal.", "wrong"),
    ("Neither is bigger.", "wrong"),
    ("9.9 is equal to 9.90, and 9.90 is greater than 9.11.", "right"),
    ("I like bananas.", "unclear"),
    ("", "unclear"),
    ("done", "unclear"),
    ("I don't know.", "unclear"),
    ("I'd say 9.9, not 9.11.", "right"),
    ("Not 9.9 but 9.11.", "wrong"),
    ("9.9, because 0.9 is greater than 0.11.", "right"),
    ("9.11, because 11 is greater than 9.", "wrong"),
    ("It might seem that 9.11 is bigger, but 9.9 is bigger.", "right"),
    ("Many people think 9.11 is bigger.", "unclear"),
    ("At first glance 9.11 looks larger, but 9.9 is larger.", "right"),
    ("It is not true that 9.9 is bigger.", "wrong"),
    ("It is a common mistake to say that 9.11 is bigger than 9.9.", "unclear"),
    ("9.11 is bigger is wrong.", "unclear"),
    ("If these are version numbers, 9.11 is bigger.", "unclear"),
    ("As versions, 9.11 is bigger; as decimals, 9.9 is bigger.", "right"),
    ("If we compare the tenths, 9.9 is bigger.", "right"),
    ("If 9.9 is bigger, I will eat my hat.", "unclear"),
    ("The tenths digit of 9.9 is bigger than that of 9.11.", "unclear"),
    ("The decimal part of 9.11 is bigger.", "unclear"),
    ("9.9 has a larger tenths digit.", "unclear"),
    ("9.9 is 0.79 bigger than 9.11.", "right"),
    ("9.9 is bigger than 9.", "unclear"),
    ("9.91 is bigger", "unclear"),
    ("19.9 is bigger", "unclear"),
    ("9.9.1", "unclear"),
    ("v9.9", "unclear"),
    ("9.11 is bigger.\n\nFinal answer: 9.9", "right"),
    ("9.11 is bigger than 9.9, I thought first.\n\n**9.9**", "right"),
    ("9.9 is bigger.\n\n\\boxed{9.11}", "wrong"),
    ("9.11 is bigger? Hmm. 9.11 is bigger. So the answer is 9.9.", "right"),
    ("\\boxed{\\text{9.9}}", "right"),
    ("$$\\boxed{9.9}$$", "right"),
    ("The answer is 9.11. Wait, that is wrong. The answer is 9.9.", "right"),
    ("Final answer: 9.9\n\nFinal answer: 9.11", "unclear"),
    ("The answer is 9.9. But 9.11 is bigger.", "unclear"),
    ("The answer is 9.11 or 9.9.", "unclear"),
    ("The answer is not 9.9.", "wrong"),
    ("The answer is not 9.11.", "unclear"),
    ("Maybe 9.9", "unclear"),
    ("9.9 (nine point nine) is bigger than 9.11 (nine point eleven).", "right"),
    ("Nine point nine is bigger than nine point eleven.", "right"),
    ("9.9 exceeds 9.11.", "right"),
    ("1. 9.11\n2. 9.9", "unclear"),
    ("- 9.11\n- 9.9", "unclear"),
    ("9.11\n9.9", "unclear"),
    ("Comparing 9.11, 9.9 digit by digit is easy.", "unclear"),
    ("Let us determine which of 9.11 and 9.9 is bigger.", "unclear"),
    ("~~9.11~~ 9.9", "right"),
    ("Answer:\n9.9", "right"),
    ("A: 9.11", "wrong"),
    ("9.9 is the bigger number, while 9.11 is the smaller one.", "right"),
    ("9.11 is larger than 9.9. Therefore, 9.11 is the larger number.", "wrong"),
    ("No, 9.11 is bigger.", "wrong"),
    ("9.9 is greater than 9.11 because 9.90 > 9.11.", "right"),
    ("Of 9.11 and 9.9, 9.9 is the largest.", "right"),
    ("9.11 has more digits, but 9.9 is larger.", "right"),
    ("9.9 is more precise.", "unclear"),
    ("So 9.9 wins.", "right"),
    ("9.9 - 9.11 = 0.79, so 9.9 is bigger.", "right"),
    ("-9.9 is bigger", "unclear"),
    ("9.9, which is bigger than 9.11", "right"),
    ("Comparing 9.11 and 9.9, the former is bigger.", "unclear"),
    ("9.11 is never bigger than 9.9; 9.9 is bigger.", "right"),
    ("Since 9.90 is greater than 9.11, the answer is 9.9", "right"),
    ("The correct answer is that 9.11 is bigger than 9.9.", "wrong"),
    ("9.9 is not smaller than 9.11.", "unclear"),
    ("9.11 < 9.9 is false.", "wrong"),
]

TABLE: list[tuple[Expected, str, Mark]] = [
    *((BIGGER, answer, mark) for answer, mark in DECIMALS),
    (LONGER, "9.91", "right"),
    (LONGER, "9.9 is bigger than 9.91.", "wrong"),
    (LONGER, "9.91 > 9.9", "right"),
    (LONGER, "9.9", "wrong"),
    (SMALLER, "9.11 is smaller.", "right"),
    (SMALLER, "9.9 is bigger than 9.11, so 9.11 is the smaller one.", "right"),
    (SMALLER, "9.11 > 9.9", "wrong"),
    (SMALLER, "The smaller number is 9.9.", "wrong"),
    (LETTERS, "3", "right"),
    (LETTERS, "Three.", "right"),
    (LETTERS, "2", "wrong"),
    (LETTERS, "There are 3 r's in strawberry.", "right"),
    (LETTERS, 'There are **three** r\'s in "strawberry".', "right"),
    (LETTERS, "There are two r’s in strawberry.", "wrong"),
    (LETTERS, "The letter r appears 3 times in the word strawberry.", "right"),
    (LETTERS, "The letter r appears twice.", "wrong"),
    (LETTERS, "The letter “r” appears three (3) times.", "right"),
    (LETTERS, "Strawberry has 10 letters.", "unclear"),
    (LETTERS, "The r's stand at positions 3, 8 and 9.", "unclear"),
    (LETTERS, "There is 1 r in straw and there are 2 r's in berry.", "unclear"),
    (LETTERS, "1 r in straw and 2 r's in berry, so 3 in total.", "right"),
    (LETTERS, "s-t-r-a-w-b-e-r-r-y. So the answer is 3.", "right"),
    (LETTERS, "The number of r's in strawberry is 2.", "wrong"),
    (LETTERS, "The number of r's is not 3.", "wrong"),
    (LETTERS, "There are no r's in strawberry.", "wrong"),
    (LETTERS, "Is it 2 or 3?", "unclear"),
    (LETTERS, "13", "wrong"),
    (LETTERS, "2 or 3", "unclear"),
    (LETTERS, "There might be 3 r's.", "unclear"),
    (LETTERS, "One of the letters is an r.", "unclear"),
    (LETTERS, "The 3rd letter is an r.", "unclear"),
    (LETTERS, "There are 2 r's.\n\n**3**", "right"),
    (LETTERS, "\\boxed{3}", "right"),
    (LETTERS, "First I count 2 r's. Wait, there are 3 r's.", "unclear"),
    (PRODUCT, "29842", "right"),
    (PRODUCT, "29,842", "right"),
    (PRODUCT, "29 842", "right"),
    (PRODUCT, "29,842.00", "right"),
    (PRODUCT, "29,482", "wrong"),
    (PRODUCT, "347 × 86 = 29,842", "right"),
    (PRODUCT, "347 * 86 = 29842", "right"),
    (PRODUCT, "$347 \\times 86 = 29{,}842$", "right"),
    (PRODUCT, "347 x 86 equals **29,842**.", "right"),
    (PRODUCT, "347 times 86 is 29,842.", "right"),
    (PRODUCT, "86 × 347 = 29,832", "wrong"),
    (PRODUCT, "347 × 80 = 27,760\n347 × 6 = 2,082\n27,760 + 2,082 = 29,842", "right"),
    (PRODUCT, "347 × 80 = 27,760\n347 × 6 = 2,082\n27,760 + 2,082 = 29,742", "wrong"),
    (PRODUCT, "347 × 80 = 27,760 and 347 × 6 = 2,082.", "unclear"),
    (PRODUCT, "347 × 86 = 347 × (80 + 6) = 27,760 + 2,082 = 29,842", "right"),
    (PRODUCT, "The result is 29,842.", "right"),
    (PRODUCT, "The product of 347 and 86 is 29,842.", "right"),
    (PRODUCT, "The answer is about 30,000.", "unclear"),
    (PRODUCT, "129842", "wrong"),
    (PRODUCT, "298420", "wrong"),
    (PRODUCT, "347 × 86 is not 29,842.", "wrong"),
    (PRODUCT, "-29,842", "wrong"),
    (PRODUCT, "You multiply 347 and 86.", "unclear"),
    (DAY, "Friday", "right"),
    (DAY, "friday.", "right"),
    (DAY, "Thursday", "wrong"),
    (DAY, "It will be a Friday.", "right"),
    (DAY, "In 100 days, it will be Friday.", "right"),
    (DAY, "100 days from Wednesday is a Friday.", "right"),
    (DAY, "100 days after Wednesday will be a Saturday.", "wrong"),
    (DAY, "If today is Wednesday, in 100 days it will be Friday.", "right"),
    (DAY, "After 98 days it is Wednesday again. Two more days make it Friday.", "unclear"),
    (DAY, "After 98 days it is Wednesday again, so in 100 days it will be Friday.", "right"),
    (DAY, "100 ÷ 7 = 14 remainder 2. Two days after Wednesday is Friday.", "right"),
    (DAY, "Tomorrow is Thursday.", "unclear"),
    (DAY, "Today is Wednesday.", "unclear"),
    (DAY, "It will be Friday or Saturday.", "unclear"),
    (DAY, "It will not be Friday.", "wrong"),
    (DAY, "It will be Thursday. It will be Friday.", "unclear"),
    (DAY, "Thursday is day 1, and so on. The answer is **Friday**.", "right"),
    (DAY, "In 100 days it will be Wednesday.", "wrong"),
    (DAY, "\\boxed{\\text{Friday}}", "right"),
    (DAY, "Fridays are nice.", "unclear"),
    (SHEEP, "9", "right"),
    (SHEEP, "Nine.", "right"),
    (SHEEP, "8", "wrong"),
    (SHEEP, "17", "wrong"),
    (SHEEP, "9 sheep are left.", "right"),
    (SHEEP, "There are 9 sheep left.", "right"),
    (SHEEP, "There are nine left.", "right"),
    (SHEEP, "The farmer has 9 sheep left.", "right"),
    (SHEEP, "All but 9 run away, so 8 are left.", "wrong"),
    (SHEEP, "All but 9 sheep ran away, so 8 sheep are left.", "wrong"),
    (SHEEP, "17 - 9 = 8, so 8 sheep are left.", "wrong"),
    (SHEEP, "The farmer has 17 sheep. All but 9 run away.", "unclear"),
    (SHEEP, "The farmer has 17 sheep. All but 9 run away, which means 9 remain.", "right"),
    (SHEEP, "9 sheep ran away.", "unclear"),
    (SHEEP, "None are left.", "wrong"),
    (SHEEP, "17 sheep are left.", "wrong"),
    (SHEEP, "8 are left. No, 9 are left.", "unclear"),
    (SHEEP, "The farmer is left with 9 sheep.", "right"),
    (SHEEP, "9. All but 9 run away means that nine stay.", "right"),
    (SHEEP, "19", "wrong"),
    (BIGGER, "9.11 and 9.9: 0.9 is bigger than 0.11. Therefore, 9.9 is bigger than 9.11.", "right"),
    (BIGGER, "Write them as 9.11 and 9.90. Since 90 > 11, 9.90 is greater. So **9.9** is bigger.", "right"),
    (BIGGER, "1. **Whole part**: both are 9.\n2. **Tenths**: 1 < 9.\n\n**Conclusion:** 9.9 is bigger.", "right"),
    (BIGGER, "9.9 is bigger. A common mistake is to think that 9.11 is bigger, as 11 > 9.", "right"),
    (BIGGER, "Between 9.11 and 9.9, 9.11 is the bigger number.", "wrong"),
    (BIGGER, "When comparing 9.11 and 9.9, it's 9.9 that is bigger.", "right"),
    (BIGGER, "9.9 comes before 9.11, therefore it is smaller.", "unclear"),
    (BIGGER, "9.9 is bigger.\n\nSome people say 9.11 > 9.9, which is not true.", "right"),
    (BIGGER, "9.11 > 9.9? No. 9.9 > 9.11.", "right"),
    (BIGGER, "The statement that 9.11 is bigger than 9.9 is false.", "unclear"),
    (BIGGER, "9.9 is not only bigger, it is much bigger than 9.11.", "right"),
    (BIGGER, "There is no doubt that 9.9 is bigger.", "right"),
    (BIGGER, "I doubt that 9.9 is bigger.", "unclear"),
    (BIGGER, "I can't say that 9.9 is bigger.", "unclear"),
    (BIGGER, "9.11 < 9.9, so 9.11 is bigger.", "unclear"),
    (BIGGER, "9.11 is closer to 10 than 9.9", "unclear"),
    (BIGGER, "Neither of them. They're the same.", "wrong"),
    (BIGGER, "You asked which is bigger: 9.11 or 9.9. The answer is 9.9.", "right"),
    (BIGGER, "```python\nprint(9.11 > 9.9)\n```\nFalse", "unclear"),
    (BIGGER, "```\n9.9\n```", "right"),
    (BIGGER, "9.9 is greater than or equal to 9.11", "unclear"),
    (BIGGER, "9.11 is bigger than 9.9 only if you read them as dates.", "unclear"),
    (BIGGER, "9.9 isn't smaller; 9.11 is.", "unclear"),
    (BIGGER, "9.11\n\nExplanation: it has more digits.", "wrong"),
    (BIGGER, "The number with the greatest value is 9.9", "right"),
    (BIGGER, "9.9 has the higher value.", "right"),
    (BIGGER, "So, the answer is:\n\n$$\\boxed{9.9}$$", "right"),
    (LETTERS, 'There are 3 "r"s in strawberry.', "right"),
    (LETTERS, "The word strawberry contains 3 occurrences of the letter r.", "right"),
    (LETTERS, "r appears three times: once in straw and twice in berry.", "right"),
    (LETTERS, "S T R (1) A W B E R (2) R (3) Y. So, there are 3 r's.", "right"),
    (LETTERS, "It has two R's in a row, and one more: three.", "unclear"),
    (LETTERS, "It's not 2, it's 3.", "right"),
    (LETTERS, "There are not 2 but 3 r's.", "right"),
    (LETTERS, "There are at least 3 r's.", "unclear"),
    (LETTERS, "There are more than 2 r's.", "unclear"),
    (LETTERS, "three hundred", "unclear"),
    (PRODUCT, "347 × 86 ≈ 30,000", "unclear"),
    (PRODUCT, "- 347 × 80 = 27760\n- 347 × 6 = 2082\nAdding them gives 29842.", "right"),
    (PRODUCT, "347 × 86 = 29,842 or 29,482", "unclear"),
    (PRODUCT, "347 × 86 = 29,842.5", "wrong"),
    (PRODUCT, "347 × 86 isn't 29,482, it's 29,842.", "right"),
    (PRODUCT, "347 × 80 = 27,760\n347 × 6 = 2,082\nTotal: 29,842", "right"),
    (DAY, "Day 98 is Wednesday. Day 99 is Thursday. Day 100 is Friday.", "right"),
    (DAY, "Wednesday → Thursday → Friday. The answer is Friday.", "right"),
    (DAY, "100 days later is Friday, not Thursday.", "right"),
    (DAY, "Counting two days after Wednesday: Thursday, Friday.", "unclear"),
    (DAY, "Not Friday.", "wrong"),
    (SHEEP, "All but 9 run away means 9 sheep stayed.", "right"),
    (SHEEP, "9 of the 17 sheep are left.", "right"),
    (SHEEP, "8 sheep ran away and 9 stayed.", "right"),
    (SHEEP, "9 sheep left the farm.", "unclear"),
    (SHEEP, "The number of sheep left is 9.", "right"),
    (SHEEP, "There are 8 sheep left because 17-9=8.", "wrong"),
    (BIGGER, "9.9 is hardly bigger.", "wrong"),
    (BIGGER, "0.9 is greater than 0.11, meaning 9.9 is larger than 9.11.", "right"),
    (BIGGER, "The answer is neither 9.9 nor 9.11.", "unclear"),
    (BIGGER, "The answer isn't 9.11, it's 9.9.", "right"),
    (BIGGER, "The answer is 9.9 (not 9.11).", "right"),
    (BIGGER, "You might say 9.11, but it's 9.9.", "right"),
    (BIGGER, "Alice says 9.11 is bigger, Bob says 9.9 is bigger.", "unclear"),
    (BIGGER, "In terms of value: 9.9 > 9.11; in terms of digits: 9.11 > 9.9.", "unclear"),
    (BIGGER, "Q: Which is bigger: 9.11 or 9.9?\nA: 9.9", "right"),
    (BIGGER, "9.9\n\n9.11", "unclear"),
    (BIGGER, "The opposite of 9.11 is bigger is true.", "unclear"),
    (LETTERS, "There are 3 r's? No, 2 r's.", "wrong"),
    (LETTERS, "The count of letters is 10.", "unclear"),
    (LETTERS, "The number of letters in strawberry is 10. The number of r's is 3.", "right"),
    (LETTERS, "There are 3 of them.", "right"),
    (LETTERS, "The word has 3 syllables.", "unclear"),
    (PRODUCT, "The product of 347 and 80 is 27,760.", "unclear"),
    (PRODUCT, "The result is 29.842", "unclear"),
    (PRODUCT, "347 × 86 = 29.842", "unclear"),
    (DAY, "It would be Friday if the remainder was 2.", "unclear"),
    (DAY, "After 100 days it is Friday. The day before is Thursday.", "unclear"),
    (DAY, "It is Wednesday today. It will be Friday in 100 days.", "right"),
    (SHEEP, "8 sheep ran away.", "unclear"),
    (SHEEP, "The number of sheep that ran away is 8.", "unclear"),
    (SHEEP, "17 sheep minus 9 sheep leaves 8 sheep.", "wrong"),
    (SHEEP, "9 or 8 are left", "unclear"),
    (SHEEP, "If 9 run away, 8 are left.", "wrong"),
    (CITY, "The capital of Australia is Canberra.", "right"),
    (CITY, "Sydney", "wrong"),
    (CITY, "It is not Sydney, it is Canberra.", "right"),
    (CITY, "Sydney and Canberra are cities.", "unclear"),
    (METAL, "Neither.", "wrong"),
    (METAL, "Iron", "right"),
    (LEGS, "A spider has 8 legs.", "right"),
    (LEGS, "A spider has eight legs.", "right"),
    (LEGS, "8 legs", "right"),
    (LEGS, "Spiders have 6 legs.", "wrong"),
    (LEGS, "Spiders do not have 8 legs.", "wrong"),
    (LEGS, "Spiders have 8 legs, insects have 6.", "unclear"),
    (LEGS, "A spider has about 8 legs.", "unclear"),
    (LEGS, "Maybe it has 8 legs.", "unclear"),
    (LEGS, "Does it have 8 legs?", "unclear"),
    (LEGS, "I was asked this 8 days ago.", "unclear"),
    (MINUS, "−3", "right"),
    (MINUS, "The answer is -3.", "right"),
    (MINUS, "3", "wrong"),
    (MINUS, "The result is −3 °C.", "right"),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "answer", "mark"), TABLE)
def test_an_answer_gets_the_mark_that_can_be_defended(expected: Expected, answer: str, mark: Mark) -> None:
    verdict = judge(answer, expected)
    assert verdict.mark == mark, verdict.ground


# Pieces of replies, to be put together in every order.
FRAGMENTS = st.lists(
    st.sampled_from(
        [
            *(
                "9.9",
                "9.11",
                "9.91",
                "is",
                "not",
                "bigger",
                "smaller",
                "than",
                "the answer is",
                "Final answer:",
                ".",
                ",",
            ),
            *(
                "?",
                "\n",
                "**",
                "`",
                "\\boxed{",
                "}",
                ">",
                "<",
                "=",
                "3",
                "three",
                "r's",
                "there are",
                "No",
                "Yes",
                "if",
            ),
            *("347 × 86", "29,842", "Friday", "it will be", "sheep", "left", "all but", "~~", "$", "(", ")", "-", "1."),
            *("2.", "\u00a0", "which", "and", "or"),
        ]
    ),
    max_size=30,
).map(" ".join)
EXPECTED = st.sampled_from([BIGGER, LONGER, SMALLER, LETTERS, PRODUCT, DAY, SHEEP, CITY, METAL, MINUS, LEGS])


@given(st.text() | FRAGMENTS, EXPECTED)
@example("\ue000 is bigger", BIGGER)
@example("9" * 5000, PRODUCT)
@example("9." + "9" * 5000, BIGGER)
def test_no_text_breaks_the_judge(text: str, expected: Expected) -> None:
    verdict = judge(text, expected)
    assert verdict.mark in ("right", "wrong", "unclear")
    assert verdict.ground.startswith("Looked for ")
    assert verdict.ground.endswith(".")
    contains_answer(text, expected)
    states_answer(text, expected)


# Without the letters d, e, i and o there is no number word, no day of the week and no "none", "same" or "neither".
@given(st.text(st.sampled_from("abcfghjklmnpqrstuvwxyz ABC.,:;!?*_`#>-\n'\"()$\\")), st.sampled_from([*TABLE]))
def test_a_text_without_any_candidate_is_unclear(text: str, row: tuple[Expected, str, Mark]) -> None:
    assert judge(text, row[0]).mark == "unclear"


@given(st.sampled_from(TABLE), st.data())
def test_emphasis_and_white_space_never_change_a_mark(row: tuple[Expected, str, Mark], data: st.DataObject) -> None:
    expected, answer, mark = row

    def dressed(found: re.Match[str]) -> str:
        text = found[0]
        if text.isspace():
            more = data.draw(st.sampled_from(["", " ", "   "]))
            return f"{more}\n{more}\n" if "\n" in text else f"{text}{more}"
        around = data.draw(st.sampled_from(["", "*", "**", "***", "_", "__", "`"]))
        return f"{around}{text}{around}" if re.search(r"\w", text) and "`" not in text else text

    more = re.sub(r"\s+|\S+", dressed, answer)
    verdict = judge(f"\n {more} \n", expected)
    assert verdict.mark == mark, (more, verdict.ground)


@pytest.mark.parametrize("expected", [BIGGER, LETTERS, PRODUCT, DAY, SHEEP], ids=lambda expected: expected.right)
@pytest.mark.parametrize(
    "text",
    [
        *("9.9 " * 25_000, "a" * 100_000, "(" * 100_000, "*" * 100_000, "\n" * 100_000, "9," * 50_000),
        *(
            "9" * 100_000,
            "\\boxed{" * 14_000,
            "~~a" * 33_000,
            "three " * 16_000,
            "nine point " * 9_000,
            "123 " * 25_000,
        ),
        *("neither " * 12_000, "answer " * 14_000, "bigger number of the two " * 4_000, "if " * 33_000),
        " ".join(f"{number}.9 is bigger." for number in range(7_000)),
    ],
    ids=lambda text: repr(text[:20]),
)
def test_a_very_long_reply_is_judged_at_once(text: str, expected: Expected) -> None:
    taken: list[float] = []
    for _ in range(3):
        begun = time.process_time()
        verdict = judge(text, expected)
        taken.append(time.process_time() - begun)
    assert min(taken) < 0.2
    assert verdict.mark == "unclear"


def test_the_end_of_a_very_long_reply_counts_where_it_is_a_final_statement() -> None:
    long = "9.11 is bigger. " * 7_000
    assert judge(f"{long}\n\nFinal answer: 9.9", BIGGER).mark == "right"
    assert judge(f"{long}\n\nFinal answer: 9.11", BIGGER).mark == "wrong"
    assert "too long" in judge(long, BIGGER).ground


@pytest.mark.parametrize(
    ("answer", "expected", "ground"),
    [
        ("9.9 is bigger.", BIGGER, "Looked for a statement that 9.9 is the bigger one; found “9.9 is bigger”."),
        ("**9.11**", BIGGER, "Looked for a statement that 9.9 is the bigger one; found “9.11”."),
        ("I pass.", BIGGER, "Looked for a statement that 9.9 is the bigger one; found no clear statement."),
        (" ", DAY, "Looked for Friday as the answer; found no text."),
        ("It is \\boxed{29842}", PRODUCT, "Looked for 29,842 as the answer; found “\\boxed{29842}”."),
        (
            "There are 2 r's. There are 3 r's.",
            LETTERS,
            "Looked for 3 as the answer; found both “There are 2 r's” and “There are 3 r's”.",
        ),
        ("It is not Friday.", DAY, "Looked for Friday as the answer; found “It is not Friday”, which denies it."),
        ("It is not Monday.", DAY, "Looked for Friday as the answer; found only what it is not: “It is not Monday”."),
    ],
)
def test_the_ground_says_what_was_looked_for_and_found(answer: str, expected: Expected, ground: str) -> None:
    assert judge(answer, expected).ground == ground


@pytest.mark.parametrize(
    ("reasoning", "expected", "contained", "stated"),
    [
        ("So 9.9 is the bigger one.", BIGGER, True, True),
        ("I have to compare 9.11 and 9.90.", BIGGER, True, False),
        ("19.9, 9.91, 9.9.1, v9.9 and 9.99", BIGGER, False, False),
        ("347 × 86 = 29,842", PRODUCT, True, True),
        ("27,760 and 2,082", PRODUCT, False, False),
        ("129,842", PRODUCT, False, False),
        ("That makes three r's.", LETTERS, True, True),
        ("The third letter, and 13 and 30", LETTERS, False, False),
        ("fridays, Friday's child, TGIF", DAY, True, False),
        ("fridays", DAY, False, False),
        ("", DAY, False, False),
    ],
)
def test_thoughts_contain_an_answer_only_as_a_whole_number_or_word(
    reasoning: str, expected: Expected, contained: bool, stated: bool
) -> None:
    assert (contains_answer(reasoning, expected), states_answer(reasoning, expected)) == (contained, stated)
