"""The words for every state of a turn, as they stand on the page. Pure: values in, sentences out."""

from dataclasses import dataclass
from typing import Literal

from components.conversation import Retrying, Turn, duration, end_of, money, shortfall
from components.ui.next_step import next_step as next_step_of

Action = Literal["again", "retry", "raise"]
STANDING = "What the model wrote while working. Useful, but no proof of how it decided."
INCOMPLETE = "This is incomplete; what arrived is kept."
PATIENT_S, DOUBTFUL_S = 5, 60  # from when on a sign of life is told, and how long one is good for
FROM_RECORD = (
    "Read again from the record of what arrived for another version. Nothing was sent for it, and it cost nothing."
)
SUMMARY = "A summary by the provider, not the model's own words. Useful, but no proof of how it decided."


@dataclass(frozen=True, slots=True)
class Ending:
    """How a turn ended when it did not end well: what happened (coloured), what is kept and what to do, buttons."""

    icon: str
    colour: Literal["orange", "red"]
    what: str
    kept: str
    actions: tuple[Action, ...]
    said: str = ""


def seconds(value: float) -> str:
    """Whole seconds while a clock runs: 12 s, 1,204 s; below one, tenths."""
    return f"{int(value):,} s" if value >= 1 else exact(value)


def exact(value: float) -> str:
    return f"{value:,.1f} s" if value >= 0.05 else "under 0.1 s"


def estimated_tokens(utf8_bytes: int) -> int:
    """About four bytes a token, until the provider's figure arrives."""
    return max(1, round(utf8_bytes / 4))


def clock(turn: Turn, now: float | None = None, reasoning_bytes: int = 0, alive: float | None = None) -> str:
    """The header row of the panel. `now` is the seconds since the turn was sent, for one that runs; `alive` those at
    which the provider last let hear that it works."""
    times = turn.times
    if found := None if now is None else ticking(turn, now, alive):
        words, seconds_ = found
        return words.format(s=f"{int(seconds_):,}", n=f"{estimated_tokens(reasoning_bytes):,}")
    if turn.status in ("stopped", "failed") and times.first_answer is None:
        word = "Stopped" if turn.status == "stopped" else "Cut off"
        if times.thought is not None and times.thought < 0.05:
            return f"{word} at once"
        return f"{word} after {seconds(times.thought)}" if times.thought is not None else word
    if times.thought is None:
        return "From the earlier version" if turn.given else "Time not recorded"
    if times.thought < 1:
        return f"Thought for {exact(times.thought)}"
    return f"Thought for {exact(times.thought)}{_tokens(turn, reasoning_bytes)}"


def round_clock(number: int, began: float | None, until: float | None, thinks: bool) -> str:
    """The header of a panel of a turn that thought more than once: it began and ended to think at these times."""
    again = " again" if number else ""
    if thinks or began is None or until is None:
        return f"{'Thinking' if thinks else 'Thought'}{again}"
    return f"Thought{again} for {exact(max(until - began, 0.0))}"


def ticking(turn: Turn, now: float, alive: float | None = None) -> tuple[str, float] | None:
    """The same while it waits or thinks, for who counts by themselves: words with {s} seconds and {n} tokens, and the
    seconds so far."""
    times = turn.times
    if turn.ended or times.first_answer is not None:
        return None
    if times.first_reasoning is not None:
        return "Thinking · {s} s · ≈{n} tokens", now - times.first_reasoning
    if turn.taken == "own" and turn.given and not turn.given.answer:
        return "Thinking · {s} s · ≈{n} tokens", now  # it is in the middle of its thoughts
    lives = alive is not None and now >= PATIENT_S and now - alive < DOUBTFUL_S
    return ("Still waiting, the provider is alive" if lives else "Waiting for the first word") + " · {s} s", now


def phase(turn: Turn) -> str:
    """In one word, for who hears the page: "" before the first word."""
    if turn.ended:
        return {"done": "Finished", "stopped": "Stopped"}.get(turn.status, "Failed")
    return "Answering" if turn.times.first_answer is not None else "Thinking" if turn.times.first_reasoning else ""


def trying_again(retry: Retrying, left: float) -> str:
    """What happened, and when it is tried again; `left` are the seconds until then."""
    when = f"in {duration(left)}" if left > 0 else "now"
    return f"{retry.failure.what} Trying again {when}, try {retry.try_no} of {retry.of}."


def _tokens(turn: Turn, reasoning_bytes: int) -> str:
    if counted := turn.usage and turn.usage.reasoning_tokens:
        return f" · {counted:,} tokens"
    return f" · ≈{estimated_tokens(reasoning_bytes):,} tokens" if reasoning_bytes else ""


def standing_line(turn: Turn) -> str:
    return SUMMARY if turn.summarised else STANDING


def handed(turn: Turn) -> str:
    """What a turn was given before its first word, and how; "" where that was nothing, or is not known yet."""
    if turn.given is None or not turn.taken:
        return ""
    if turn.given.answer:
        if turn.taken == "own":
            return "It goes on from the earlier version, whose words it took as its own."
        return "It goes on from the earlier version: the model was asked to, in words, and may repeat itself."
    if turn.taken == "own":
        return "The thoughts begin with those that it was given, as its own; it went on from there."
    return "The thoughts were told to it with the question: the provider takes none as the model's own."


def note(turn: Turn) -> tuple[str, str] | None:
    """(icon, sentence) where a turn that ended well has no readable thoughts, though some were wanted."""
    if not turn.ended or turn.reasoning.strip() or turn.status != "done":
        return None
    if turn.withheld:
        billed = turn.usage.reasoning_tokens if turn.usage else None
        how_much = f" ({billed:,} tokens billed)" if billed else ""
        return "lock", f"It thought{how_much}, but the provider keeps the text private."
    if turn.asked.effort in ("off", "hidden", "unsaid") or not turn.answer.strip() or turn.reply.unknown:
        return None  # what was not understood may have been thought
    return "visibility_off", "This model sent no reasoning."


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


def _stopped(turn: Turn) -> Ending:
    times = turn.times
    if times.first_reasoning is None and times.first_answer is None:
        return Ending("stop_circle", "orange", "Stopped before the first word.", "Your question is kept.", ("again",))
    if times.first_answer is None and times.thought is not None:
        what = f"Stopped after {seconds(max(times.thought, 0.1))} of thinking."
    else:
        what = "Stopped in the middle of the answer."
    return Ending("stop_circle", "orange", what, "What arrived is kept.", ("again",))


def _failed(turn: Turn) -> Ending:
    failure = turn.failure
    what, next_step, said = (failure.what, next_step_of(failure), failure.said) if failure else ("It failed.", "", "")
    if not turn.reply.came:
        icon, colour = ("link_off", "orange") if failure and failure.kind == "interrupted" else ("error", "red")
        return Ending(icon, colour, what, f"Your question is kept. {next_step}", ("retry",), said)
    kept = f"This is incomplete; what arrived is kept. {next_step}"
    if failure and failure.kind == "connection lost":
        after = f" after {seconds(max(turn.times.ended, 0.1))}" if turn.times.ended else ""
        what, kept = f"Connection lost{after};", "this is incomplete. What arrived is kept."
    return Ending("link_off", "orange", what, kept, ("retry",), said)


def wait_left(turn: Turn, now: float) -> float | None:
    """Seconds (0 and less: over) of the wait that the provider asked for; None where it asked for none. `now` as
    `time.time()` tells it."""
    if turn.status != "failed" or turn.failure is None or turn.failure.retry_after_s is None:
        return None
    return turn.created + (turn.times.ended or 0.0) + turn.failure.retry_after_s - now


def countdown(left: float) -> str:
    return f"The provider asks to wait · {duration(left)}" if left > 0 else "The wait is over."


def _done(turn: Turn) -> Ending | None:
    what = shortfall(turn)
    if not what:
        return None
    if turn.budget_spent:
        return Ending("hourglass_disabled", "orange", what, "Its thoughts are kept.", ("raise", "again"))
    match end_of(turn.finish_reason):
        case "limit":
            return Ending("hourglass_disabled", "orange", what, INCOMPLETE, ("raise",))
        case "filter":
            kept = "What arrived is kept. Reword the question to try again."
            return Ending("error", "orange", what, kept, ("again",))
        case "context":
            kept = f"{INCOMPLETE} Start a new chat, or choose a model with a longer context."
            return Ending("hourglass_disabled", "orange", what, kept, ("again",))
        case "broken" | "paused" | "unknown":
            return Ending("help", "orange", what, INCOMPLETE, ("again",))
        case _:
            some = turn.reasoning.strip() or turn.reply.beside
            kept = "Its thoughts are kept." if turn.reasoning.strip() else "" if some else "Your question is kept."
            return Ending("error", "orange", what, kept, ("again",))


def figures(turn: Turn, cost: str = "") -> str:
    """One line for who hovers: times, speed, cost, who answered. `cost` where the provider bills none."""
    times, usage = turn.times, turn.usage
    named = (("waited", times.waited), ("thought", times.thought), ("answered", times.answered))
    parts = [f"{word} {exact(value)}" for word, value in named if value is not None]
    if usage and usage.completion_tokens:
        parts.append(f"{usage.completion_tokens:,} tokens")
        if speed := _speed(turn, usage.completion_tokens):
            parts.append(f"{speed:,.0f} tokens/s")
    if usage and usage.cost is not None:
        parts.append(money(usage.cost))
    elif cost:
        parts.append(cost)
    if turn.answered_by:
        parts.append(turn.answered_by)
    return " · ".join(parts)


def _speed(turn: Turn, tokens: int) -> float | None:
    """Output tokens over the time from the first one to the end, or over all of it where that tells too little."""
    ended, waited = turn.times.ended, turn.times.waited
    if not ended:
        return None
    window = ended - (waited or 0.0)
    return tokens / (ended if window < 1 or turn.withheld else window)
