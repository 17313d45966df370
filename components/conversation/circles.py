"""Whether a growing thought goes in circles: the same words again, the same said almost alike, or nothing new said.

One pass, a bounded memory, and the same work for a word wherever it stands. What is the
same but for its numbers is the same, so that who tries one after another is noticed; of numbers alone it is not.
"""

import re
from collections import deque
from typing import Literal

# "same": word by word; "alike": almost so; "stall": no word that was not there before.
Circling = Literal["", "same", "alike", "stall"]

WORD = re.compile(r"[^\W\d_]+|\d+")
NUMBER = "#"
BATCH = 160  # characters that are read at once; the last word of them waits for its end
MEMORY = 4_096  # words that are remembered
# Of how many words, and how many in a hundred of them, so far. Chosen by recorded thoughts (tests/conversation).
SAME_OF, SAME = 96, 85
ALIKE_OF, ALIKE = 160, 68
STALL_OF, STALL = 160, 2  # new words


class Circles:
    """Fed with the text as it comes. What it once was, it stays: somebody has been told."""

    def __init__(self) -> None:
        self.kind: Circling = ""
        self._waiting: list[str] = []
        self._size = 0
        self._last = ("", "", "")
        self._pairs = _Seen(ALIKE_OF)
        self._fours = _Seen(SAME_OF)
        self._words = _Seen(STALL_OF)

    def feed(self, text: str) -> Circling:
        if self.kind:
            return self.kind
        self._waiting.append(text)
        self._size += len(text)
        if self._size >= BATCH:
            read = "".join(self._waiting)
            end = len(read)
            while end and read[end - 1].isalnum():
                end -= 1
            end = end or len(read)  # one word as long as that
            self._waiting, self._size = [read[end:]], len(read) - end
            self._read(read[:end])
        return self.kind

    def _read(self, text: str) -> None:
        first, second, third = self._last
        pairs, fours, words = self._pairs, self._fours, self._words
        for word in WORD.findall(text.lower()):
            words.take(word)
            if word[0].isdigit():
                word = NUMBER
            numbers = word == third == NUMBER
            pairs.take(None if numbers else (third, word))
            fours.take(None if numbers and first == second == NUMBER else (first, second, third, word))
            first, second, third = second, third, word
        self._last = first, second, third
        if fours.share >= SAME:
            self.kind = "same"
        elif pairs.share >= ALIKE:
            self.kind = "alike"
        elif words.full and words.new <= STALL:
            self.kind = "stall"


class _Seen:
    """Of the last `of` things, how many were there before, among the last MEMORY."""

    def __init__(self, of: int) -> None:
        self._at: dict[object, int] = {}
        self._flags: deque[bool] = deque(maxlen=of)
        self._of, self._number, self.known = of, 0, 0

    def take(self, thing: object) -> None:
        """None is never known."""
        flags, number = self._flags, self._number
        known = thing is not None and thing in self._at
        if len(flags) == self._of:
            self.known -= flags[0]
        flags.append(known)
        self.known += known
        if thing is not None:
            self._at[thing] = number
        self._number = number + 1
        if len(self._at) > 2 * MEMORY:
            self._at = {thing: at for thing, at in self._at.items() if at > number - MEMORY}

    @property
    def full(self) -> bool:
        return len(self._flags) == self._of

    @property
    def new(self) -> int:
        return len(self._flags) - self.known

    @property
    def share(self) -> float:
        """In a hundred of as many as are looked at."""
        return 100 * self.known / self._of
