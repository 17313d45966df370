"""Questions about numbers to sort or calculate with, letters of a word, days of the week, even and odd."""

from datetime import date, timedelta
from random import Random

from components.pocket.evaluation.question import Maker, Question, Task, typed
from components.pocket.training.held_out import WORDS

RISING = (
    "Sort {all} from smallest to largest.",
    "Sort these numbers from smallest to largest: {all}",
    "Sort {all}",
    "Sort these numbers: {all}",
    "Put these numbers in order: {all}",
    "Put {all} in ascending order.",
    "Order {all} from low to high.",
    "Arrange {all} in increasing order.",
)
FALLING = (
    "Sort {all} from largest to smallest.",
    "Sort these numbers from largest to smallest: {all}",
    "Sort {all} in descending order.",
    "Put {all} in descending order.",
    "Order {all} from high to low.",
    "Arrange {all} in decreasing order.",
)
COUNT = (
    "How many {letter}'s are in {word}?",
    "How many {letter}s are in {word}?",
    "How many {letter}'s are there in the word {word}?",
    "How many times does the letter {letter} appear in {word}?",
    "How many times does {letter} occur in the word {word}?",
    "How many letter {letter} are in the word {word}?",
    'How many "{letter}" are in "{word}"?',
    "How often does the letter {letter} appear in {word}?",
    "Count the {letter}'s in {word}.",
    "Count the letter {letter} in {word}.",
    "How many {letter} in {word}?",
    "What is the number of {letter}'s in {word}?",
)
ADD = (
    "What is {a} + {b}?",
    "{a} + {b}",
    "{a}+{b}=?",
    "{a} plus {b}",
    "What is {a} plus {b}?",
    "Add {a} and {b}.",
    "What is the sum of {a} and {b}?",
    "Calculate {a} + {b}.",
    "How much is {a} + {b}?",
)
SUBTRACT = (
    "What is {a} - {b}?",
    "{a} - {b}",
    "{a}-{b}=?",
    "{a} minus {b}",
    "What is {a} minus {b}?",
    "Subtract {b} from {a}.",
    "What is the difference between {a} and {b}?",
    "Calculate {a} - {b}.",
    "How much is {a} - {b}?",
    "Take {b} away from {a}.",
)
MULTIPLY = (
    "What is {a} x {b}?",
    "{a} x {b}",
    "{a} * {b}",
    "{a}*{b}=?",
    "{a} times {b}",
    "What is {a} times {b}?",
    "Multiply {a} by {b}.",
    "What is {a} multiplied by {b}?",
    "What is the product of {a} and {b}?",
    "How much is {a} × {b}?",
    "Calculate {a} x {b}.",
)
REVERSE = (
    "Reverse the word {word}.",
    "Reverse {word}",
    'Reverse "{word}".',
    "Spell {word} backwards.",
    "Write {word} backwards.",
    "Write the word {word} backwards.",
    "What is {word} spelled backwards?",
    "What is {word} backwards?",
    "How do you spell {word} backwards?",
    "Can you spell {word} backwards?",
    "{word} backwards",
    "Spell the word {word} in reverse.",
)
AFTER = (
    "What day is {n} days after {day}?",
    "What day comes {n} days after {day}?",
    "Which day of the week is {n} days after {day}?",
    "If today is {day}, what day will it be in {n} days?",
    "If today is {day}, which day is it in {n} days?",
    "Today is {day}. What day will it be in {n} days?",
    "What weekday is {n} days after {day}?",
)
BEFORE = (
    "What day is {n} days before {day}?",
    "What day comes {n} days before {day}?",
    "If today is {day}, what day was it {n} days ago?",
    "Today is {day}. What day was it {n} days ago?",
    "Which day of the week is {n} days before {day}?",
)
EVEN_ODD = (
    "Is {n} even or odd?",
    "Is {n} odd or even?",
    "Is {n} even?",
    "Is {n} odd?",
    "Is {n} an even number?",
    "Is {n} an odd number?",
    "Is the number {n} even or odd?",
    "Even or odd: {n}?",
    "Tell me if {n} is even or odd.",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
A_MONDAY = date(2024, 1, 1)
_WORDS = tuple(sorted(WORDS))


def sort(random: Random) -> Question:
    numbers = random.sample(range(1, 10 ** random.choice((2, 3, 3))), random.choice((3, 4)))
    texts = [str(number) for number in numbers]
    falling = random.random() < 0.3
    listed = f"{', '.join(texts[:-1])} and {texts[-1]}" if random.random() < 0.25 else ", ".join(texts)
    text = random.choice(FALLING if falling else RISING).format(all=listed)
    expected = ", ".join(str(number) for number in sorted(numbers, reverse=falling))
    return Question(typed(random, text), "sort", expected, tuple(texts))


def count(random: Random) -> Question:
    word = random.choice(_WORDS)
    letter = random.choice(word if random.random() < 0.85 else "aeinorst")
    shown = letter.upper() if random.random() < 0.2 else letter
    text = random.choice(COUNT).format(letter=shown, word=word)
    return Question(typed(random, text), "count", str(word.count(letter)), (word,))


def add_subtract(random: Random) -> Question:
    digits = random.randint(1, 4)
    a = random.randint(1, 10**digits - 1)
    b = random.randint(1, 10 ** (digits if random.random() < 0.5 else random.randint(1, 4)) - 1)
    if random.random() < 0.5:
        text, expected = random.choice(ADD).format(a=a, b=b), a + b
    else:
        a, b = max(a, b), min(a, b)
        text, expected = random.choice(SUBTRACT).format(a=a, b=b), a - b
    return Question(typed(random, text), "add_subtract", str(expected), (str(a), str(b)))


def multiply(random: Random) -> Question:
    a = random.randint(10, 99) if random.random() < 0.85 else random.randint(2, 9)
    b = random.randint(2, 9)
    if random.random() < 0.4:
        a, b = b, a
    text = random.choice(MULTIPLY).format(a=a, b=b)
    return Question(typed(random, text), "multiply", str(a * b), (str(a), str(b)))


def reverse(random: Random) -> Question:
    word = random.choice(_WORDS)
    return Question(typed(random, random.choice(REVERSE).format(word=word)), "reverse", f'"{word[::-1]}"', (word,))


def weekday(random: Random) -> Question:
    day, n = random.choice(DAYS), random.randint(2, random.choice((10, 30, 100)))
    before = random.random() < 0.4
    text = random.choice(BEFORE if before else AFTER).format(n=n, day=day)
    there = A_MONDAY + timedelta(days=DAYS.index(day) + (-n if before else n))
    return Question(typed(random, text), "weekday", DAYS[there.weekday()], (day.lower(), str(n)))


def even_odd(random: Random) -> Question:
    n = random.randint(1, 10 ** random.choice((1, 2, 3, 3, 4, 4, 5, 5, 6, 6)) - 1)
    return Question(
        typed(random, random.choice(EVEN_ODD).format(n=n)), "even_odd", "odd" if n % 2 else "even", (str(n),)
    )


MAKERS: dict[Task, Maker] = {
    "sort": sort,
    "count": count,
    "add_subtract": add_subtract,
    "multiply": multiply,
    "reverse": reverse,
    "weekday": weekday,
    "even_odd": even_odd,
}
