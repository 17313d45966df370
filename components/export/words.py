"""The words for the states of a turn in a file that people read. Pure: a turn in, sentences out."""

from datetime import UTC, datetime

from components.conversation import Chat, Turn, end_of, place_of, shortfall

UNTITLED = "Untitled chat"
STANDING = "What the model wrote while working. Useful, but no proof of how it decided."
SUMMARY = "A summary by the provider, not the model's own words. Useful, but no proof of how it decided."
NO_THOUGHTS = "exported without the thoughts"


def title_of(chat: Chat) -> str:
    return " ".join(chat.title.split()) or UNTITLED


def day(moment: float) -> str:
    """In UTC, since a file knows no reader; "" for what no calendar has."""
    try:
        return f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d}"
    except (ValueError, OverflowError, OSError):
        return ""


def about(chat: Chat, turns: int, reasoning: bool) -> str:
    count = f"{turns:,} {'turn' if turns == 1 else 'turns'}"
    return " · ".join(part for part in (day(chat.created), count, "" if reasoning else NO_THOUGHTS) if part)


def seconds(value: float) -> str:
    return f"{value:,.1f} s" if value >= 0.05 else "under 0.1 s"


def clock(turn: Turn) -> str:
    """How long it thought."""
    thought = turn.times.thought
    if turn.status != "done" and turn.times.first_answer is None:
        word = {"stopped": "Stopped", "failed": "Cut off"}.get(turn.status, "Unfinished")
        return word if thought is None else f"{word} after {seconds(thought)}"
    if thought is None:
        return "Time not recorded"
    counted = turn.usage and turn.usage.reasoning_tokens
    return f"Thought for {seconds(thought)}" + (f" · {counted:,} tokens" if counted else "")


def given(turn: Turn) -> str:
    """What a turn was handed before its first word; "" where that was nothing."""
    if turn.given is None or not turn.taken:
        return ""
    if turn.given.answer:
        how = "" if turn.taken == "own" else " The model was asked in words to go on."
        return f"This goes on from an earlier version, whose text stands at the beginning.{how}"
    changed = "a person had changed" if turn.given.edited else "an earlier version had"
    if turn.taken == "own":
        return f"The thoughts begin with those that {changed}; the model went on from there as from its own."
    return f"Beside the question the model was given thoughts that {changed}."


def withheld(turn: Turn) -> str:
    """ "" where its thoughts can be read, or it had none."""
    if not turn.withheld:
        return ""
    billed = turn.usage.reasoning_tokens if turn.usage else None
    how_much = f" ({billed:,} tokens billed)" if billed else ""
    return f"It thought{how_much}, but the provider keeps the text private."


def ending(turn: Turn) -> str:
    """How it ended where it did not end well, or not yet."""
    some = turn.reply.came
    match turn.status:
        case "queued":
            return "This question was waiting to be asked when the chat was exported."
        case "streaming":
            return "This turn was still growing when the chat was exported."
        case "stopped":
            if turn.answer.strip():
                return "Stopped in the middle of the answer."
            return "Stopped while it was thinking." if some else "Stopped before the first word."
        case "failed":
            return _failed(turn, some)
        case "done":
            return _done(turn)


def _failed(turn: Turn, some: bool) -> str:
    failure = turn.failure
    what = failure.what if failure and failure.what.strip() else "The turn failed."
    said = f" The provider's words: {failure.said}" if failure and failure.said.strip() else ""
    return f"{what}{' What arrived is incomplete.' if some else ''}{said}"


def _done(turn: Turn) -> str:
    what = shortfall(turn)
    if end_of(turn.finish_reason) == "limit" and not turn.budget_spent:
        return f"{what.removesuffix('.')} and is incomplete."
    return f"{what} It is incomplete." if turn.cut and what and not turn.budget_spent and _goes_on(turn) else what


def _goes_on(turn: Turn) -> bool:
    return end_of(turn.finish_reason) in ("context", "broken", "paused", "unknown")


def pictures(count: int) -> str:
    came = "A picture" if count == 1 else f"{count:,} pictures"
    return f"{came} came with this reply; the file as JSON has {'it' if count == 1 else 'them'}."


def others(turn: Turn) -> list[tuple[str, str]]:
    """Names and texts of what else came: tools that were asked for, and what the room does not know."""
    tools = [("A tool that it asked for", part.text) for part in turn.reply.of("event")]
    return tools + [(f"Not understood: {place_of(part.data)}", part.text) for part in turn.reply.unknown]


def figures(turn: Turn) -> str:
    """Which model, who answered for it, in what time and with how many tokens."""
    asked, by = turn.asked.model, turn.answered_by
    tokens = turn.usage.completion_tokens if turn.usage else None
    ended = turn.times.ended
    parts = (
        "" if by.startswith(asked) else asked,
        by,
        "" if ended is None else seconds(ended),
        f"{tokens:,} tokens" if tokens else "",
    )
    return " · ".join(part for part in parts if part.strip())
