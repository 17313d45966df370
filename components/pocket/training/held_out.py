"""What training never asks about, so that an evaluation can: one set of numbers in five, by hash, and words by name."""

import hashlib

# Always: the announcement's own question, also as versions.
HEADLINE = frozenset({"9.11", "9.9"})
WORDS = frozenset(
    """strawberry banana mississippi chocolate elephant raspberry committee bookkeeper pineapple umbrella giraffe
    kangaroo tomorrow butterfly watermelon blueberry cinnamon penguin saxophone wizard zebra puzzle coffee cheese rhythm
    lollipop tennessee parallel grammar cucumber apple orange lemon cherry tomato potato carrot broccoli spinach
    octopus dolphin hamster rabbit squirrel turtle monkey tiger bottle pillow blanket kettle window mirror garden
    lantern library hospital airplane bicycle mountain river island galaxy planet summer winter dragon castle knight
    success address balloon keyboard computer hello world level racecar onion mushroom sunflower""".split()
)
SHARE = 5


def is_held_out(*things: str) -> bool:
    """`things`: the numbers of a question as they are written, in any order; or its one word; or a weekday in lower
    case and the number of days."""
    if len(things) == 1 and not things[0][:1].isdigit():
        return things[0] in WORDS
    return frozenset(things) == HEADLINE or number_of(" ".join(sorted(things))) % SHARE == 0


def normalised(question: str) -> str:
    """Lower case, only letters and digits, single spaces: two questions of one such text are the same question."""
    return " ".join("".join(c if c.isalnum() else " " for c in question.lower()).split())


def number_of(text: str) -> int:
    """The same in every process and on every machine."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
