"""Readable text, cut into token-sized pieces and numbered with markers."""

import functools
import itertools
import re
from collections.abc import Iterator
from typing import Literal

from .step import Piece

MARKER_EVERY = 10  # tokens, counted from one marker to the earliest place for the next one
FIRST_MARKER_AFTER = 2  # tokens: early, so that even a reply of a few tokens carries a marker

REASONING = """\
Okay, so the user wants me to work this out with some care. Let me first restate the question in my own words, since \
it is easy to answer a slightly different one. What do we know? There are **three things** given, and a fourth that \
follows from them.

Hmm, wait. If I take the first part at face value then the second part can not be right, so one of the two has to give \
way. Let me check this with a small case, say `n = 3`, and look at what comes out. It gives 9, and that is what we \
hoped to see.

Let me list the ways it could fail:

- the input is empty, and there is nothing to sum;
- two of the values are equal, so the order is *not* fixed;
- the last step is off by one, as it often is.

None of these seems to apply here. But I should look at the second one again, because the text says "at most", and not \
"less than". That makes a difference at the edge, and only there.

Alternatively, I could start from the end and go back. If the result is to be whole, the sum must be even, and so the \
first term must be odd. That agrees with what I had before, which is a good sign. Now for the wording: short, with the \
main point first and the caveat after it.

"""

ANSWER = """\
The short version: **yes, it works**, and the reason is simpler than it looks at first.

Take the three values in the order in which they are given. Each step adds one of them to the sum, and no step takes \
anything away, so the sum can only grow. After the third step it is equal to the bound, which is `n * n`, and there it \
stays.

1. Start with the smallest of the three.
2. Add the next one, and write down what is left.
3. Stop as soon as nothing is left to add.

There is one case to look out for. When two of the values are equal, the order between them does not matter for the \
*result*, but it does for the *trace*, so two runs may print their lines in a different order. To avoid that, sort by \
name as well.

In practice this is fast enough: a list of a million items takes about a second on a small machine, and the memory it \
needs does not depend on the size of the list.

"""

TEXTS: dict[str, str] = {"reasoning": REASONING, "answer": ANSWER}


@functools.lru_cache
def cut(text: str) -> tuple[str, ...]:
    """The text in pieces of at most 4 characters, each with the blanks before it; joined, they give the text again."""
    return tuple(re.findall(r"\s*\S{1,4}|\s+", text))


def write(kind: Literal["reasoning", "answer"], count: int, numbers: Iterator[int]) -> Iterator[Piece]:
    """Exactly `count` pieces of about 4.4 characters, every tenth or so being ` mark-000123 ` with the next number.

    A marker only stands where a word begins, so it never tears one apart. Lazy: a reply of 50,000 tokens costs nothing
    before it is sent, and well under a microsecond or two for each token then.
    """
    words = itertools.cycle(cut(TEXTS[kind]))
    word = next(words)
    since = MARKER_EVERY - FIRST_MARKER_AFTER
    for _ in range(count):
        if since >= MARKER_EVERY - 1 and word[0].isspace():
            number = next(numbers)
            yield Piece(kind, f" mark-{number:06d} ", number)
            word = word.removeprefix(" ")
            since = 0
        else:
            yield Piece(kind, word)
            word = next(words)
            since += 1
