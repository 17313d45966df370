"""What a reply says twice: a last event that holds all there was, and events that each hold all so far.

By one such event alone it cannot be told from a text that begins as it began; by two in a row it can. An event that may
tell all again (a whole message, or one beside a finish reason) repeats where it begins with all that came.
"""


class Repeats:
    """Of one channel. Only a second piece that begins with the first is held back, until the third has come."""

    def __init__(self) -> None:
        self.repeated = 0  # characters
        self._pieces: list[str] = []
        self._size = 0
        self._held = ""
        self._grows: bool | None = None  # does each piece hold all before it? None: not known yet

    def fresh(self, text: str) -> str:
        """What of it is new."""
        if self._grows is False:
            self._pieces.append(text)
            self._size += len(text)
            return text
        return self._early(text)

    def _early(self, text: str) -> str:
        said = self.said
        if self._grows:
            if text.startswith(said):
                return self._grown(text, said)
            self._grows = False
        elif self._held:
            held, self._held = self._held, ""
            if len(text) > len(held) and text.startswith(held):
                self._grows = True
                return self._grown(text, said)
            self._grows, text = False, held + text
        elif said.strip() and len(text) > len(said) and text.startswith(said):
            self._held = text
            return ""
        elif said.strip():
            self._grows = False
        return self._kept(text)

    def whole(self, text: str, split: str = "") -> str:
        """The same of what may hold all: `split` is what came of it when its markup was out."""
        if self._held and text.startswith(self._held):
            self._grows, self._held = True, ""
        before = self.end()
        said = self.said
        for all_so_far in (said, split):
            if all_so_far.strip() and text.startswith(all_so_far):
                self.repeated += len(all_so_far)
                return before + self._kept(text[len(all_so_far) :])
        if said.strip() and text.strip() and text.strip() in (said.strip(), split.strip()):
            self.repeated += len(text)
            return before
        return before + self._kept(text)

    def holds(self, text: str, last: str) -> bool:
        """Is this all that came, `last` the piece that came last? By its size and its end, so that a growing message
        can be asked for at every piece of it."""
        return len(text) == self._size and text.endswith(last)

    def end(self) -> str:
        """What was held back, and is text after all."""
        held, self._held = self._held, ""
        return self._kept(held)

    @property
    def said(self) -> str:
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        return self._pieces[0] if self._pieces else ""

    def _grown(self, text: str, said: str) -> str:
        self.repeated += len(said)
        self._pieces, self._size = [text], len(text)
        return text[len(said) :]

    def _kept(self, text: str) -> str:
        if text:
            self._pieces.append(text)
            self._size += len(text)
        return text
