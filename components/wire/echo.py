"""What an answer may begin with where its reasoning came in a field: the same once more, or what is left of its tags.

llama.cpp's deepseek-legacy fills the field and leaves the tags in the content; other servers cut the thoughts out and
forget the closing tag.
"""

from components.wire.markers import TAGS, opening_in

EDGES = (*TAGS, *TAGS.values())


class Echo:
    """Tell it the field's text by `thought`, and feed it the answer until it is `over`: what repeats the field is
    dropped, anything else comes back as it is. Only what may still be a repetition is held back.

    `opened` is a tag that has been read already, right before the field was first filled.
    """

    def __init__(self, opened: str = "") -> None:
        self.over = False
        self._opened = opened
        self._close = _close_of(opened)
        self._held = ""  # of the answer: a part of a tag, or the open block so far
        self._said = ""
        self._new: list[str] = []

    def thought(self, text: str) -> None:
        self._new.append(text)

    def feed(self, text: str) -> str:
        """What of the answer is to be shown now."""
        text, self._held = self._held + text, ""
        if self._opened:
            return self._in_block(text)
        body = text.lstrip()
        space = text[: len(text) - len(body)]
        for tag, close in TAGS.items():
            if body.startswith(tag):
                self._opened, self._close = tag, close
                return space + self._in_block(body[len(tag) :])
            if body.startswith(close):
                self.over = True
                return space + body[len(close) :]
        if any(edge.startswith(body) for edge in EDGES):  # also where there is no body yet
            self._held = body
            return space
        self.over = True
        return text

    def end(self) -> str:
        """No more comes: a block that was cut off repeats as far as it goes."""
        held, self._held, self.over = self._held, "", True
        if not self._opened:
            return held
        return "" if self._thoughts().startswith(held.strip()) else self._opened + held

    def _in_block(self, text: str) -> str:
        close = self._close
        at = text.find(close)
        inner = (text if at < 0 else text[:at]).strip()
        if at >= 0:
            self.over = True
            return text[at + len(close) :] if inner == self._thoughts() else self._opened + text
        # Its end may be the beginning of the closing tag, which the thoughts do not have.
        sure = inner[: max(0, len(inner) - len(close))]
        if self._thoughts().startswith(sure):
            self._held = text
            return ""
        self.over = True
        return self._opened + text

    def _thoughts(self) -> str:
        if self._new:
            self._said += "".join(self._new)
            self._new = []
        return self._said.strip()


def _close_of(opening: str) -> str:
    found = opening_in(opening, 0, False) if opening else 0
    return found[0].endings[0].texts[0] if isinstance(found, tuple) else ""
