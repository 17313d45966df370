"""Adding and subtracting by columns, multiplying by a one-digit number."""

from random import Random

from components.pocket.training.held_out import is_held_out
from components.pocket.training.puzzle import PEOPLE, THINGS, Puzzle, some, written
from components.pocket.training.refusals import NOT_MINE, REFUSAL
from components.pocket.training.retold import calculated

COLUMNS = ("Ones", "Tens", "Hundreds", "Thousands", "Ten-thousands")


def add_or_subtract(random: Random) -> Puzzle:
    sign = random.choice("+-")
    a, b = _operand(random), _operand(random)
    if random.random() < 0.12:  # chains of carrying and borrowing
        a = random.choice((10, 100, 1000, 2000, 5000, 300, 999, 99, 101, 1001, 110, 9999, 200, 400))
    below_zero = random.random() < 0.12
    if sign == "-" and (a > b if below_zero else a < b):
        a, b = b, a
    if is_held_out(str(a), str(b)):
        return add_or_subtract(random)
    asked = written(random, a), written(random, b)
    result = a + b if sign == "+" else a - b
    question = _sum(random, *asked) if sign == "+" else _difference(random, *asked, a < b)
    verb = "add" if sign == "+" else "subtract"
    steps = [f"I will {verb} column by column, from the right.", *columns(a, sign, b)]
    if result < 0:
        return Puzzle(question, "\n".join((*steps, NOT_MINE)), REFUSAL)
    steps.append(f"So {a} {sign} {b} = {result}.")
    told = calculated(random, f"{a} {sign} {b}", result)
    return Puzzle(question, "\n".join(steps), f"{a} {sign} {b} = **{result}**", str(result), told)


def _operand(random: Random) -> int:
    digits = random.choices((1, 2, 3, 4), (2, 5, 5, 3))[0]
    if random.random() < 0.2:  # repeated digits, zeros
        few = random.choice(("09", "01", "05", "19", "99", "37", "80", "46"))
        return int("".join(random.choice(few) for _ in range(digits)))
    return random.randint(10 ** (digits - 1) if digits > 1 else 0, 10**digits - 1)


def columns(a: int, sign: str, b: int) -> list[str]:
    width = max(len(str(a)), len(str(b)))
    top, bottom = str(a).zfill(width), str(b).zfill(width)
    steps = [f"Lined up: {top} {sign} {bottom}."]
    carry, written = 0, list[int]()
    for place in range(width):
        x, y = int(top[-1 - place]), int(bottom[-1 - place])
        line = f"{COLUMNS[place]}: {x} {sign} {y}" + f" {sign} 1" * carry
        if sign == "+":
            total = x + y + carry
            carry, digit = divmod(total, 10)
            line += f" = {total}. Write {digit}" + ", carry 1" * carry
        else:
            digit = x - y - carry
            if digit < 0:
                digit += 10
                line += f", too small, so I borrow: {x + 10} - {y}" + " - 1" * carry
                carry = 1
            else:
                carry = 0
            line += f" = {digit}. Write {digit}"
        steps.append(f"{line}.")
        written.append(digit)
    if sign == "+" and carry:
        steps.append("The last carry gives a 1 in front.")
        written.append(1)
    if sign == "-" and carry:
        return [
            *steps,
            "There is nothing left to borrow from, so the result is below zero. I do not know such numbers.",
        ]
    zeros = " Zeros in front do not count." if written[-1] == 0 and len(written) > 1 else ""
    steps.append(f"From left to right: {' '.join(map(str, written[::-1]))}.{zeros}")
    return steps


def _sum(random: Random, a: str, b: str) -> str:
    one, two = random.sample(PEOPLE, 2)
    things = random.choice(THINGS)
    more = some(random, "more|more|another")
    return random.choice(
        (
            *_asked(random, a, some(random, "+| + | + |+ "), b),
            f"Add {a} and {b}.",
            f"Add {a} to {b}",
            f"add up {a} and {b}",
            f"Can you add {a} and {b}?",
            f"Add {a} and {b} together",
            f"What is {a} plus {b}?",
            f"What do you get when you add {a} to {b}?",
            f"What do I get if I add {a} and {b}?",
            f"{a} plus {b}",
            f"{a} plus {b} equals?",
            f"{a} and {b} makes how much?",
            f"What is the sum of {a} and {b}?",
            f"sum of {a} and {b}",
            f"the total of {a} and {b}?",
            f"What is {a} and {b} together?",
            f"Increase {a} by {b}",
            f"I have {a} {things} and get {b} more. How many do I have?",
            f"I had {a} {things} and {one} gave me {b}. How many {things} do I have now?",
            f"{one} has {a} {things} and buys {b} {more}. How many {things} does {one} have?",
            f"{one} has {a} {things} and {two} has {b}. How many {things} do they have together?",
            f"There are {a} {things} in one box and {b} in another. How many are there in total?",
            f"If I read {a} pages today and {b} tomorrow, how many pages is that?",
            f"A ticket costs {a} and a drink {b}. What do I pay in total?",
            f"We drove {a} km and then {b} km. How far did we drive?",
            f"I bought a {some(random, 'book|lamp|cake|shirt')} for {a} dollars and a pen for {b}. How much did I "
            f"spend?",
            f"I paid {a} for {things} and {b} for the rest. How much is that altogether?",
            f"{a} {things} were here and then {b} came. How many are there now?",
            f"{one} is {a} and will live {b} years longer. How old will {one} be?",
            f"{one} saved {a} dollars, {two} saved {b}. How much do they have in total?",
            f"The first {some(random, 'day|week|game')} brought {a} {things}, the second {b}. What is the total?",
            f"On one shelf are {a} {things}, on the other one {b}. How many are on both?",
        )
    )


def _difference(random: Random, a: str, b: str, below_zero: bool) -> str:
    one, two = random.sample(PEOPLE, 2)
    things = random.choice(THINGS)
    lose = some(random, "give away|eat|lose|sell|use|drop")
    either_way = (
        *_asked(random, a, some(random, "-| - | - |- "), b),
        f"Subtract {b} from {a}.",
        f"Can you subtract {b} from {a}?",
        f"What is {a} minus {b}?",
        f"{a} minus {b}",
        f"{a} minus {b} equals?",
        f"Take {b} away from {a}.",
        f"Take {b} from {a}",
        f"What is left if I take {b} from {a}?",
        f"{a} take away {b}",
        f"{a} less {b}?",
        f"What do I get when I subtract {b} from {a}?",
        f"I have {a} {things} and {lose} {b}. How many are left?",
        f"{one} has {a} {things} and gives {b} to {two}. How many are left?",
    )
    if below_zero:
        return random.choice(either_way)
    return random.choice(
        (
            *either_way,
            f"What is the difference between {a} and {b}?",
            f"the difference of {a} and {b}",
            f"How much more is {a} than {b}?",
            f"Decrease {a} by {b}",
            f"If I have {a} {things} and {lose} {b}, how many remain?",
            f"I had {a} {things} but lost {b}. How many do I still have?",
            f"There were {a} {things} in the box. {one} took {b}. How many {things} are left?",
            f"I pay {b} with a {a} note. How much change do I get?",
            f"The book has {a} pages and I read {b}. How many pages are left?",
            f"Out of {a} {things}, {b} are gone. How many remain?",
            f"There were {a} {some(random, 'birds|people|cars|sheep')} and {b} left. How many stayed?",
            f"A {some(random, 'bus|train|ship|room')} has {a} people, {b} get out. How many are still in it?",
            f"{one} has {a} dollars and spends {b}. How much is left?",
            f"I need {a} {things} and have {b}. How many are missing?",
            f"The trip is {a} km and we did {b}. How far is it still?",
            f"Of {a} pupils {b} are ill. How many are well?",
            f"{one} baked {a} {things} and ate {b} of them. What is left?",
        )
    )


def _asked(random: Random, a: str, sign: str, b: str) -> tuple[str, ...]:
    text = f"{a}{sign}{b}"
    return (
        f"What is {text}?",
        f"What is {text}?",
        f"What's {text}?",
        f"whats {text}",
        text,
        f"{text} = ?",
        f"{text}=",
        f"{text}?",
        f"Calculate {text}.",
        f"calculate: {text}",
        f"compute {text}",
        f"How much is {text}?",
        f"Work out {text}",
        f"Solve {text}",
        f"Can you do {text} for me?",
        f"I need the result of {text}",
        f"{text} is how much?",
        f"what does {text} make",
        f"can u tell me {text}",
        f"the answer to {text}?",
        f"I forgot what {text} is",
    )


def multiply(random: Random) -> Puzzle:
    a, b = random.randint(11, 99), random.randint(2, 9)
    if random.random() < 0.2:
        a = random.randint(1, 10)
    x, y = (a, b) if random.random() < 0.7 else (b, a)
    if is_held_out(str(a), str(b)):
        return multiply(random)
    one, things = random.choice(PEOPLE), random.choice(THINGS)
    forms = (
        *_asked(random, str(x), some(random, " x | x | * |*|x| times | × "), str(y)),
        f"Multiply {x} by {y}.",
        f"multiply {x} and {y}",
        f"Can you multiply {x} by {y}?",
        f"What is the product of {x} and {y}?",
        f"product of {x} and {y}",
        f"What is {x} multiplied by {y}?",
        f"what does {x} multiplied by {y} make",
        f"{x} times {y}?",
        f"{x} times {y} is?",
        f"{x} boxes with {y} {things} each. How many {things} are there?",
        f"There are {x} bags with {y} {things} in each. How many {things} is that?",
        f"{one} buys {x} packs of {y} {things}. How many {things} is that?",
        f"One ticket costs {x} dollars. What do {y} tickets cost?" if y > 1 else f"What is {x} times {y}?",
        f"If one box holds {x} {things}, how many do {y} boxes hold?",
        f"{one} works {x} hours a day for {y} days. How many hours is that?",
        f"{one} reads {x} pages a day. How many pages is that in {y} days?",
        f"{y} rows of {x} {things}, how many is that?",
        f"A {some(random, 'class|bus|row|page')} has {x} {things}. How many {things} have {y} of them?",
    )
    result = a * b
    if a > 10 and a % 10:
        tens, ones = a // 10 * 10, a % 10
        steps = [
            f"I split {a} into {tens} and {ones}.",
            f"{tens} x {b} = {tens * b}.",
            f"{ones} x {b} = {ones * b}.",
            *columns(tens * b, "+", ones * b),
        ]
    elif a > 10:
        steps = [f"{a // 10} x {b} = {a // 10 * b}, and a zero behind it: {result}."]
    else:
        steps = ["This one is in the times table.", f"{a} x {b} = {result}."]
    steps.append(f"So {x} x {y} = {result}.")
    told = calculated(random, f"{x} x {y}", result)
    return Puzzle(random.choice(forms), "\n".join(steps), f"{x} x {y} = **{result}**", str(result), told)
