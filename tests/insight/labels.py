"""The labelled passages; passages/README.md tells how they are written."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

from components.insight import Phase, Phrase, PhraseKind

FOLDER = Path(__file__).parent / "passages"
SIGNS: dict[str, PhraseKind] = {"?": "doubt", "~": "other_way", "!": "check", "=": "settle"}
MARK = re.compile(r"⟦([?~!=])|⟧|⟨|⟩")


class Labelled(NamedTuple):
    """`steps`: where each begins, and its phase. `answer`: the character at which the answer first stands."""

    number: int
    language: str
    style: str
    text: str
    steps: tuple[tuple[int, Phase], ...]
    phrases: tuple[Phrase, ...]
    answer: int | None

    @property
    def held_out(self) -> bool:
        return self.number % 2 == 0


@cache
def passages() -> tuple[Labelled, ...]:
    found: list[Labelled] = []
    for path in sorted(FOLDER.glob("*.txt")):
        for passage in re.split(r"^### ", path.read_text("utf-8"), flags=re.M)[1:]:
            head, _, body = passage.partition("\n")
            found.append(_read(head, body))
    return tuple(sorted(found))


def _read(head: str, body: str) -> Labelled:
    number, language, style = (part.strip() for part in head.split("·"))
    text, steps, phrases, answer = "", list[tuple[int, Phase]](), list[Phrase](), None
    for part in re.split(r"^=== ", body, flags=re.M)[1:]:
        phase, _, marked = part.partition("\n")
        steps.append((len(text), cast("Phase", phase)))
        plain, phrases_here, answer_here = _unmarked(marked.replace("↪\n", ""))
        phrases += [Phrase(start + len(text), end + len(text), kind) for start, end, kind in phrases_here]
        answer = len(text) + answer_here if answer is None and answer_here is not None else answer
        text += plain
    return Labelled(int(number), language, style, text.rstrip("\n"), tuple(steps), tuple(phrases), answer)


def _unmarked(marked: str) -> tuple[str, list[Phrase], int | None]:
    text, at, begun, answer = "", 0, (0, ""), None
    phrases: list[Phrase] = []
    for mark in MARK.finditer(marked):
        text, at = text + marked[at : mark.start()], mark.end()
        if mark[1]:
            begun = len(text), mark[1]
        elif mark[0] == "⟧":
            phrases.append(Phrase(begun[0], len(text), SIGNS[begun[1]]))
        elif mark[0] == "⟨" and answer is None:
            answer = len(text)
    return text + marked[at:], phrases, answer
