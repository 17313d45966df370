"""What the page is told of a race, as one JSON text.

{"id", "wired": does the wire tell what grows?, "columns": of the table, "lanes": [{"letter", "name" ("" while nobody
may know), "chat", "turn", "state": "waits", "runs", "ended" or "never" (it was not asked, and will not be), "why" it
waits or never was, "since" it was asked (seconds, null where it does not run), when it "thinks", "answers" and "ended"
(seconds since it was asked, null where that has not come, or is not known yet), "size": bytes of thoughts so far,
"thoughts" and "answer" (null where the wire tells them), "unseen": what stands where thoughts would, "end": how it
ended, in a word, "said": the same in a sentence, "figures": one for each column, "opens": may it be opened as a
chat?}]}
"""

import json
from typing import Any

from components import wording as words
from components.conversation import Turn, called, money
from components.race import Race
from components.ui.race.view import Seen, View, verdict_of
from components.wording.clock import estimated_tokens

COLUMNS = ("First word", "Thought for", "Answered in", "In all", "Tokens", "Cost")
RIGHT = "Right?"
MARKS = {"right": "Right", "wrong": "Wrong", "unclear": "Unclear"}
NOTHING = "–"
ENDS = {"done": "Done", "stopped": "Stopped", "failed": "Failed"}
HIDDEN_END = "It did not end well. What was said stands here once the names are shown."


def told(view: View, wired: bool) -> str:
    race = view.race
    columns = [*COLUMNS, *([RIGHT] if race.right else [])]
    lanes = [_lane(view, seen, wired) for seen in view.lanes]
    return json.dumps(
        {"id": race.id, "wired": wired, "columns": columns, "lanes": lanes}, ensure_ascii=False, separators=(",", ":")
    )


def name_of(race: Race, seen: Seen) -> str:
    """Model and effort; "" while nobody may know."""
    return called(seen.lane.asked) if race.named else ""


def _lane(view: View, seen: Seen, wired: bool) -> dict[str, Any]:
    race, turn, run = view.race, seen.turn, seen.run
    state = "never" if turn is None else "ended" if turn.ended else "runs" if run else "waits"
    if state == "waits" and not view.due(seen):
        state = "never"
    tells = turn is not None and (turn.ended or not wired)
    ending = words.ending(turn) if turn and turn.ended else None
    return {
        "letter": seen.letter,
        "name": name_of(race, seen),
        "chat": seen.lane.chat_id,
        "turn": seen.lane.turn_id,
        "state": state,
        "why": _why(view, seen),
        "since": run.seconds if run and turn and not turn.ended else None,
        "thinks": turn.times.first_reasoning if turn else None,
        "answers": turn.times.first_answer if turn else None,
        "ended": turn.times.ended if turn else None,
        "size": run.progress.reasoning_bytes if run else len(turn.reasoning.encode()) if turn else 0,
        "thoughts": turn.reasoning if turn and tells else None,
        "answer": turn.answer if turn and tells else None,
        "unseen": "No thoughts were shown." if turn and turn.ended and not turn.reasoning.strip() else "",
        "end": ENDS.get(turn.status, "") if turn else "",
        "said": (ending.what if race.named else HIDDEN_END) if ending else "",
        "figures": _figures(view, seen),
        "opens": bool(turn and turn.ended and race.named),
    }


def _why(view: View, seen: Seen) -> str:
    if seen.turn is None:
        return "Not asked: it was stopped before its turn came."
    if not seen.waits:
        return ""
    if view.due(seen):
        if seen.lane.takes_turns_at in view.elsewhere:
            return "Waits for its turn: another race is asking the same model server."
        return "Waits for its turn." if seen.lane in view.race.taking_turns else "It begins now."
    if view.race.stopped:
        return "Not asked: the race was stopped before its turn came."
    return "Not asked: the room’s server was ended before its turn came."


def _figures(view: View, seen: Seen) -> list[str]:
    turn = seen.turn
    columns = len(COLUMNS) + bool(view.race.right)
    if turn is None or not turn.ended:
        return [NOTHING] * columns
    times, came = turn.times, turn.reply.came
    spans = (times.waited if came else None, times.thought, times.answered, times.ended)
    verdict = verdict_of(view.race, turn)
    mark = MARKS[verdict.mark] if verdict else "Not judged"
    return [
        *(NOTHING if value is None else words.exact(value) for value in spans),
        _tokens(turn),
        _cost(turn, seen.cost),
        *([mark] if view.race.right else []),
    ]


def _tokens(turn: Turn) -> str:
    if turn.usage and turn.usage.written:
        return f"{turn.usage.written:,}"
    size = len(turn.reasoning.encode()) + len(turn.answer.encode())
    return f"≈{estimated_tokens(size):,}" if size else NOTHING


def _cost(turn: Turn, cost: str) -> str:
    billed = turn.usage.cost if turn.usage else None
    return money(billed) if billed is not None else cost or NOTHING
