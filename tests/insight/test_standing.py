"""Where the answer first stood, by hand: each thought marks the place with ⟦ ⟧, and none where it stands nowhere."""

import httpx
import pytest

from components.insight import standing
from components.insight.standing import MOST_LOOKED_AT, MOST_READ
from components.pocket import transport
from components.pocket.request import THINKER

BIGGER = "Which number is bigger: 9.11 or 9.9?"
SHEEP = "A farmer has 17 sheep. All but 9 run away. How many are left?"
DAY = "If today is Wednesday, what day will it be in 100 days?"
PLANET = "Which planet is the largest?\nA) Mars\nB) Jupiter\nC) Venus"

# The question, the thoughts, the answer, what of it is shown, and whether the place states it.
STANDS: tuple[tuple[str, str, str, str, bool], ...] = (
    # Numbers by what they are worth.
    (
        "What is 347 × 86?",
        "347 × 80 = 27,760. 347 × 6 = 2,082. Together ⟦29,842⟧. Check: 29842.",
        "It is 29842.",
        "29842",
        False,
    ),
    ("What is 4758 + 3967?", "8 + 7 = 15. So the sum is ⟦8725⟧. Let me check: 8725.", "**8725**", "8725", True),
    ("Add 600 and 634.", "600 and 634, that makes ⟦1234⟧, I think.", "The sum is 1,234.", "1,234", True),
    ("How far is it?", "They walk on and on; ⟦one hundred and twenty⟧ in all.", "The answer is 120.", "120", True),
    ("What is the square root of 2?", "It is near 1.4. More exactly ⟦1.4142⟧.", "About 1.4142.", "1.4142", False),
    ("Ten million and a bit?", "That would be ⟦3.5 million⟧ people.", "3,500,000", "3,500,000", False),
    ("What is 5 - 12?", "12 - 5 = 7, so it is ⟦-7⟧.", "The result is -7.", "-7", True),
    (
        "How many primes below 1000?",
        "The table says ⟦168⟧. Is it 168? Yes.",
        "There are 168 primes below 1000.",
        "168",
        False,
    ),
    # Small numbers stand anywhere: the place that states it counts.
    ("How many r's?", "3 steps. First letter s. Step 3 is r. So there are ⟦3⟧ r's in it.", "There are 3.", "3", True),
    ("How many legs have two spiders?", "A spider has 8 legs, 2 spiders. The answer is ⟦16⟧.", "16", "16", True),
    ("What is 2 + 2?", "Let me add 2 and 2. The result is ⟦4⟧.", "It's 4.", "4", True),
    ("How many days has a week?", "Seven is a nice number. Thus ⟦7⟧.", "7 days", "7 days", True),
    ("How many are there?", "I count 5, then 4. Therefore the total is ⟦9⟧ and not 8.", "**9**", "9", True),
    ("How many r's?", "The r at position 3 and the third letter. In all that makes ⟦3⟧.", "**3**", "3", True),
    ("How many r's?", "Letters:\n1. r\n2. r\n3. e\n4. r\nSo there are ⟦3⟧.", "**3**", "3", True),
    ("", "This is simple arithmetic. 2+2 equals ⟦4⟧.", "2 + 2 = 4", "4", True),
    # In the question: repeating it states nothing.
    (
        BIGGER,
        "Which is bigger, 9.9 or 9.11? Compare the tenths: 9 > 1. So ⟦9.9⟧ is bigger.",
        "9.9 is bigger.",
        "9.9",
        True,
    ),
    (BIGGER, "9.11 and 9.9. I write 9.90. 9.11 < ⟦9.90⟧. Done.", "**9.9**", "9.9", True),
    (BIGGER, "So ⟦9.9⟧ is bigger. Wait, 9.11 has more digits. No: 9.9 is bigger.", "9.9", "9.9", True),
    (BIGGER, "9.9 and 9.11. More digits, so ⟦9.11⟧ is bigger.", "9.11 is the bigger number.", "9.11", True),
    ("Which is larger, 0.25 or 0.3?", "0.25 or 0.3? I pad it: 0.30. ⟦0.3⟧ is larger.", "0.3 is larger.", "0.3", True),
    ("Which is smaller: 12 or 7?", "12 or 7. ⟦7⟧ is smaller than 12.", "7", "7", True),
    (SHEEP, "All but 9 run away, so 8 run. ⟦9⟧ sheep are left.", "There are 9 sheep left.", "9", True),
    (SHEEP, "17 - 9 = 8 run. So the answer is ⟦9⟧.", "9", "9", True),
    ("Is Paris or Lyon the capital?", "Paris or Lyon. Lyon is large. So it's ⟦Paris⟧.", "Paris", "Paris", True),
    # Options.
    (PLANET, "A is Mars. Mars is small. The answer is ⟦B⟧.", "B", "B", True),
    (PLANET, "Mars is small. ⟦Jupiter⟧ is the answer, then.", "The answer is B) Jupiter.", "B", True),
    ("Pick one. A) 12 B) 15 C) 20", "3 × 5 gives it. So the answer is ⟦(B)⟧.", "**B**", "B", True),
    (PLANET, "It is not A. I go with ⟦option B⟧, since it's a giant.", "\\boxed{B}", "B", True),
    # Words and names.
    (DAY, "100 = 14 × 7 + 2. Wednesday plus two is ⟦Friday⟧. So Friday.", "It will be a Friday.", "Friday", True),
    (DAY, "After 98 days it is Wednesday, then Thursday, then ⟦Friday⟧.", "**Friday**", "Friday", False),
    (
        "What is the capital of Australia?",
        "Sydney? No. ⟦Canberra⟧ is the capital.",
        "The capital of Australia is Canberra.",
        "Canberra",
        False,
    ),
    ("Who wrote it?", "It sounds like ⟦Jane Austen⟧.", "Jane Austen", "Jane Austen", False),
    (
        "Who wrote it?",
        "It may be ⟦Emily Brontë⟧ or her sister.",
        "The answer is **Emily Brontë**, in 1847.",
        "Emily Brontë",
        False,
    ),
    ("What colour is it?", "Mixing both I get ⟦green⟧.", "Green", "Green", False),
    (
        "What is the largest city?",
        "Of all, ⟦New York⟧ has most people.",
        "It is New York, because it has most people.",
        "New York",
        False,
    ),
    ("Name the element.", "Symbol Fe: ⟦iron⟧.", "Iron.", "Iron", False),
    # Yes and no.
    ("Is 97 prime?", "Not by 2, 3, 5 or 7. So the answer is ⟦yes⟧.", "Yes, 97 is prime.", "Yes", True),
    ("Is 91 prime?", "91 = 7 × 13. The answer is ⟦no⟧.", "No. 91 = 7 × 13.", "No", True),
    # Units, money, shares.
    ("How far?", "Two laps, thus ⟦5 km⟧ in all.", "5 km", "5 km", True),
    ("How far?", "At 60 km/h for 2 hours I get ⟦120 km⟧.", "The distance is 120 km.", "120 km", True),
    ("What does it cost?", "Four at $3 each: ⟦$12⟧.", "It costs $12.", "$12", False),
    ("How much of it?", "A third and a sixth make a half, so ⟦50%⟧.", "50%", "50%", True),
    ("How hot?", "Convert it: about ⟦37 °C⟧.", "37 °C", "37 °C", False),
    # Fractions and formulas.
    ("What is 1/4 + 1/4?", "I add them: ⟦two quarters⟧, so 1/2.", "The answer is 1/2.", "1/2", True),
    ("What is 1/4 + 1/4?", "That is ⟦\\frac{2}{4}⟧, or a half.", "$\\boxed{\\frac{1}{2}}$", "\\frac{1}{2}", True),
    ("A chance?", "It comes to ⟦0.75⟧ of all.", "\\boxed{3/4}", "3/4", False),
    ("Solve x + 3 = 8.", "Subtract 3: x = ⟦5⟧. Check.", "\\boxed{5}", "5", True),
    ("Expand (x+1)^2.", "It expands to $⟦x^2 + 2x + 1⟧$.", "\\boxed{x^2+2x+1}", "x^2+2x+1", False),
    ("Where do they meet?", "They meet at ⟦(2, 3)⟧.", "The answer is (2, 3).", "(2, 3)", False),
    # Dates and times.
    ("When was it?", "The storming was on ⟦14 July 1789⟧.", "14 July 1789", "14 July 1789", False),
    ("When was it?", "So the date is ⟦2024-05-06⟧.", "2024-05-06", "2024-05-06", True),
    ("When does it arrive?", "40 minutes on, that is ⟦3:45 pm⟧.", "At 3:45 pm", "3:45 pm", True),
    ("In which year?", "Columbus sailed in ⟦1492⟧.", "In 1492.", "1492", False),
    # Other languages.
    ("今天是星期三，100天后是星期几？", "100除以7余2，所以是⟦星期五⟧。", "答案是星期五。", "星期五", True),
    ("9.11和9.9哪个大？", "9.11和9.9哪个大？十分位是9和1。所以⟦9.9⟧大。", "9.9", "9.9", True),
    ("日本の首都は？", "大阪ではない。⟦東京⟧だ。", "東京", "東京", False),
    ("Was ist die Hauptstadt?", "Bonn nicht mehr. Also ⟦Berlin⟧.", "Die Antwort ist Berlin.", "Berlin", True),
    ("Quelle est la capitale ?", "Lyon, non. Donc ⟦Paris⟧.", "La réponse est Paris.", "Paris", True),
    ("¿Cuál es la capital?", "No es Barcelona. Entonces ⟦Madrid⟧.", "La respuesta es Madrid.", "Madrid", True),
    ("一共有多少？", "先数一数，一共⟦128⟧个。", "一共有128个。", "128", False),
    # Left, and come back to.
    ("What is 12 × 12?", "12 × 12 = ⟦144⟧. Or 124? No, 124 is wrong. 144.", "144", "144", True),
    ("How many are there?", "So the answer is ⟦7⟧. Hmm, wait. Perhaps 8. No: 7.", "The answer is 7.", "7", True),
    # A long answer with one bold value, or one that says where its answer is.
    (
        "What is it?",
        "I take ⟦642⟧ and go on.",
        "We add them up.\n\nThat gives **642** in the end.\n\nDone.",
        "642",
        False,
    ),
    ("What is it?", "I take ⟦642⟧ and go on.", "First we add.\n\nThen we look.\n\nFinal answer: 642", "642", False),
    ("What is 31 + 11?", "31 + 11 = ⟦42⟧.", "31 + 11 = 42", "42", True),
)

NOWHERE: tuple[tuple[str, str, str], ...] = (
    # It never appears.
    ("What is 2 + 2?", "Let me add them up. That is easy.", "4"),
    ("Who wrote it?", "I do not know. I will guess.", "Jane Austen"),
    ("What is 347 × 86?", "129842 and 298421 are neither.", "29842"),
    # In the question alone.
    (BIGGER, "Which number is bigger: 9.11 or 9.9?", "9.9"),
    (BIGGER, "The user asks: Which number is bigger: 9.11 or 9.9?\nEasy.", "9.9"),
    # Long prose, or nothing that can be told.
    (
        "Tell me of the sea.",
        "The sea is wide and blue.",
        "The sea is wide. It is blue, and it has waves.\nIt is cold, too.",
    ),
    ("How are you?", "I am fine.", "I am doing well today, thank you for asking me, and I hope that you are, too!"),
    ("Hi", "I greet them: Hello there.", "Hello there! 😊 How can I help you today?"),
    (
        "Hello in Portuguese?",
        "Oi or Olá.",
        "Oi, of course.\n\n(You can also say **Olá**.)\n\nBoth are common in Brazil.",
    ),
    ("Write a poem.", "Roses.", "Roses are red,\nviolets are blue,\n12 are for me,\n20 for you."),
    ("What is 2 + 2?", "", "4"),
    ("What is 2 + 2?", "It is 4.", ""),
    ("What is 2 + 2?", "   ", "4"),
)


@pytest.mark.parametrize(("question", "marked", "answer", "shown", "stated"), STANDS)
def test_where_it_first_stood(question: str, marked: str, answer: str, shown: str, stated: bool) -> None:
    thoughts = marked.replace("⟦", "").replace("⟧", "")
    start = marked.index("⟦")
    found = standing(question, thoughts, answer)
    assert found is not None
    assert (thoughts[found.start : found.end], found.start, found.answer, found.stated) == (
        marked[start + 1 : marked.index("⟧")],
        start,
        shown,
        stated,
    )
    assert found.share == start / len(thoughts)
    assert found.times >= 1


@pytest.mark.parametrize(("question", "thoughts", "answer"), NOWHERE)
def test_where_it_stands_nowhere(question: str, thoughts: str, answer: str) -> None:
    assert standing(question, thoughts, answer) is None


@pytest.mark.parametrize(
    ("right", "answer", "shown"),
    [
        ("9.9", "9.9 is bigger.", "9.9"),
        # What is known to be right is not what this reply gave.
        ("9.9", "9.11 is bigger.", "9.11"),
        # There is no reply: what is looked for is the right answer.
        ("9.9", "", "9.9"),
    ],
)
def test_with_the_right_answer_known(right: str, answer: str, shown: str) -> None:
    thoughts = "So 9.11 is bigger. No: 9.9 is bigger. Hmm."
    found = standing("Which is bigger: 9.9 or 9.11?", thoughts, answer, right)
    assert found is not None and found.answer == shown
    assert thoughts[found.start : found.end] == shown


def test_a_right_answer_of_words_is_found_in_a_long_reply() -> None:
    answer = "It is a long story.\n\nThe tower was built by Gustave Eiffel's company, and many others had a hand in it."
    found = standing("Who built it?", "I recall Gustave Eiffel.", answer, "Gustave Eiffel")
    assert found is not None and (found.answer, found.start) == ("Gustave Eiffel", 9)


def test_how_often_and_where_in_all() -> None:
    found = standing("What is 12 × 12?", "It is 144. Not 124. So 144, that is one hundred and forty-four.", "144")
    assert found is not None
    assert (found.times, found.share, found.whole) == (3, 6 / 63, True)


def test_of_a_long_thought_the_beginning_is_read() -> None:
    filler = "Nothing to be seen here at all.\n" * 32_000  # a megabyte
    late = standing("What is it?", f"{filler}So the answer is 4711.", "4711")
    assert late is None
    early = standing("What is it?", f"So the answer is 4711.\n{filler}Again 4711.", "4711")
    assert early is not None and (early.start, early.times, early.whole) == (17, 1, False)


def test_a_place_at_the_seam_of_two_windows_is_found_once() -> None:
    thoughts = "word " * 3_990 + "the answer is 4711 and " * 8 + "word " * 4_000
    found = standing("What is it?", thoughts, "4711")
    assert found is not None and (found.start, found.times) == (thoughts.index("4711"), 8)


def test_more_places_than_are_read_as_sentences() -> None:
    thoughts = "We have 3 apples, 3 pears. " * MOST_LOOKED_AT + "So the answer is 3."
    found = standing("How many?", thoughts, "3")
    assert found is not None and (found.start, found.stated, found.times) == (8, False, 2 * MOST_LOOKED_AT + 1)
    assert len(thoughts) < MOST_READ


# As its thoughts are: the sentence with which each is to have its answer.
POCKET = {
    "Which is bigger: 9.11 or 9.9?": ("9.9", "So 9.9 is bigger and 9.11 is smaller."),
    "Which is bigger: 9.91 or 9.9?": ("9.91", "So 9.91 is bigger and 9.9 is smaller."),
    'How many times does the letter r appear in the word "strawberry"?': ("3", "So the letter is there 3 times."),
    "If today is Wednesday, what day will it be in 100 days?": ("Friday", "Step 2 times: 1 Thursday, 2 Friday."),
    "What is 4758 + 3967?": ("8725", "So 4758 + 3967 = 8725."),
    "What is 47 × 8?": ("376", "So 47 x 8 = 376."),
}


@pytest.mark.parametrize("question", POCKET)
def test_in_pockets_own_thoughts(question: str) -> None:
    body = {"model": THINKER, "messages": [{"role": "user", "content": question}]}
    with httpx.Client(transport=transport(0)) as http:
        (choice,) = http.post("http://pocket.invalid/v1/chat/completions", json=body).json()["choices"]
    thoughts = choice["message"]["reasoning"]
    found = standing(question, thoughts, choice["message"]["content"])
    assert found is not None
    line = thoughts[thoughts.rfind("\n", 0, found.start) + 1 :].partition("\n")[0]
    assert (found.answer, line) == POCKET[question]


@pytest.mark.parametrize(
    ("question", "thoughts", "answer"),
    [
        ("is it, is this, is that. " * 40_000, "So it is 43, or is it? " * 9, "43"),
        ("What is it?", "4" * 100_000, "42"),
        ("What is it?", "*" * 100_000, "**Paris**"),
        ("What is it?", "What?", "(" * 16_000),
        ("What is it?", "What?", "\\boxed{" * 4_000),
        ("What is it?", "What?", "The answer is " * 2_000),
    ],
)
def test_what_is_made_to_be_slow_is_not(question: str, thoughts: str, answer: str) -> None:
    """A search that began anew at every sign of these would not come to its end."""
    found = standing(question, thoughts, answer)
    assert found is None or found.answer in thoughts
