"""Questions with numbers, words or days that look like its puzzles and are none: it must not try them."""

from random import Random

from components.pocket.training.near_sums import UNITS, divided, fraction, many_terms, number, other
from components.pocket.training.near_words import places, words
from components.pocket.training.puzzle import DAYS, PEOPLE, THINGS, alternatives, listed, some
from components.pocket.training.riddles import riddle
from components.pocket.training.words import word

MONTHS = """
    january february march april may june july august september october november december
""".split()
HOW_MANY = alternatives(
    """
    people live in berlin | legs does a spider have | states are in america | planets are there
    | bones are in the body | continents are there | moons does mars have | strings does a guitar have
    | teeth does a dog have | languages do you speak | players are in a football team | keys does a piano have
    | wheels does a car have | stars are in the sky | pages has the bible | countries are in europe
    | cows are in texas | brothers do i have | seats has a bus | colours are in the rainbow | wives had the king
    | cards are in a deck | chess pieces are there | oceans are there | fingers do i have | calories are in bread
    | cups are in a litre | grams are in an ounce | sides does a hexagon have | eggs are in a dozen
    | rooms has the house | students are in my class
    """
)


def near_miss(random: Random) -> tuple[str, str]:
    """(question, the first thought on it)"""
    return random.choice(
        (
            *(divided, other, other, many_terms, many_terms, fraction, _time, riddle, riddle, _how_many),
            *(words, words, words, _many, places),
        )
    )(random)


def _time(random: Random) -> tuple[str, str]:
    day, month, n = random.choice(DAYS), random.choice(MONTHS), random.randint(1, 31)
    year = random.randint(1800, 2100)
    hour = random.randint(1, 12)
    question = random.choice(
        (
            "What time is it?",
            "What day is it today?",
            f"What day is {month} {n}?",
            f"What weekday was {month} {n}, {year}?",
            f"Which day was the {n}.{random.randint(1, 12)}.{year}?",
            f"How many days are in {month}?",
            f"How many days until {some(random, 'christmas|easter|my birthday|summer|new year')}?",
            f"How many days are between {month} {n} and {random.choice(MONTHS)} {random.randint(1, 28)}?",
            f"Is {year} a leap year?",
            f"What is the date {n} days after {month} {random.randint(1, 28)}?",
            f"What date is it in {n} days?",
            f"Which month comes after {month}?",
            f"What month is it in {n} months?",
            f"If it is {hour} o'clock, what time is it in {n} hours?",
            f"It is {hour}:{random.randint(10, 59)}. What time is it {n} minutes later?",
            f"What time is {n} minutes after {hour} pm?",
            f"How many minutes are in {n} hours?",
            f"How many weeks are in {n} days?",
            f"How many hours are between {hour} am and {random.randint(1, 12)} pm?",
            f"Convert {n} {random.choice(UNITS)} to {random.choice(UNITS)}",
            f"How many {random.choice(UNITS)} are in {n} {random.choice(UNITS)}?",
            f"How many {day}s are in {month}?",
            f"What do you do on {day}?",
            f"Is {day} a holiday?",
            f"Why is it called {day}?",
            f"What happened on {day}?",
            f"Is it {day}?",
            f"Do we have school on {day}?",
            f"How old is somebody born in {year}?",
            f"{random.choice(PEOPLE)} was born in {year}. How old is {random.choice(PEOPLE)} in {year + n}?",
            f"Which weekday will {month} {n} be?",
            "what is the best day of the week",
            f"What day is {n} hours after {day}?",
            f"What day is {n} months after {day}?",
            f"Which year was {n} years ago?",
        )
    )
    return question, "It is about a time, a date or a measure. I only count weekdays."


def _how_many(random: Random) -> tuple[str, str]:
    things = random.choice(HOW_MANY)
    place, n = word(random), random.choice(THINGS)
    question = random.choice(
        (
            f"How many {things}?",
            f"how many {things}",
            f"How many {n} are in {place}?",
            f"How many {n} does {random.choice(PEOPLE)} have?",
            f"How many people are in {place}?",
            f"How many {n} can I eat?",
            f"How much is the {place}?",
            f"How much {place} is in {n}?",
            f"How many times did {random.choice(PEOPLE)} win?",
            f"Number of {n} in {place}",
            f"How often should I {some(random, 'eat|sleep|run|drink|wash')} {n}?",
            f"How many {n} do I need for a {place}?",
        )
    )
    return question, "It asks how many, but not of a letter in a word: it wants a fact about the world."


def _many(random: Random) -> tuple[str, str]:
    many = random.sample(range(1000), random.randint(6, 9))
    decimals = [f"{random.randint(0, 20)}.{random.randint(1, 99)}" for _ in range(3)]
    two = [str(number(random)), str(number(random))]
    signed = [f"-{number(random)}", str(number(random)), f"-{number(random)}"]
    numbers = random.choice(([str(number) for number in many], decimals, two, signed))
    if numbers is two:
        return random.choice(
            (
                "Sort the list",
                f"sort {word(random)}",
                f"Sort my {random.choice(THINGS)}",
                "Sort it",
                "put them in order",
            )
        ), "I am to sort, but there are no numbers that I could sort."
    text = listed(random, numbers)
    question = random.choice(
        (
            f"Sort {text}",
            f"Sort these numbers: {text}",
            f"Put {text} in order",
            f"Order {text} from smallest to largest",
        )
    )
    return question, "I am to sort, but I can only sort three or four whole numbers."
