"""Text <-> token numbers. A question is read letter by letter, what follows it (thoughts to read) and all that is
written in pieces: a digit, a sign, a known word."""

import re
from collections.abc import Iterable, Iterator

SPECIAL = ("<pad>", "<question>", "<later>", "<unreadable>", "<think>", "<answer>", "<end>")
PAD, QUESTION, LATER, UNREADABLE, THINK, ANSWER, END = range(len(SPECIAL))
CHARACTERS = (*(chr(code) for code in range(32, 127)), "\n")
MOST_LETTERS = 300
BEGINNING = 40  # letters of a text that is too long: enough to refuse it by
MOST_PIECES = 400  # of the context: its end says what came of it

# Where a context begins: after the words of the first experiment, or else with a new paragraph.
_ANNOUNCED = re.compile(r"context to help you:", re.I)
_PARAGRAPH = re.compile(r"\n\s*\n")
# Quoted words are spelled; a full stop goes with the end of its line.
_PIECE = re.compile(
    r"\"[^\"\n]*\"| ?[A-Za-z][A-Za-z'-]*|\d| [=+x<>-] |[.,:;!?] |\.\n|\*\*|.|\n",
    re.S,
)
# Signs that stand for one of its own; tabs and the line ends of Windows, too.
_AS_ASCII = str.maketrans({"×": "x", "·": "x", "’": "'", "‘": "'", "…": "...", "\t": " ", "\r": ""}) | str.maketrans(
    "−–—“”„", "---" + 3 * '"'
)


class Tokenizer:
    """`words` are the pieces longer than one character."""

    def __init__(self, words: Iterable[str]) -> None:
        self.vocabulary = (*SPECIAL, *CHARACTERS, *words)
        self._number = {piece: number for number, piece in enumerate(self.vocabulary)}

    def prompt(self, text: str, later: bool = False, context: bool = False) -> list[int]:
        """A user's message. `later`: it is not the first of its chat. `context`: what stands after the question is
        read, by pieces and from its end; else it is left out."""
        question, after = divided(text, paragraphs=context)
        letters = self._letters(" ".join(question.translate(_AS_ASCII).lower().split()))
        if len(letters) > MOST_LETTERS:
            letters = [*letters[:BEGINNING], UNREADABLE]
        return [LATER if later else QUESTION, *letters, *(self.pieces(after)[-MOST_PIECES:] if context else ())]

    def pieces(self, text: str) -> list[int]:
        found: list[int] = []
        for piece in split(text.translate(_AS_ASCII)):
            found += [self._number[piece]] if piece in self._number else self._letters(piece)
        return found

    def beginning(self, text: str) -> tuple[list[int], str]:
        """(the pieces of a text that somebody else goes on with, its end whose pieces are not known yet). Cut in a word
        or before white space, a text has other pieces than in the whole: "." and not ".\n", the letters of a word that
        is known, or a word where one that is spelled begins. Whoever goes on chooses."""
        text = text.translate(_AS_ASCII)
        line = text[text.rfind("\n") + 1 :]
        if line.count('"') % 2:  # cut in quoted words
            before, quoted = text[: text.rindex('"')], text[text.rindex('"') :]
            return [*self.pieces(before), *self._letters(quoted)], ""
        found = list(split(text))
        for count in (2, 1):  # a sign with its two spaces is cut into two
            end = "".join(found[-count:])
            if end and any(word.startswith(end) for word in self.vocabulary[len(SPECIAL) + len(CHARACTERS) :]):
                return self.pieces(text[: -len(end)]), end
        return self.pieces(text), ""

    def text(self, tokens: Iterable[int]) -> str:
        return "".join(self.vocabulary[token] for token in tokens if token >= len(SPECIAL))

    def _letters(self, text: str) -> list[int]:
        """Characters that it has no token for are one unreadable thing, however many."""
        found: list[int] = []
        for character in text:
            token = self._number.get(character, UNREADABLE)
            if token != UNREADABLE or found[-1:] != [UNREADABLE]:
                found.append(token)
        return found


def divided(text: str, paragraphs: bool = True) -> tuple[str, str]:
    """(the question with the words that announce a context, the context)"""
    found = _ANNOUNCED.search(text) or (_PARAGRAPH.search(text) if paragraphs else None)
    return (text[: found.end()], text[found.end() :]) if found else (text, "")


def split(text: str) -> Iterator[str]:
    for piece in _PIECE.findall(text):
        if piece[0] == '"' and len(piece) > 1:
            yield from piece
        else:
            yield piece
