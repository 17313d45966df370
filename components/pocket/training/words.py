"""Words to spell: from the docs of Python's standard library, read at train time, and made of syllables."""

import re
import sysconfig
from collections import Counter
from functools import cache
from pathlib import Path
from random import Random

from components.pocket.training.held_out import WORDS as HELD_OUT

LETTERS = "abcdefghijklmnopqrstuvwxyz"
ONSETS = "b c d f g h j k l m n p r s t v w z st tr ch sh pl br qu x".split()
NUCLEI = "a e i o u ee oo y".split()
CODAS = ["", "", *"r n s t ll rr ss".split()]


@cache
def found() -> tuple[list[str], list[str]]:
    """(words of 3 to 12 letters, lines of comments in lower case)"""
    root = Path(sysconfig.get_paths()["stdlib"])
    counts, lines = Counter[str](), set[str]()
    for path in sorted((*root.glob("*.py"), *root.glob("pydoc_data/*.py"))):
        text = path.read_text("utf-8", errors="ignore")
        counts.update(re.findall(r"\b[a-z]{3,12}\b", text))
        lines.update(line.strip().lower() for line in re.findall(r"#\s+([A-Z][a-z]+(?: [a-z]+,?){3,9})", text))
    words = [word for word, count in counts.items() if count > 1 and re.search("[aeiouy]", word)]
    return sorted(set(words) - HELD_OUT), sorted(lines)


def word(random: Random) -> str:
    kind = random.random()
    if kind < 0.6:
        made = random.choice(found()[0])
    elif kind < 0.9:
        syllables = range(random.randint(1, 4))
        made = "".join(random.choice(ONSETS) + random.choice(NUCLEI) + random.choice(CODAS) for _ in syllables)[:12]
    else:
        made = "".join(random.choice(LETTERS) for _ in range(random.randint(3, 12)))
    if random.random() < 0.1:  # long runs of one letter, which are easily lost count of
        place = random.randrange(len(made))
        made = (made[:place] + made[place] * random.randint(1, 3) + made[place:])[:12]
    return made if len(made) > 2 and made not in HELD_OUT else word(random)
