"""Text that leaves the wire can always be encoded: no lone surrogates, however a server cut its strings."""


class WholeText:
    """One channel's text. A character beyond U+FFFF may be cut over two JSON strings as two surrogates: the first half
    waits for the second, and becomes U+FFFD if that never comes."""

    def __init__(self) -> None:
        self._half = ""

    def feed(self, text: str) -> str:
        if not self._half and (text.isascii() or _encodable(text)):
            return text
        text = self._half + text
        self._half = ""
        if text and "\ud800" <= text[-1] <= "\udbff":
            text, self._half = text[:-1], text[-1]
        # Pairs that stand side by side become one character; what has no partner is replaced.
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def end(self) -> str:
        half, self._half = self._half, ""
        return "�" if half else ""


def clean(text: str) -> str:
    """A whole text (an error message, a name) made encodable."""
    whole = WholeText()
    return whole.feed(text) + whole.end()


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
