"""Near-misses with numbers: sums and comparisons that are too hard for it, or of another kind."""

from random import Random

from components.pocket.training.puzzle import THINGS, some
from components.pocket.training.words import word

UNITS = """
    km miles kg pounds metres feet inches cm litres gallons celsius fahrenheit hours minutes seconds euros
    dollars
""".split()


def number(random: Random, top: int = 100) -> int:
    return random.randint(1, random.choice((12, top, top, 1000)))


def divided(random: Random) -> tuple[str, str]:
    a, b = number(random), random.randint(2, 30)
    a = a * b if random.random() < 0.6 else a
    sign = some(random, " / |/| : | divided by | ÷ ")
    things = random.choice(THINGS)
    question = random.choice(
        (
            f"What is {a}{sign}{b}?",
            f"{a}{sign}{b}",
            f"calculate {a}{sign}{b}",
            f"{a}{sign}{b} = ?",
            f"Divide {a} by {b}",
            f"How often does {b} fit into {a}?",
            f"How many times does {b} go into {a}?",
            f"Share {a} {things} between {b} people",
            f"{a} {things} for {b} children. How many does each one get?",
            f"What is the remainder of {a} divided by {b}?",
            f"{a} mod {b}",
            f"Is {a} divisible by {b}?",
            f"Is {b} a factor of {a}?",
            f"What is half of {a}?",
            f"half of {a}",
            f"a {some(random, 'third|quarter|fifth|tenth')} of {a}",
            f"Split {a} {things} into {b} equal groups. How many in each?",
        )
    )
    return question, "It asks to divide. Dividing is not one of my puzzles."


def other(random: Random) -> tuple[str, str]:
    a, b, c = number(random), number(random), number(random)
    percent = random.randint(1, 99)
    question = random.choice(
        (
            f"Is {a} prime?",
            f"Is {a} a prime number?",
            f"is {a} a square number",
            f"What are the factors of {a}?",
            f"What is {percent}% of {a}?",
            f"{percent} percent of {a}",
            f"What is {a} squared?",
            f"{a} to the power of {random.randint(2, 9)}",
            f"{a}^{random.randint(2, 5)}",
            f"{a} ** 2",
            f"What is the square root of {a}?",
            f"sqrt({a})",
            f"the cube of {a}",
            f"{a}!",
            f"What is the average of {a} and {b}?",
            f"average of {a}, {b} and {c}",
            f"What is the median of {a}, {b}, {c}?",
            f"Round {a}.{random.randint(11, 99)} to one decimal",
            f"Round {a} to the nearest ten",
            f"Double {a}",
            f"What is twice {a}?",
            f"Write {a} in roman numerals",
            f"Write {a} as a binary number",
            f"Write {a} in words",
            f"What comes next: {a}, {a + 2}, {a + 4}?",
            f"What number comes after {a}?",
            f"Count to {a}",
            f"Count from {a} down to 1",
            f"Give me a number between {a} and {a + b}",
            f"Pick a random number between 1 and {a}",
            f"Solve x + {a} = {a + b}",
            f"{a}x = {a * 3}, what is x?",
            f"What is the greatest common divisor of {a} and {b}?",
            f"least common multiple of {a} and {b}",
            f"What is log({a})?",
            f"sin({a})",
            f"What is the sum of the digits of {a}?",
            f"How many digits does {a} have?",
            f"What is the area of a square with side {a}?",
            f"A circle has radius {a}. What is its area?",
            f"The tax is {percent}%. What do I pay for {a}?",
            f"Is {a} a lucky number?",
            f"Is {a} positive?",
            f"Reverse the number {a}",
            f"Reverse {a}",
            f"What is {a} kg in pounds?",
        )
    )
    return question, "There is a number in it, but what it asks is not one of my puzzles."


def many_terms(random: Random) -> tuple[str, str]:
    a, b, c = number(random), number(random), number(random)
    x, y = f"{number(random)}.{random.randint(1, 99)}", f"{number(random)}.{random.randint(1, 9)}"
    s, t = (some(random, " + | - | x | * |+|-|*") for _ in range(2))
    big, bigger = random.randint(10_000, 10**7), random.randint(10_000, 10**7)
    question = random.choice(
        (
            f"What is {a}{s}{b}{t}{c}?",
            f"{a}{s}{b}{t}{c}",
            f"({a}{s}{b}){t}{c}",
            f"Calculate {a}{s}{b}{t}{c} - {number(random)}",
            f"add {a}, {b} and {c}",
            f"What is the sum of {a}, {b} and {c}?",
            f"What is {x} + {y}?",
            f"{x} + {y}",
            f"{x} - {y}",
            f"{x} plus {b}",
            f"{x} x {b}",
            f"{a} times {y}",
            f"What is {big} + {bigger}?",
            f"{big} - {b}",
            f"{a} + {bigger}",
            f"{random.randint(11, 99)}{some(random, ' x | * | times ')}{random.randint(11, 999)}",
            f"What is {random.randint(100, 999)} x {random.randint(2, 99)}?",
            f"multiply {random.randint(11, 99)} by {random.randint(11, 99)}",
            f"{random.randint(11, 99)}{some(random, 'x|*| x ')}{random.randint(11, 99)}",
            f"-{a} + {b}",
            f"{a} + -{b}",
            f"-{a} - {b}",
            f"Is -{a} bigger than {b}?",
            f"Which is bigger: -{a} or -{b}?",
            f"Which is smaller, -{a} or {b}?",
            f"What is {a} plus {b} times {c}?",
            f"What is {a} plus {b} minus {c}?",
            f"What is the product of {a}, {b} and {c}?",
            f"{a} plus",
            f"+ {b}",
            f"{a} + x",
            f"What is {word(random)} + {word(random)}?",
            f"{a} + {word(random)}",
        )
    )
    return question, "These are numbers to calculate with, but too many or too hard ones for me."


def fraction(random: Random) -> tuple[str, str]:
    a, b, c, d = (random.randint(1, 12) for _ in range(4))
    question = random.choice(
        (
            f"Which is bigger, {a}/{b} or {c}/{d}?",
            f"Is {a}/{b} bigger than {c}/{d}?",
            f"Which is smaller: {a}/{b} or {c}/{d}?",
            f"{a}/{b} or {c}/{d}, which is larger?",
            f"What is {a}/{b} + {c}/{d}?",
            f"{a}/{b} - {c}/{d}",
            f"Simplify {a}/{b}",
            f"Write {a}/{b} as a decimal",
            f"Write 0.{random.randint(1, 99)} as a fraction",
            f"Which is bigger, {a}% or {c}%?",
            f"Which is bigger, 0.{b} or {c}/{d}?",
            "Is one half more than one third?",
            f"Which is more, a half or {random.randint(1, 99)}%?",
            f"Which is bigger, {some(random, 'pi|e|infinity')} or {a}?",
            f"Which is bigger, {some(random, 'two|five|ten|twelve')} or {some(random, 'three|seven|twenty')}?",
            f"Which is larger, {a}, {b}{some(random, ' or |, ')}{a + c + 12}?",
            f"What is the {some(random, 'biggest|smallest|largest')} of {a}, {b + 12} and {c + 30}?",
            f"Which is bigger, {a}^{b} or {c}^{d}?",
            f"Which is bigger, {a} x {b} or {c} x {d}?",
            f"Which is closer to {a}: {b} or {c}?",
            f"Which is bigger, {a} {random.choice(UNITS)} or {c} {random.choice(UNITS)} squared?",
        )
    )
    return question, "These are no plain numbers to compare, so it is not one of my puzzles."
