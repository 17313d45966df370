"""Comparing as it comes up in life: prices, weights, distances, who has more."""

from random import Random

from components.pocket.training.puzzle import PEOPLE, THINGS, some

# What it is measured in, what more and less of it are called, how somebody has more or less of it.
MEASURES = (
    ("kg", "heavier|heavier|more", "lighter|lighter|less", "weighs more|is heavier", "weighs less|is lighter"),
    ("km", "longer|further|more", "shorter|less", "ran further|drove more|walked further", "ran less|walked less"),
    ("m", "longer|higher|farther", "shorter|lower", "jumped farther|threw farther|jumped higher", "jumped lower"),
    ("cm", "taller|longer|bigger", "shorter|smaller", "is taller|is bigger", "is shorter|is smaller"),
    (
        "dollars",
        "more expensive|more|higher",
        "cheaper|less|lower",
        "paid more|has more|spent more",
        "paid less|spent less",
    ),
    (
        "euros",
        "more expensive|more|higher",
        "cheaper|less|lower",
        "paid more|has more|earns more",
        "paid less|has less",
    ),
    ("degrees", "warmer|hotter|higher", "colder|cooler|lower", "has more|measured more", "has less|measured less"),
    ("litres", "more|bigger", "less|smaller", "drank more|has more", "drank less|has less"),
    ("points", "better|higher|more", "worse|lower|less", "scored more|has more|scored higher", "scored less|has less"),
    ("hours", "longer|more", "shorter|less", "slept longer|worked more", "slept less|worked less"),
    ("%", "higher|more", "lower|less", "scored higher|got more", "scored lower|got less"),
    ("grams", "heavier|more", "lighter|less", "ate more|weighs more", "ate less|weighs less"),
)
PLACES = (
    "in one shop|here|online|at home|on monday|last week|in the first round|in may|in the morning|on the left|yesterday"
)
OTHERS = (
    "in another shop|there|in the store|at work|on tuesday|this week|in the second round|in june|in the evening|today"
)
GOODS = (
    "bottle of juice|pizza|book|phone|ticket|coffee|shirt|bike|lamp|chair|loaf of bread|box|game|bag|pen|cake".split(
        "|"
    )
)
DISTANCES = "length|distance|price|weight|value|amount|result|score|number|height"


def in_life(random: Random, a: str, b: str, small: bool) -> str:
    one, two = random.sample(PEOPLE, 2)
    things, good = random.choice(THINGS), random.choice(GOODS)
    unit, more, less, does_more, does_less = random.choice(MEASURES)
    word, does = some(random, less if small else more), some(random, does_less if small else does_more)
    amount = "less" if small else "more"
    rank = "lower" if small else "higher"
    here, there = some(random, PLACES), some(random, OTHERS)
    money = some(random, f"${a}| {a} dollars|{a}|€{a}"), some(random, f"${b}|{b} dollars|{b}|€{b}")
    measured = some(random, f"{a} {unit}|{a} {unit}|{a}{unit}"), some(random, f"{b} {unit}|{b} {unit}|{b}{unit}")
    return random.choice(
        (
            f"Which is {word}, {measured[0]} or {measured[1]}?",
            f"Which is {word}: {measured[0]} or {measured[1]}?",
            f"What is {word}, {measured[0]} or {measured[1]}?",
            f"Is {measured[0]} or {measured[1]} {word}?",
            f"{measured[0]} or {measured[1]}: which is {word}?",
            f"{measured[0]} and {measured[1]} - which one is {word}?",
            f"One is {measured[0]} and the other is {measured[1]}. Which is {word}?",
            f"One costs {money[0]} and the other {money[1]}. Which one costs {amount}?",
            f"A costs {money[0]} and B costs {money[1]}. Which costs {amount}?",
            f"Which price is {rank}: {money[0]} or {money[1]}?",
            f"A {good} costs {money[0]} {here} and {money[1]} {there}. Which price is {rank}?",
            f"The {good} is {money[0]} {here} and {money[1]} {there}. Where is it "
            f"{'cheaper' if small else 'more expensive'}?",
            f"I paid {money[0]} {here} and {money[1]} {there}. Which was {amount}?",
            f"It was {measured[0]} {here} and {measured[1]} {there}. Which was {word}?",
            f"I measured {measured[0]} {here} and {measured[1]} {there}. Which {some(random, DISTANCES)} is {rank}?",
            f"{one} made {measured[0]}, {two} made {measured[1]}. Whose {some(random, DISTANCES)} is {rank}?",
            f"I have {a} {things} and {one} has {b}. Who has {amount}?",
            f"{one} has {a} {things} and i have {b}, who has {amount}",
            f"{one} has {a} {things} and {two} has {b}. Who has {amount}?",
            f"{one} has {a} {things}, {two} has {b} {things}. Who has {amount} {things}?",
            f"{one} got {a} and {two} got {b}. Who got {amount}?",
            f"{one}: {a}, {two}: {b}. Who has {amount}?",
            f"{one} {measured[0]}, {two} {measured[1]}. Who {does}?",
            f"{one} has {measured[0]} and {two} has {measured[1]}. Who {does}?",
            f"The results: {one} {measured[0]}, {two} {measured[1]}. Who {does}?",
            f"If {one} has {measured[0]} and {two} {measured[1]}, who {does}?",
            f"My first try was {measured[0]}, my second {measured[1]}. Which was {word}?",
            f"There are {a} {things} {here} and {b} {there}. Where are {'fewer' if small else 'more'}?",
            f"The {good} weighs {a} and the other one {b}. Which weighs {amount}?",
        )
    )
