"""What a page is told of the inside of a thought, as one JSON text.

{"turn", "text", "steps": rows as in live_protocol.MoreSteps, "grows", "seconds" (since it was asked, of one that
grows), "until" (when its thoughts ended, null where that is not known), "pace": [[at, seconds, characters], …] or null,
"stood": {"start", "end", "words"} or null: where the answer first stood, in UTF-16 units, "returns": [[left, back], …]:
where it was left for another one and stated again, "below": sentences that stand below the strip, "notes": [{"id",
"start", "end" (in UTF-16 units), "body"}, …], "asides": [[id, kind, start, end (in UTF-16 units)], …] of what was asked
about steps, "done": the number of the last deed with notes and steps that was carried out}
"""

import json
from collections.abc import Iterable

from components.conversation import Aside, Note, Turn
from components.insight import Return, Row, Standing, Step, Thought, pace, row, units


def looked(
    turn: Turn,
    thought: Thought,
    steps: Iterable[Step],
    stood: Standing | None,
    now: float | None = None,
    below: Iterable[str] = (),
    returns: Iterable[Return] = (),
    notes: Iterable[Note] = (),
    done: int = 0,
    asides: Iterable[Aside] = (),
) -> str:
    """`now`: the seconds since it was asked, of one that grows."""
    text, clock = thought.text, thought.clock
    rows: list[Row] = [row(step, text[step.start : step.end], clock.at(step.start)) for step in steps]
    place = stood and {
        "start": units(text[: stood.start]),
        "end": units(text[: stood.end]),
        "words": stood.answer,
    }
    told = {
        "turn": turn.id,
        "text": text,
        "steps": rows,
        "grows": now is not None,
        "seconds": now,
        "until": clock.ended,
        "pace": [[round(at, 2), round(seconds, 2), size] for at, seconds, size in pace(thought)] or None,
        "stood": place,
        "returns": [[units(text[: one.left]), units(text[: one.back])] for one in returns],
        "below": [sentence for sentence in below if sentence],
        "notes": [
            {"id": note.id, "start": units(text[: note.start]), "end": units(text[: note.end]), "body": note.body}
            for note in notes
        ],
        "asides": [[one.id, one.kind, units(text[: one.start]), units(text[: one.end])] for one in asides],
        "done": done,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
