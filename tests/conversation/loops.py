"""Thoughts that go in circles, made of ones that do not: the same round again, told otherwise, or with a number that
rises."""

import re
from collections.abc import Callable, Iterator
from random import Random

# What is said in place of what, by who says the same again.
OTHERWISE = {
    "so": "thus",
    "the": "this",
    "but": "however",
    "because": "since",
    "need": "have",
    "check": "verify",
    "maybe": "perhaps",
    "answer": "result",
    "big": "large",
    "find": "get",
    "also": "too",
    "wants": "asks for",
    "user": "person",
    "think": "believe",
    "first": "at first",
    "then": "next",
    "is": "seems",
}
OPENINGS = (
    "Wait, let me check that again.",
    "Hmm, once more.",
    "Let me think about this from the start.",
    "Actually, let me reconsider.",
    "Okay, again.",
)
TRIES = (
    "Let me try {n}. That gives {m}, which is not what we need. ",
    "Maybe it is {n}? No, {n} does not work either, since {m} is too large. ",
    "Case {n}: the remainder is {m}, so this fails too.\n",
)
SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]+\s*")


def exact(round_: str, random: Random) -> Iterator[str]:
    while True:
        yield round_


def paraphrased(round_: str, random: Random) -> Iterator[str]:
    """Each time with another opening, other words here and there, and two sentences the other way round."""
    while True:
        sentences = SENTENCE.findall(round_) or [round_]
        if len(sentences) > 2:
            place = random.randrange(len(sentences) - 1)
            sentences[place : place + 2] = sentences[place : place + 2][::-1]
        told = re.sub(r"\w+", lambda found: _other(found[0], random), "".join(sentences))
        yield f"{random.choice(OPENINGS)} {told}"


def counting_up(round_: str, random: Random) -> Iterator[str]:
    """`round_` says how, as one of TRIES."""
    n = random.randrange(2, 90)
    while True:
        n += 1
        yield round_.format(n=n, m=n * n % 97)


MAKERS: dict[str, Callable[[str, Random], Iterator[str]]] = {
    "exact": exact,
    "paraphrased": paraphrased,
    "counting up": counting_up,
}


def _other(word: str, random: Random) -> str:
    other = OTHERWISE.get(word.lower())
    return other if other and random.random() < 0.5 else word


def of_words(text: str, first: int, count: int) -> str:
    """So many words of it, with what stands between them."""
    found = list(re.finditer(r"\S+\s*", text))[first : first + count]
    return "".join(one[0] for one in found).rstrip() + "\n\n"
