"""What a page is told of a turn that is replayed, as one JSON text.

{"turn", "chat", "text": all thoughts, "pieces": [[kind, text, seconds since it was asked or null], …], "began" and
"ended" (seconds, null where that is not known), "steps": rows as in live_protocol.MoreSteps, "tokens" and "cost" (USD
as billed, null where nobody said), "question", "model", "ending": how it ended where that was not as it should, or "",
"follows": the question of the turn that comes next, or "", "markers": [[seconds, words], …] where somebody wants a
pause}

The kind of a piece is "r" (thoughts), "a" (the answer, or that there will be none) or "p" (what came beside them, in a
word). Joined, the pieces of thoughts and of the answer are what the turn says of both.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from math import isfinite

from components import wording as words
from components.conversation import THOUGHTS, Kind, Piece, Reply, Rounds, Turn, apart
from components.insight import Step, row, steps_of, thought_of

Played = tuple[str, str, float | None]
BESIDE: Mapping[Kind, str] = {
    "image": "a picture",
    "event": "a tool or a search",
    "source": "a source",
    "other": "something that is not understood",
}
LONGEST_QUESTION = 400
MOST_MARKERS = 200  # they are all drawn


def played(turn: Turn, follows: str = "") -> str:
    """`turn` with its texts; `follows` is the question of the turn that comes next."""
    thought = thought_of(turn.reply, turn.given)
    text, usage, times = thought.text, turn.usage, turn.times
    told = {
        "turn": turn.id,
        "chat": turn.chat_id,
        "text": text,
        "pieces": list(pieces(turn.reply, thought.given)),
        "began": _known(times.waited),
        "ended": _known(times.ended),
        "steps": [row(step, text[step.start : step.end], None) for step in _steps(text)],
        "tokens": usage.written if usage else None,
        "cost": _known(usage.cost) if usage else None,
        "question": _in_short(turn.question),
        "model": turn.asked.model,
        "ending": _ending(turn),
        "follows": _in_short(follows),
        "markers": markers(turn.reply),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=8)
def _steps(text: str) -> Sequence[Step]:
    """A page is drawn again and again, the same thought read once."""
    return steps_of(text)


def pieces(reply: Reply, given: int = 0) -> Iterator[Played]:
    """`given`: how many characters of its thoughts the turn was handed: they were there from the beginning."""
    place = 0
    for kind, text, at in _spaced(reply):
        if kind == "r" and at is None and place < given:
            handed = min(len(text), given - place)
            yield kind, text[:handed], 0.0
            place, text = place + handed, text[handed:]
            at = _known(reply.times.first_reasoning)
            if not text:
                continue
        yield kind, text, at
        place += len(text) if kind == "r" else 0


def markers(reply: Reply) -> list[tuple[float, str]]:
    found = [(at, _in_short(part.text)) for part in reply.of("marker") if (at := _known(part.at)) is not None]
    return sorted(found, key=lambda marker: marker[0])[:MOST_MARKERS]


def _spaced(reply: Reply) -> Iterator[Played]:
    """What was thought again, or answered again, stands below the first, as in the texts of a reply."""
    tails = {"r": "", "a": ""}
    for group in _rounds(tuple(piece for piece in reply.pieces if piece.channel != "marker")):
        missing: dict[str, str] = {}
        for kind, tail in tails.items():
            if said := "".join(piece.text for piece in group if _kind(piece) == kind):
                missing[kind] = apart((tail, said))[len(tail) : -len(said)]
                tails[kind] = (tail + said)[-2:]
        for piece in group:
            kind, at = _kind(piece), _known(piece.at)
            if kind == "p":
                yield kind, BESIDE[piece.channel], at
            elif piece.text:
                yield kind, missing.pop(kind, "") + piece.text, at


def _rounds(found: tuple[Piece, ...]) -> Iterator[list[Piece]]:
    teller, group = Rounds(), list[Piece]()
    for piece in found:
        if teller.begins(piece):
            yield group
            group = []
        group.append(piece)
    yield group


def _kind(piece: Piece) -> str:
    if piece.channel in THOUGHTS:
        return "r"
    return "p" if piece.channel in BESIDE else "a"


def _ending(turn: Turn) -> str:
    found = words.ending(turn)
    return found.what.replace(";", ".") if found else ""


def _known(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None


def _in_short(question: str) -> str:
    line = question.strip()
    return line if len(line) <= LONGEST_QUESTION else f"{line[:LONGEST_QUESTION]} …"
