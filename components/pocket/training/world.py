"""Questions about the world, and wishes for something to be made: what only a model that knows things can answer."""

from random import Random

from components.pocket.training.puzzle import PEOPLE, some
from components.pocket.training.words import found

NOUNS = """
    house bridge tower skyscraper rocket robot cake pizza car boat website company song poem story essay letter
    email joke recipe movie book game country planet city ocean moon sun star dog cat bird horse fish computer
    phone radio engine bicycle school hospital president king queen war peace love money bank tax job team
    football tennis music guitar piano painting museum weather rain snow python javascript program function
    database algorithm virus vaccine doctor medicine heart brain dream language french spanish german history
    science physics chemistry biology maths philosophy religion climate energy battery wind oil gold diamond
    fashion shirt shoes hotel travel paris london tokyo america europe africa germany china india einstein
    shakespeare mozart newton internet google bitcoin inflation electron atom gravity evolution dinosaur human
    child parent wife husband baby mother father brother sister neighbour boss holiday birthday christmas
    wedding party coffee tea beer wine bread cheese meat egg salad soup rice pasta sugar salt water fire air
    earth tree flower rose leaf grass forest desert beach road street train plane ship truck bus ticket passport
    visa lawyer judge police crime law contract rent mortgage
""".split()
ADJECTIVES = """
    tallest best cheapest fastest new big small good old famous simple beautiful healthy strange modern perfect
    american green red blue happy sad funny short long scary romantic longest biggest largest smallest oldest
    deepest most dangerous expensive popular important first last next
""".split()
VERBS = """
    build make design write create cook draw fix start learn grow clean sell buy paint explain describe find
    plan improve destroy play bake repair open close install train teach feed catch cut dry wash
""".split()


def noun(random: Random) -> str:
    return random.choice(found()[0]) if random.random() < 0.3 else random.choice(NOUNS)


def _adjective(random: Random) -> str:
    return random.choice(found()[0]) if random.random() < 0.2 else random.choice(ADJECTIVES)


def how(random: Random) -> tuple[str, str]:
    n, m, a, v = noun(random), noun(random), _adjective(random), random.choice(VERBS)
    the = some(random, "the|a|my|the world's|your|some")
    question = random.choice(
        (
            f"How would you {v} {the} {a} {n}?",
            f"How do I {v} a {n}?",
            f"How do you {v} {the} {n}?",
            f"How does a {n} work?",
            f"How does {the} {n} {v} {the} {m}?",
            f"How far is the {n} from {m}?",
            f"How old is {the} {n}?",
            f"How can I {v} my {a} {n} with a {m}?",
            f"How long does it take to {v} a {n}?",
            f"How much does {the} {n} cost?",
            f"How big is {the} {n}?",
            f"How tall is {the} {a} {n}?",
            f"How hot is {the} {n}?",
            f"How fast is {the} {n}?",
            f"Explain how {the} {n} works",
            f"Can you show me how to {v} a {n}?",
            f"I want to {v} a {n}. How?",
            f"What is the best way to {v} {the} {n}?",
            f"Steps to {v} a {n}",
        )
    )
    return question, "The question wants a way to do something or a fact about the world."


def why(random: Random) -> tuple[str, str]:
    n, m, a, v = noun(random), noun(random), _adjective(random), random.choice(VERBS)
    question = random.choice(
        (
            f"Why is the {n} {a}?",
            f"Why do {n}s have {m}?",
            f"Why did the {n} leave the {m}?",
            f"Why can't I {v} a {n}?",
            f"Why does the {n} {v}?",
            f"Why are {n}s so {a}?",
            f"why is {n} {a}",
            f"What causes {n}?",
            f"Why should I {v} a {n}?",
            f"Why not {v} the {m} instead of the {n}?",
            f"What is the reason for the {n}?",
        )
    )
    return question, "The question asks why, so it wants a cause."


def make(random: Random) -> tuple[str, str]:
    n, m, a, v = noun(random), noun(random), _adjective(random), random.choice(VERBS)
    the = some(random, "the|a|my|our|this")
    kind = some(
        random, "poem|story|haiku|song|letter|email|essay|joke|report|speech|limerick|summary|list|text|tweet|script"
    )
    question = random.choice(
        (
            f"Write a {kind} about {the} {m}.",
            f"Write me a {kind} about {the} {a} {n}",
            f"{v} me a {a} {n}",
            f"Please {v} a {n} for my {m}",
            f"Tell me about {the} {n}",
            f"Tell me a {kind} about {the} {n}",
            f"Give me {random.randint(2, 10)} ideas for a {a} {n}",
            f"Give me a recipe for {n}",
            f"Translate {n} to {some(random, 'french|german|spanish|english|latin|japanese')}",
            f"Translate: the {a} {n}",
            f"Summarize the {n} of {m}",
            f"Explain {n} to a {some(random, 'child|beginner|five year old|friend')}",
            f"Describe {the} {a} {n}",
            f"Draw a {n}",
            f"Make a {kind} for {random.choice(PEOPLE)}",
            f"Compare {the} {n} and {the} {m}",
            f"Compare {n} with {m}.",
            f"List the {a} {n}s",
            f"Name {random.randint(2, 9)} {n}s",
            f"Recommend a {a} {n}",
            f"Give me advice about my {n}",
            f"Correct this sentence: the {n} {v} the {m}",
        )
    )
    return question, "This asks me to write or make something."


def fact(random: Random) -> tuple[str, str]:
    n, m, a, v = noun(random), noun(random), _adjective(random), random.choice(VERBS)
    year = random.randint(1500, 2030)
    question = random.choice(
        (
            f"What is the {a} {n}?",
            f"What is a {n}?",
            f"what is {n}",
            f"Who is the {a} {n}?",
            f"Who is the {n} of {m}?",
            f"Who invented the {n}?",
            f"Who wrote the {n}?",
            f"Where is the {n}?",
            f"Where can I {v} a {n}?",
            f"When was the {n} of {m}?",
            f"When did {n} {v} the {m}?",
            f"What is the capital of {n}?",
            f"What is the population of {n}?",
            f"What do you think about {n}?",
            f"Which {n} is the {a}?",
            f"Which is the {a} {n} in the {m}?",
            f"Which is {some(random, 'bigger|better|larger|older|faster|cheaper|healthier|newer|heavier')}, {n} "
            f"or {m}?",
            f"Is {some(random, 'a|the|my')} {n} {some(random, 'bigger|better|heavier|older')} than "
            f"{some(random, 'a|the')} {m}?",
            f"What is the meaning of {n}?",
            f"What does {n} mean?",
            f"Define {n}",
            f"Should I {v} a {n} or a {m}?",
            f"Who won the {n} in {year}?",
            f"What happened in {year}?",
            f"What colour is the {n}?",
            f"What is the weather in {n} {some(random, 'today|tomorrow|now')}?",
            f"Is {n} {a}?",
            f"Are {n}s {a}?",
            f"Can a {n} {v}?",
            f"Do {n}s like {m}?",
            f"Does the {n} have a {m}?",
            f"Is there a {n} in {m}?",
            f"What is the difference between a {n} and a {m}?",
            f"Which {n} should I {v}?",
            f"What {n} do you like?",
            f"What is the {n} of {m}?",
            f"Who is {random.choice(PEOPLE)}?",
            f"Is {random.choice(PEOPLE)} {a}?",
        )
    )
    return question, "The question asks for a fact or an opinion about the world."
