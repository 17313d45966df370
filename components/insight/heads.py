"""What heads a step: a provider's own heading, else the sentence that states what it does, else the first one."""

import re

from components.conversation.headline import FENCE, MARKER, aim_of, plain, shortened
from components.insight.sentences import Sentence
from components.insight.sizes import size_of

MOST, MOST_BYTES = 90, 200  # characters, bytes of UTF-8
LEAST = 12  # of the sentence, as sizes.py counts: “Hmm.” tells nothing
READ = 400  # characters of a sentence that are read

SIGNS = re.compile(r"(?<!\w)[*_]+(?=\S)|(?<=\S)[*_]+(?!\w)|[`#]+|\$+|\\[\[\]()]")
FRACTION = re.compile(r"\\d?frac\{([^{}]*)\}\{([^{}]*)\}")
COMMAND = re.compile(r"\\([A-Za-z]+|[,;:! \\])")
SPOKEN = {
    "cdot": "·",
    "times": "×",
    "pi": "π",
    "sqrt": "√",
    "le": "≤",
    "leq": "≤",
    "ge": "≥",
    "geq": "≥",
    "ne": "≠",
    "neq": "≠",
    "infty": "∞",
    "int": "∫",
    "sum": "∑",
    "pm": "±",
    "approx": "≈",
    "circ": "°",
    **dict.fromkeys(("left", "right", "boxed", "text", "mathrm", "begin", "end", "quad", "displaystyle"), ""),
}
LABEL = re.compile(r"\s*(?:\d{1,3}[.)]\s*|[*•-]\s+)?\*\*([^*]+)\*\*")


class Head:
    """Of a step, by its sentences in order; two of them can be added."""

    def __init__(self) -> None:
        self._heading = self._aim = self._sentence = self._code = ""

    @property
    def text(self) -> str:
        """One line, "" where no word was."""
        return self._heading or self._aim or self._sentence or self._code

    def take(self, sentence: Sentence) -> None:
        if sentence.kind == "heading" and not self._heading:
            label = LABEL.match(sentence.text)
            self._heading = headline(label[1] if label else sentence.text)
        elif sentence.kind in ("prose", "item") and not (self._heading or self._aim):
            words = plain(sentence.text[:READ])
            self._aim = headline(aim_of(words))
            if size_of(self._sentence) < LEAST:
                self._sentence = headline(words) or self._sentence
        elif not self._code and not FENCE.match(sentence.text):
            self._code = headline(sentence.text[:READ])

    def add(self, later: "Head") -> None:
        self._heading = self._heading or later._heading
        self._aim = self._aim or later._aim
        self._sentence = self._sentence or later._sentence
        self._code = self._code or later._code


def headline(text: str) -> str:
    """Its words in one line, without signs of markup, shortened behind one."""
    words = plain(SIGNS.sub("", _spoken(text) if "\\" in text else text))
    marker = MARKER.match(words)
    words = words[marker.end() :] if marker else words
    if not any(letter.isalnum() for letter in words):
        return ""
    found = shortened(words, MOST)
    while len(found.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        found = shortened(found, len(found) - 1)
    return found


def _spoken(text: str) -> str:
    """Formulas as one would write them without LaTeX, as far as that is easy."""
    text = FRACTION.sub(r"\1/\2", text)
    text = COMMAND.sub(lambda command: SPOKEN.get(command[1], command[1] if command[1].isalpha() else " "), text)
    return text.replace("{", "").replace("}", "")
