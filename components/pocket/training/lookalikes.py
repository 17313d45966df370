"""The last lessons of the thinker: questions that look like its puzzles or like small talk and are neither, above all
operations by names that it has never seen. Before them it takes an unknown word between two numbers for one it knows.
"""

from random import Random

from components.pocket.training.near_sums import number
from components.pocket.training.puzzle import PEOPLE, THINGS, Puzzle, alternatives, listed, some
from components.pocket.training.refusals import FEELINGS, refused
from components.pocket.training.words import word
from components.pocket.training.world import noun

MEANT = """
    add added adds sum sums plus minus less more difference subtract take taken away from times multiply product total
    together sort order smaller larger bigger greater older newer compare even odd count reverse number numbers two and
""".split()
TONGUES = alternatives(
    """
    il fait beau aujourd'hui | comment t'appelles-tu | ou est la gare | je suis fatigue | peux-tu m'aider | quel est
    ton nom | combien coute ce livre | qu'est-ce que tu fais | parlez-vous francais | j'aime le chocolat noir | wie
    heisst du | wo ist der bahnhof | was kostet das brot | ich bin heute sehr froh | sprichst du deutsch | wie spät
    ist es | wer hat das gemacht | zähle bis zehn | was machst du gerade | wie viele tage hat ein jahr | como te
    llamas | cuanto cuesta el pan | hace mucho calor hoy | tengo dos hermanos | que haces manana | puedes ayudarme |
    buenas noches | come ti chiami | dove abiti | quanto costa | fa freddo oggi | non capisco niente | tudo bem |
    qual e o seu nome | hoeveel kost dit | waar woon jij | vad heter du | hur mår du | jak sie masz | dzien dobry |
    merhaba nasilsin | salve quid agis
    """
)


def lookalike(random: Random) -> Puzzle:
    return refused(
        random.choice((_unknown, _unknown, _parted, _too_many, _apart, _below, _onwards, _words, _view, _mood))(random)
    )


def _name(random: Random) -> str:
    while (name := word(random)) in MEANT:
        pass
    return name


def _unknown(random: Random) -> tuple[str, str]:
    a, b, name = number(random), number(random, 30), _name(random)
    question = random.choice(
        (
            f"Tell me the {name} of {a} and {b}",
            f"Give me a {name} of {a} and {b}.",
            f"What is the {name} of {a} and {b}?",
            f"Find the {name} for {a} and {b}",
            f"{name} of {a} with {b}",
            f"{a} {name} {b}",
            f"{a} {name} {b} is how much?",
            f"What is {a} {name} {b}?",
            f"How much is {a} {name} by {b}?",
            f"{a} gets {name} by {b}. What is it now?",
            f"{name} {a} by {b}",
            f"{name} {a} and {b}",
            f"Can you {name} {a} with {b}?",
            f"Is {a} {name} by {b}?",
            f"{a} by {b}",
            f"The ratio of {a} to {b}",
        )
    )
    return question, "There is a number in it, but what it asks is not one of my puzzles."


def _parted(random: Random) -> tuple[str, str]:
    a, b, things = number(random), random.randint(2, 30), random.choice(THINGS)
    question = random.choice(
        (
            f"Hand out {a} {things} to {b} people evenly",
            f"{a} {things} distributed over {b} boxes: how many in each?",
            f"{a} parted by {b}",
            f"{a} over {b}",
            f"{a} cut into {b} parts, how large is one?",
            f"{a} broken into {b} equal pieces is what?",
            f"How many {b}s are there in {a}?",
            f"Does {b} go evenly into {a}?",
            f"What remains when {a} is cut into pieces of {b}?",
            f"Is {a} a multiple of {b}?",
            f"Can I put {a} {things} in rows of {b}, with none left?",
            f"{a} {things} in {b} bags, the same in each bag",
            f"Each of {b} friends gets the same part of {a} {things}. How many?",
            f"The {some(random, 'fourth|sixth|seventh|eighth')} part of {a}",
        )
    )
    return question, "It asks to divide. Dividing is not one of my puzzles."


def _too_many(random: Random) -> tuple[str, str]:
    items = [str(number(random)) for _ in range(random.choice((3, 3, 3, 4, 5)))]
    a, n = number(random), random.randint(2, 9)
    question = random.choice(
        (
            f"Total of {listed(random, items)}",
            f"Put {listed(random, items)} together. How much is it?",
            f"{' and '.join(items)} together",
            f"How much are {listed(random, items)} in all?",
            f"What do {listed(random, items)} make?",
            f"Add up {listed(random, items)}",
            f"Add these for me: {listed(random, items)}",
            f"{' plus '.join(items)}",
            f"{a} times itself, {n} times over",
            f"{a} taken {n} times as a factor",
            f"The {some(random, 'second|third|fourth|fifth')} power of {a}",
            f"{a} raised to {n}",
        )
    )
    return question, "These are numbers to calculate with, but too many or too hard ones for me."


def _apart(random: Random) -> tuple[str, str]:
    x, y = (f"{random.randint(0, 20)}.{random.randint(1, 99)}" for _ in range(2))
    if random.random() < 0.3:
        y = y.partition(".")[0]
    question = random.choice(
        (
            f"How far apart are {x} and {y}?",
            f"How much bigger is {x} than {y}?",
            f"How much smaller is {x} than {y}?",
            f"What is the difference between {x} and {y}?",
            f"What must be added to {x} to get {y}?",
            f"Subtract {x} from {y}",
            f"Take {x} away from {y}",
            f"From {x} to {y}, how much is that?",
            f"By what does {x} differ from {y}?",
            f"What lies in the middle of {x} and {y}?",
            f"The sum of {x} and {y}",
        )
    )
    return question, "These are numbers to calculate with, but too many or too hard ones for me."


def _below(random: Random) -> tuple[str, str]:
    a, b = number(random, 1000), number(random)
    question = random.choice(
        (
            f"It is minus {a} degrees here and minus {b} there. Where is it warmer?",
            f"Which is warmer, minus {a} or minus {b}?",
            f"Minus {a} or minus {b}: which one is lower?",
            f"I have {b} dollars and a debt of {a}. What is left?",
            f"My account was at {b} and I paid {a}. How much is on it now?",
            f"I borrowed {a} euros and own {b}. How rich am I?",
            f"Is minus {a} more than {b}?",
            f"The lift starts {a} floors under the ground and goes up {b}. Where is it?",
        )
    )
    return question, "There are numbers below zero in it, and I do not know those."


def _onwards(random: Random) -> tuple[str, str]:
    items = ", ".join(str(number(random)) for _ in range(random.randint(2, 5)))
    question = random.choice(
        (
            f"Continue: {items}",
            f"Which number follows {items}?",
            f"Complete the series {items}, _",
            f"{items}, ... How does it go on?",
            f"{items}. And then?",
            f"Find the pattern: {items}",
            f"What is missing: {items}, ?",
        )
    )
    return question, "There is a number in it, but what it asks is not one of my puzzles."


def _words(random: Random) -> tuple[str, str]:
    items = [word(random) for _ in range(random.randint(3, 6))]
    name = items[0]
    question = random.choice(
        (
            f"Order alphabetically: {', '.join(items)}",
            f"Sort from a to z: {', '.join(items)}",
            f"Which of {listed(random, items)} comes first in a dictionary?",
            f"Arrange these words by their letters: {', '.join(items)}",
            f"Put these words in order: {', '.join(items)}",
            f"Tell me words that sound like {name}",
            f"A few words ending like {name}, please",
            f"I want two words that go with {name}",
            f"Give me {random.randint(2, 9)} other words for {name}",
            f"Which of these does not belong: {', '.join(items)}?",
        )
    )
    return question, "It is about words, but it asks neither to count one letter nor to turn a word round."


def _view(random: Random) -> tuple[str, str]:
    n, m, person = noun(random), noun(random), random.choice(PEOPLE)
    question = random.choice(
        (
            f"What do you think about {n}s?",
            f"How do you like the {n}?",
            f"Your view on the {n}?",
            f"Which do you like more: {n}s or {m}s?",
            f"Is a {n} good or bad?",
            f"Are {n}s better than {m}s?",
            f"What would you say about {person}?",
            f"Would you {some(random, 'date|kiss|leave|follow|hire|miss')} {some(random, 'me|us|her|him')}?",
            f"Will you {some(random, 'be mine|come with me|dance with me|live with me|wait for me')}?",
            f"Should I {some(random, 'marry|call|trust|forgive|visit')} {person}?",
            f"What is the way to {some(random, 'paris|rome|the station|the sea|my school|berlin')}?",
            f"How far is it to {some(random, 'paris|rome|the station|the moon|my school|berlin')}?",
            f"Where can I buy a {n}?",
            f"Do you believe in {n}s?",
        )
    )
    return question, "It asks about the world or what I think of it. I know nothing of the world."


def _mood(random: Random) -> tuple[str, str]:
    if random.random() < 0.5:
        return random.choice(TONGUES), "This is talk, or about something said before. I see only this one message."
    feeling, n = random.choice(FEELINGS), noun(random)
    question = random.choice(
        (
            f"What makes me {feeling}?",
            f"This {n} makes me {feeling}",
            f"This week has left me {feeling}",
            f"Why do I feel so {feeling}?",
            f"Why is everybody {feeling}?",
            f"I was {feeling} all week",
            f"Nobody knows how {feeling} I am",
            f"Yesterday made me {feeling}.",
            f"How can I be less {feeling}?",
            f"It was a {feeling} day",
        )
    )
    return question, "Somebody tells me something. There is nothing to work out."
