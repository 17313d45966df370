"""How a turn ended where it did not end well, for the page and for a file."""

from dataclasses import dataclass
from typing import Literal

from components.conversation import Turn, end_of, shortfall
from components.wording.clock import seconds

Action = Literal["again", "retry", "raise"]
INCOMPLETE = "This is incomplete; what arrived is kept."
FROM_RECORD = (
    "Read again from the record of what arrived for another version. Nothing was sent for it, and it cost nothing."
)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a turn ended when it did not end well: what happened (coloured), what is kept and what to do, buttons, the
    provider's own words. `incomplete`: more was to come after what stands there."""

    icon: str
    colour: Literal["orange", "red"]
    what: str
    kept: str
    actions: tuple[Action, ...]
    said: str = ""
    incomplete: bool = False


def ending(turn: Turn) -> Ending | None:
    """None for a turn that runs, waits, or ended well."""
    match turn.status:
        case "stopped":
            return _stopped(turn)
        case "failed":
            return _failed(turn)
        case "done":
            return _done(turn)
        case _:
            return None


def ended(turn: Turn) -> str:
    """The same in one line for a file, which offers nothing to do; also of a turn that has not ended."""
    if not turn.ended:
        waits = "This question was waiting to be asked when the chat was exported."
        return waits if turn.status == "queued" else "This turn was still growing when the chat was exported."
    found = ending(turn)
    if found is None:
        return ""
    said = f"The provider's words: {found.said}" if found.said.strip() else ""
    incomplete = "What arrived is incomplete." if found.incomplete else ""
    return " ".join(part for part in (found.what.replace(";", "."), incomplete, said) if part)


def _stopped(turn: Turn) -> Ending:
    times = turn.times
    if not turn.reply.came and times.first_reasoning is None and times.first_answer is None:
        return Ending("stop_circle", "orange", "Stopped before the first word.", "Your question is kept.", ("again",))
    if turn.answer.strip() or times.first_answer is not None:
        what = "Stopped in the middle of the answer."
    elif times.thought is not None:
        what = f"Stopped after {seconds(max(times.thought, 0.1))} of thinking."
    else:
        what = "Stopped while it was thinking."
    return Ending("stop_circle", "orange", what, "What arrived is kept.", ("again",))


def _failed(turn: Turn) -> Ending:
    failure = turn.failure
    what, next_step, said = (failure.what, failure.next_step, failure.said) if failure else ("", "", "")
    what = what if what.strip() else "The turn failed."
    if not turn.reply.came:
        icon, colour = ("link_off", "orange") if failure and failure.kind == "interrupted" else ("error", "red")
        return Ending(icon, colour, what, f"Your question is kept. {next_step}", ("retry",), said)
    kept = f"This is incomplete; what arrived is kept. {next_step}"
    if failure and failure.kind == "connection lost":
        after = f" after {seconds(max(turn.times.ended, 0.1))}" if turn.times.ended else ""
        what, kept = f"Connection lost{after};", "this is incomplete. What arrived is kept."
    return Ending("link_off", "orange", what, kept, ("retry",), said, incomplete=True)


def _done(turn: Turn) -> Ending | None:
    what = shortfall(turn)
    if not what:
        return None
    if turn.budget_spent:
        return Ending("hourglass_disabled", "orange", what, "Its thoughts are kept.", ("raise", "again"))
    match end_of(turn.finish_reason):
        case "limit":
            return Ending("hourglass_disabled", "orange", what, INCOMPLETE, ("raise",), incomplete=True)
        case "filter":
            kept = "What arrived is kept. Reword the question to try again."
            return Ending("error", "orange", what, kept, ("again",))
        case "context":
            kept = f"{INCOMPLETE} Start a new chat, or choose a model with a longer context."
            return Ending("hourglass_disabled", "orange", what, kept, ("again",), incomplete=True)
        case "broken" | "paused" | "unknown":
            return Ending("help", "orange", what, INCOMPLETE, ("again",), incomplete=True)
        case _:
            some = turn.reasoning.strip() or turn.reply.beside
            kept = "Its thoughts are kept." if turn.reasoning.strip() else "" if some else "Your question is kept."
            return Ending("error", "orange", what, kept, ("again",))
