"""Versions, sorting, even and odd."""

from random import Random

from components.pocket.training.held_out import is_held_out
from components.pocket.training.numbers import whole_steps
from components.pocket.training.puzzle import THINGS, Puzzle, listed, some
from components.pocket.training.retold import newer, ordered, parity


def version(random: Random) -> Puzzle:
    first = random.choice((random.randint(0, 3), random.randint(0, 20)))
    other = first if random.random() < 0.75 else random.randint(0, 20)
    x, y = (random.choice((random.randint(0, 9), random.randint(0, 30), random.randint(0, 30))) for _ in range(2))
    a, b = f"{first}.{x}", f"{other}.{y}"
    if (first, x) == (other, y) or is_held_out(a, b):
        return version(random)
    old = random.random() < 0.3
    word = some(random, "older|older|earlier" if old else "newer|newer|later|more recent")
    name = some(random, "python|node|ubuntu|java|the app|php|linux|the game|android|django|postgres|the driver")
    sep = some(random, " or | or |, | and | vs ")
    if sep == " and ":
        pair = f"version {a} and version {b}"
    else:
        pair = some(random, f"{a}{sep}{b}|version {a}{sep}version {b}|v{a}{sep}v{b}|{name} {a}{sep}{name} {b}")
        if "v" not in pair and name not in pair:
            pair = f"version {a}{sep}{b}"
    question = random.choice(
        (
            f"Which version is {word}: {a}{sep}{b}?",
            f"Which version is {word}, {a}{sep}{b}?",
            f"Which software version is {word}, {a}{sep}{b}?",
            f"Which release is {word}: {a}{sep}{b}?",
            f"Which is {word}: {pair}?",
            f"Which is {word}, {pair}?",
            f"{pair}, which is {word}?",
            f"{pair}: which one is {word}?",
            f"Is version {a} {word} than version {b}?",
            f"Is v{a} {word} than v{b}?",
            f"Is {name} {a} {word} than {name} {b}?",
            f"Is release {a} {word} than release {b}?",
            f"Which {name} is {word}, {a}{sep}{b}?",
            f"I have version {a} and version {b}. Which is {word}?",
            f"Of the versions {a} and {b}, which is {word}?",
            f"Between version {a} and version {b}, which one is {word}?",
            f"I have v{a} installed and there is v{b}. Which one is {word}?",
            f"My {name} is at version {a} and yours at {b}. Whose is {word}?",
            f"I use {name} {a}, {some(random, 'my friend|the server|the website|the teacher')} has {b}. Which is "
            f"{word}?",
            f"They offer version {a} and version {b}. Which is the {'oldest' if old else 'latest'} version?",
            f"Which is the {'oldest' if old else 'latest'} version, {a}{sep}{b}?",
            f"What is the {word} release: {a}{sep}{b}?",
            f"Which came {'first' if old else 'later'}, version {a}{sep}{b}?",
            f"{name} {a}{sep}{b}: which version is {word}?",
        )
    )
    asks = question.startswith("Is ")
    wanted = "older" if old else "newer"
    wish = f"The question says that {a} is {wanted}." if asks else f"The question asks for the {wanted} one."
    steps = [wish, "These are version numbers, so the parts are counted one by one."]
    if first != other:
        steps.append(f"First part: {first} and {other}. {whole_steps(str(first), str(other))}.")
        after = first > other
    else:
        steps.append(f"First part: {first} and {other}, the same.")
        steps.append(f"Second part: {x} and {y}. {whole_steps(str(x), str(y))}.")
        after = x > y
    high, low = (a, b) if after else (b, a)
    right, left = (low, high) if old else (high, low)
    steps.append(f"So version {high} is newer and version {low} is older.")
    says = ""
    if asks:
        says = "Yes: version " if right == a else "No: version "
        steps.append(f"The question says that {a} is {wanted}: {says.partition(':')[0].lower()}.")
    else:
        steps.append(f"The question asks for the {wanted} one: {right}.")
    answer = f"{says or 'Version '}**{right}** is {wanted} than version {left}."
    return Puzzle(question, "\n".join(steps), answer, right, newer(random, high, low))


def sort(random: Random) -> Puzzle:
    top = random.choice((20, 100, 100, 100, 1000, 1000))
    numbers = random.sample(range(top), random.choice((3, 3, 3, 4)))
    if random.random() < 0.25:  # close to each other, or of the same digits
        base = random.randint(10, 900)
        near = {base, base + random.randint(1, 9), max(0, base - random.randint(1, 9)), int(str(base)[::-1])}
        numbers = [*near][: len(numbers)] if len(near) >= len(numbers) else numbers
        random.shuffle(numbers)
    if random.random() < 0.05:
        numbers[-1] = random.choice(numbers[:-1])
    if is_held_out(*map(str, numbers)):
        return sort(random)
    down = random.random() < 0.4
    text = listed(random, [str(number) for number in numbers])
    way = some(
        random,
        "from largest to smallest|from biggest to smallest|in descending order|largest first|from high to "
        "low|descending"
        "|biggest first|from the biggest to the smallest|from highest to lowest|in decreasing order|high to low"
        "|starting with the largest|from large to small"
        if down
        else "from smallest to largest|from smallest to biggest|in ascending order|in order|smallest first|from "
        "low to high"
        "|ascending|in increasing order|from the smallest to the biggest|from lowest to highest|low to high"
        "|starting with the smallest|by size",
    )
    bare = "" if down or random.random() < 0.6 else "?"
    forms = [
        f"Sort {text} {way}.",
        f"Sort {text} {way}",
        f"Sort these numbers {way}: {text}",
        f"Sort the numbers {text} {way}.",
        f"Put {text} {way}.",
        f"Put these numbers {way}: {text}",
        f"Put the numbers {text} {way}",
        f"Can you order {text} {way}?",
        f"Order {text} {way}.",
        f"Order these {way}: {text}",
        f"Order these numbers {way}: {text}",
        f"Arrange the numbers {text} {way}",
        f"Arrange {text} {way}.",
        f"Please arrange {way}: {text}",
        f"Please put these {way}: {text}",
        f"What is {text} sorted {way}?",
        f"List {text} {way}.",
        f"Rank {text} {way}",
        f"{text}: sort them {way}",
        f"{text} - sort {way}",
        f"I have {text}. Sort them {way}.",
        f"The scores are {text}. Put them {way}.",
        f"Line up {text} {way}",
        f"{some(random, 'Our|The|My|Their')} {some(random, 'ages|points|prices|grades|sizes|heights')} are "
        f"{text}, sort them {way}",
        f"Give me {text} {way}",
        f"How do {text} go {way}?",
        f"Which order is right {way}: {text}?",
        f"{text} {way} please",
    ]
    if bare:
        forms = [f"Sort {text}", f"Sort: {text}", f"Order {text}", f"Sort the numbers {text}.", f"Can you sort {text}?"]
    left, rising = list(numbers), sorted(numbers)
    first = f"The question wants the {'largest' if down else 'smallest'} first"
    steps = [f"{first}.", f"The numbers are {', '.join(map(str, numbers))}."]
    for place in range(len(numbers) - 1):
        best, duels = left[0], list[str]()
        for rival in left[1:]:
            lesser = min(best, rival)
            duels.append(f"{best} or {rival}: {'the same' if best == rival else f'{lesser} is smaller'}.")
            best = lesser
        left.remove(best)
        rest = f"Left: {', '.join(map(str, left))}."
        steps.append(f"{' '.join(duels)} {'So' if not place else 'Then'} {best}{' comes first' * (not place)}. {rest}")
    steps.append(f"From small to large: {', '.join(map(str, rising))}.")
    key = ", ".join(map(str, rising[::-1] if down else rising))
    steps.append(f"{first}: {key}.")
    numbers = rising[::-1] if down else rising
    return Puzzle(random.choice(forms), "\n".join(steps), f"In order: **{key}**.", key, ordered(random, numbers, down))


def even(random: Random) -> Puzzle:
    number = random.randint(0, 10 ** random.randint(1, 6) - 1)
    if is_held_out(str(number)):
        return even(random)
    which = some(random, "odd|even")
    question = random.choice(
        (
            f"Is {number} even or odd?",
            f"Is {number} odd or even?",
            f"Is {number} {which}?",
            f"is {number} an {which} number",
            f"Is the number {number} {which}?",
            f"{number}: odd or even?",
            f"{number} even or odd",
            f"Tell me if {number} is even or odd",
            f"Is {number} an {which} number?",
            f"Would you call {number} {which}?",
            f"What is {number}, even or odd?",
            f"Do you know whether {number} is odd or even?",
            f"I wonder if {number} is {which}.",
            f"even or odd: {number}",
            f"Check whether {number} is {which}",
            f"We are {number} {some(random, 'people|children|players|guests')}. Is that an even or an odd number?",
            f"There are {number} {random.choice(THINGS)}. Is this number {which}?",
            f"My house number is {number}. Is it {which}?",
            f"I rolled {number}, is this odd or even?",
            f"Can you tell me whether {number} is an odd number or an even one?",
        )
    )
    kind = "odd" if number % 2 else "even"
    last = number % 10
    steps = (
        f"Only the last digit of {number} matters.\nThe last digit is {last}.\n{last} is {kind}, so {number} is {kind}."
    )
    return Puzzle(question, steps, f"{number} is **{kind}**.", kind, parity(random, number))
