"""How long a turn waits, thinks and waits again: while it runs, and when it has ended."""

from components.conversation import Loading, Retrying, Turn, duration

PATIENT_S, DOUBTFUL_S = 5, 60  # from when on a sign of life is told, and how long one is good for


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
    if now is None and not turn.ended and times.first_answer is None and not turn.given:
        return "Unfinished" if times.thought is None else f"Unfinished after {seconds(times.thought)}"
    if times.thought is None:
        return "From the earlier version" if turn.given else "Time not recorded"
    if times.thought < 1:  # too short for an estimate
        reasoning_bytes = 0
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


def loading(load: Loading, waited: float) -> str:
    """Why nothing comes, what becomes of the question, and what there is to do."""
    share = f" · {load.share:.0%}" if load.share is not None else ""
    what = load.failure.what.rstrip(".")
    return f"{what}{share} · {seconds(waited)}. Your question is kept and waits for it; there is nothing to do."


def _tokens(turn: Turn, reasoning_bytes: int) -> str:
    if counted := turn.usage and turn.usage.reasoning_tokens:
        return f" · {counted:,} tokens"
    return f" · ≈{estimated_tokens(reasoning_bytes):,} tokens" if reasoning_bytes else ""


def wait_left(turn: Turn, now: float) -> float | None:
    """Seconds (0 and less: over) of the wait that the provider asked for; None where it asked for none. `now` as
    `time.time()` tells it."""
    if turn.status != "failed" or turn.failure is None or turn.failure.retry_after_s is None:
        return None
    return turn.created + (turn.times.ended or 0.0) + turn.failure.retry_after_s - now


def countdown(left: float) -> str:
    return f"The provider asks to wait · {duration(left)}" if left > 0 else "The wait is over."
