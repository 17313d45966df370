"""That something was learned in the background which pages show: a count, by which a page sees that it is out of
date."""

from collections import Counter

EVERYBODY = ""


class News:
    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def tell(self, owner: str = EVERYBODY) -> None:
        self._counts[owner] += 1

    def of(self, owner: str) -> int:
        """It rises with what is told to this owner and to everybody."""
        return self._counts[EVERYBODY] + self._counts[owner]
