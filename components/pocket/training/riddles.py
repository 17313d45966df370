"""Riddles and problems with numbers in them that no plain sum solves."""

from random import Random

from components.pocket.training.puzzle import PEOPLE, THINGS, some


def riddle(random: Random) -> tuple[str, str]:
    a, b, c = random.randint(2, 60), random.randint(2, 20), random.randint(2, 100)
    things, who = random.choice(THINGS), random.choice(PEOPLE)
    beast = some(random, "sheep|cows|birds|cats|dogs|goats|ducks|hens")
    question = random.choice(
        (
            f"A farmer has {a + b} {beast} and all but {b} run away. How many are left?",
            f"There are {a} {beast} on a tree. One is shot. How many are left?",
            f"If {b} machines make {b} {things} in {b} minutes, how long do {c} machines need for {c} {things}?",
            f"If {b} {beast} catch {b} mice in {b} minutes, how many {beast} catch {c} mice?",
            f"A train leaves at {b} and drives {c} km per hour. When does it arrive?",
            f"{who} is twice as old as {random.choice(PEOPLE)}. Together they are {a}. How old is {who}?",
            f"{who} has {b} brothers and each brother has {a} sisters. How many sisters does {who} have?",
            f"A bat and a ball cost {a} dollars. The bat costs {b} more than the ball. What does the ball cost?",
            f"What has {b} legs in the morning and {a} in the evening?",
            f"What weighs more, a kilo of {some(random, 'feathers|iron|paper')} or a kilo of "
            f"{some(random, 'steel|gold|wood')}?",
            f"A snail climbs {a} metres by day and slips {b} by night. How long does it need for {c} metres?",
            f"You see {a} {things} and take {b}. How many do you have?",
            f"{b} people shake hands with each other. How many handshakes is that?",
            f"I throw {b} dice. What are the odds of {a}?",
            f"What is the chance of heads {b} times?",
            f"A car drives {c} km in {b} hours. How fast is it?",
            f"It takes {a} minutes to dry {b} shirts. How long for {c} shirts?",
            f"Which door should I choose out of {b}?",
            f"I am a number with {b} digits. Who am I?",
            f"I have {b} coins and together they are worth {a} cents. Which coins are they?",
            f"I have two coins that make {a} cents. One is not a {b} cent coin. What are they?",
            f"How many {b} cent coins make {c} dollars?",
            f"In how many ways can I pay {a} cents with coins?",
            f"{who} is {a} years old. {b} years ago {random.choice(PEOPLE)} was half as old. How old are they?",
            f"When I was {b}, {who} was half my age. Now I am {a}. How old is {who}?",
            f"{a} {beast} and {b} hens have how many legs?",
            f"There are {a} heads and {c} legs on a farm. How many {beast} are there?",
            f"A lily doubles its size each day and covers the lake after {a} days. When did it cover half of it?",
            f"{who} overtakes the runner in place {b}. In which place is {who} now?",
            f"A rope of {c} metres is cut every {b} metres. How many cuts are needed?",
            f"Two trains are {c} km apart and drive {a} km per hour. When do they meet?",
            f"A clock strikes {b} times in {a} seconds. How long for {b + 3} times?",
            f"A {some(random, 'brick|fish|cake|parcel')} weighs {b} kg plus half of itself. What does it weigh?",
            f"How many {beast} does {who} own if all but {b} are {some(random, 'black|white|ill|asleep')}?",
            f"I have a {b} litre jug and a {b + 3} litre jug. How do I measure {a} litres?",
            f"{who} reads every {b} days and {random.choice(PEOPLE)} every {b + 1} days. When do they meet?",
            f"There are {a} socks in a drawer. How many do I have to take to have a pair?",
            f"A {some(random, 'man|boat|frog|bear')} goes {b} km south and {b} km north. Where is it?",
            f"{b} workers build a wall in {a} days. How long do {b + 2} workers need?",
            f"What is {some(random, 'heavier|lighter')}, {b} kg of {some(random, 'feathers|cotton|air')} or {b} kg of "
            f"{some(random, 'lead|stone|gold')}?",
        )
    )
    return question, "This is a riddle with numbers in it. I must not calculate blindly: I do not know riddles."
