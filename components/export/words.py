"""What only a file says of a chat and its turns. Pure: values in, sentences out."""

from datetime import UTC, datetime

from components import wording
from components.conversation import Chat, Turn, place_of

UNTITLED = "Untitled chat"
NOTES = "Notes"
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


def clock(turn: Turn) -> str:
    """How long it thought."""
    return wording.clock(turn, reasoning_bytes=len(turn.reasoning.encode(errors="replace")))


def pictures(count: int) -> str:
    came = "A picture" if count == 1 else f"{count:,} pictures"
    return f"{came} came with this reply; the file as JSON has {'it' if count == 1 else 'them'}."


def others(turn: Turn) -> list[tuple[str, str]]:
    """Names and texts of what else came: tools that were asked for, and what the room does not know."""
    tools = [("A tool that it asked for", part.text) for part in turn.reply.of("event")]
    return tools + [(f"Not understood: {place_of(part.data)}", part.text) for part in turn.reply.unknown]
