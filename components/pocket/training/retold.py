"""The thinker's conclusions in free English, as other models and people put them: what the novice learns to read."""

from random import Random

from components.pocket.training.puzzle import some

OPENINGS = (
    "Okay, so the user wants to know {what}. |Okay, let me think about {what}. |Let me see. |Alright, {what}. "
    "|Hmm, so I need to find {what}. |The question is about {what}. |First, I should work out {what}. |So, {what}? "
    "|Let's think step by step. |We need to find {what}. |I am asked for {what}. |||||"
)
DOUBTS = (
    "Wait, let me double-check that. |Hmm, is that right? |Let me check again. |Wait, actually let me verify. ||||||"
)
CLOSINGS = (
    "So the answer is {answer}.|So the answer should be {answer}.|Therefore, the answer is {answer}."
    "|That gives {answer}."
    "|The final answer is {answer}.|Yes, {answer}.|So it's {answer}.|Hence {answer}.|I'm confident it is {answer}."
    "|The result is {answer}.|So, {answer}. done|Answer: {answer}.|So I would say {answer}.|"
)


def retold(random: Random, what: str, middle: str, answer: str) -> str:
    """`middle`: the account with its conclusion in it, so that it is never left out."""
    opening = random.choice(OPENINGS.split("|")).format(what=what)
    doubt = random.choice(DOUBTS.split("|"))
    closing = some(random, CLOSINGS).format(answer=answer)
    check = f"{doubt}{some(random, 'Yes, that is right. |It is correct. |Okay. |Good. ')}" if doubt else ""
    text = f"{opening}{middle} {check}{closing}".strip()
    return text.replace(". ", ".\n") if random.random() < 0.15 else text


def compared(random: Random, high: str, low: str) -> str:
    middle = some(
        random,
        f"{high} is bigger than {low}.|{high} is larger than {low}.|{low} is smaller than {high}.|{high} > {low}."
        f"|{low} < {high}.|{low} is less than {high}.|{high} is greater than {low}, because I compare the "
        f"digits one by one."
        f"|Comparing them digit by digit, {high} comes out ahead of {low}, so {high} is the larger number."
        f"|If I subtract, {high} - {low} is positive. So {high} is bigger than {low}."
        f"|On a number line {low} comes before {high}, so {high} is bigger."
        f"|Think of money: I would rather have {high} than {low}. So {high} is more."
        f"|The whole parts decide, or else the tenths: {high} wins, so {high} is bigger and {low} is smaller.",
    )
    what = some(
        random, f"which is bigger, {high} or {low}|which is larger|how {low} and {high} compare|the two numbers"
    )
    answer = some(random, f"{high} is bigger than {low}|{high} is the larger one|{low} is smaller than {high}")
    return retold(random, what, middle, answer)


def newer(random: Random, high: str, low: str) -> str:
    middle = some(
        random,
        f"Versions are counted part by part, so {high} comes after {low}.|{high} was released after {low}."
        f"|Version {high} is newer than {low}.|{low} is older than {high}.|{low} came first, then {high}.",
    )
    return retold(random, some(random, "which version is newer|these versions"), middle, f"version {high} is newer")


def ordered(random: Random, numbers: list[int], down: bool) -> str:
    order = ", ".join(map(str, numbers))
    first, last = numbers[0], numbers[-1]
    middle = some(
        random,
        f"The {'largest' if down else 'smallest'} is {first} and the {'smallest' if down else 'largest'} is {last}. "
        f"In order that makes {order}.|In order they are {order}.|Sorted, this is {order}."
        f"|Starting with {first}, the list becomes {order}.|" + f"{order}.",
    )
    return retold(random, some(random, "the right order|how to sort these numbers|the sorted list"), middle, order)


def counted(random: Random, letter: str, word: str, count: int) -> str:
    spelled = "-".join(word)
    times = "once" if count == 1 else "twice" if count == 2 else f"{count} times"
    places = [str(place) for place, x in enumerate(word, 1) if x == letter]
    where = (
        f"At position{'s' * (count != 1)} {', '.join(places)}: that is {count}." if places else "It is not in there: 0."
    )
    middle = some(
        random,
        f"Spelling it out: {spelled}. The letter {letter} appears {count} times.|{where}|I count {count}."
        f"|Going through the word {word}, I find {letter} {times}, so {count}.|There are {count} of them."
        f"|The letter {letter} shows up {count} time{'s' * (count != 1)}.|{spelled}: {count}.",
    )
    what = some(
        random, f"how many {letter}'s are in {word}|the number of letters {letter}|the letter {letter} in {word}"
    )
    return retold(random, what, middle, some(random, f"{count}|{count} times"))


def calculated(random: Random, text: str, result: int) -> str:
    middle = some(
        random,
        f"{text} = {result}.|{text} is {result}.|{text} equals {result}.|Doing it step by step, {text} gives {result}."
        f"|I get {result}.|The result of {text} is {result}.|Working it out by columns I arrive at {result}.",
    )
    return retold(
        random, some(random, f"what {text} is|{text}|the result of {text}"), middle, some(random, f"{result}")
    )


def backwards(random: Random, word: str) -> str:
    back = word[::-1]
    middle = some(
        random,
        f'The letters are {"-".join(word)}. From the end that is {"-".join(back)}, so "{back}".|Reversed it '
        f'reads "{back}".'
        f'|Starting from the last letter: {", ".join(back)}. So "{back}".|Written from right to left it is "{back}".'
        f'|"{word}" becomes "{back}".|' + f'It is "{back}".',
    )
    return retold(
        random, some(random, f'how to spell "{word}" backwards|the word "{word}" reversed'), middle, f'"{back}"'
    )


def weekday(random: Random, start: str, days: int, forward: bool, day: str) -> str:
    left = days % 7
    way = "after" if forward else "before"
    middle = some(
        random,
        f"{days} days is {days // 7} weeks and {left} days, and {left} days {way} {start} is {day}.|It will be {day}."
        f"|A week has 7 days, so {days} leaves {left}. From {start} that is {day}.|Counting on from {start} I "
        f"land on {day}."
        f"|{days} mod 7 = {left}, so it is {day}.|That day is a {day}.|{days} days {way} {start} is {day}.",
    )
    return retold(random, some(random, f"the day {days} days {way} {start}|which day it is"), middle, day)


def parity(random: Random, number: int) -> str:
    kind = "odd" if number % 2 else "even"
    middle = some(
        random,
        f"{number} ends in {number % 10}, so it is {kind}.|The last digit is {number % 10}, which is {kind}."
        f"|{number} is {'not ' * (number % 2)}divisible by 2, so it is {kind}.|It is {kind}.|{number} is {kind}.",
    )
    return retold(random, f"whether {number} is even or odd", middle, kind)
