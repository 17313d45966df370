"""How much of a text was there before, word by word. Bounded memory, the same work for a word wherever it stands."""

import re

OF = 6  # words in a row that are the same; of writing without blanks, pairs of letters
MEMORY = 65_536  # such rows that are remembered
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{1,2}|[^\W\d_\u3040-\u30ff\u3400-\u9fff]+|\d+")


class Repeats:
    def __init__(self) -> None:
        self._last: tuple[str, ...] = ("",) * OF
        self._number = 0
        self._at: dict[tuple[str, ...], int] = {}
        self._covered = 0  # how many of the newest words are known to repeat

    def take(self, small: str) -> tuple[int, int]:
        """Of a sentence in small letters: characters of words that repeat what came before, and of all its words."""
        seen, last, number, covered = self._at, self._last, self._number, self._covered
        words = WORD.findall(small)
        repeated = 0
        for place, word in enumerate(words):
            last = (*last[1:], word)
            number += 1
            if last in seen:
                new = min(OF - min(covered, OF - 1), place + 1)
                repeated += sum(map(len, words[place + 1 - new : place + 1]))
                covered = OF
            else:
                covered = max(0, covered - 1)
            seen[last] = number
        self._last, self._number, self._covered = last, number, covered
        if len(seen) > 2 * MEMORY:
            self._at = {row: at for row, at in seen.items() if at > number - MEMORY}
        return repeated, sum(map(len, words))
