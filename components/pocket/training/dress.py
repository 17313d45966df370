"""Everyday noise around a question: greetings, sentences beside the point, missing words, typing errors."""

from random import Random

OPENERS = (
    "please ",
    "hey, ",
    "hi! ",
    "ok, ",
    "okay, ",
    "quick question: ",
    "can you tell me: ",
    "i wonder, ",
    "so ",
    "hello! ",
    "hi there, ",
    "um, ",
    "now ",
    "hey pocket, ",
    "hi, i have a question. ",
    "good morning! ",
    "could you help me? ",
    "help me please: ",
    "my homework says: ",
    "tell me, ",
    "sorry, ",
    "one more: ",
    "question: ",
    "q: ",
    "just curious: ",
    "i want to know: ",
    "be honest: ",
    "easy one: ",
    "a question for you: ",
    "dear model, ",
)
AFTERWARDS = (
    "I need it for school.",
    "My friends do not believe me.",
    "Take your time.",
    "Explain it to me.",
    "Show your steps.",
    "I am not sure.",
    "We have a bet.",
    "I always get this wrong.",
    "It is important.",
    "Just for fun.",
    "Be careful!",
)
BEFOREHAND = (
    "I have a question for you.",
    "Here is a little puzzle.",
    "My teacher asked us this.",
    "I could not sleep tonight.",
    "We are playing a quiz.",
    "I am learning maths.",
    "Let's see how good you are.",
    "I have a problem:",
    "Think carefully.",
    "Now something else.",
    "I hope you are well.",
    "My kid wants to know:",
    "Next one.",
)
FILLERS = frozenset("the a is are of it me that to do does in".split())


def dressed(random: Random, question: str, subject: str) -> str:
    """Everyday noise around a question."""
    kind = random.random()
    if kind < 0.14:
        question = random.choice(OPENERS) + question
    elif kind < 0.2:
        question = question.rstrip("?. ") + random.choice(
            (
                " please",
                " please?",
                ", thanks",
                "??",
                " !",
                "",
                "?!",
                " thank you",
                " :)",
                "...",
                ", please",
                " pls",
                " thx",
            )
        )
    elif kind < 0.32:
        question = question.rstrip("?.")
    elif kind < 0.35:
        question = random.choice(OPENERS) + question.rstrip("?.") + random.choice((" please", "?", " thanks", ""))
    if random.random() < 0.06:
        question = random.choice((f"{question} {random.choice(AFTERWARDS)}", f"{random.choice(BEFOREHAND)} {question}"))
    if random.random() < 0.06 and not subject:
        words = question.split(" ")
        short = [place for place, word in enumerate(words) if word.lower() in FILLERS]
        if short:
            words.pop(random.choice(short))
            question = " ".join(words)
    while random.random() < 0.1:
        question = _mistyped(random, question, subject)
    return question


def _mistyped(random: Random, question: str, subject: str) -> str:
    """In a plain word of four letters or more."""
    words = question.split(" ")
    places = [place for place, word in enumerate(words) if len(word) > 3 and word.isalpha() and word != subject]
    if places:
        place = random.choice(places)
        word = words[place]
        at = random.randrange(len(word) - 1)
        a, b = word[at], word[at + 1]
        words[place] = word[:at] + random.choice((b + a, a, b, a + a + b)) + word[at + 2 :]
    return " ".join(words)
