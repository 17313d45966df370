"""What kept a reply from being a whole answer, in a sentence, for page and file alike. Pure: a turn in, words out."""

from components.conversation.finish import end_of
from components.conversation.reply import Reply
from components.conversation.turn import Turn

SENTENCES = {
    "limit": "The answer reached the token limit.",
    "context": "The answer was cut off: the model can read no more (its context window is full).",
    "filter": "The provider's filter ended this answer.",
    "broken": "The provider broke off.",
    "paused": "The provider paused this answer and waits to be asked to go on.",
}


def shortfall(turn: Turn) -> str:
    """Of a turn that is done; "" where its answer is whole, or something else stands in its place."""
    if turn.status != "done":
        return ""
    if turn.budget_spent:
        return "The model used its whole budget thinking, so there is no answer."
    end = end_of(turn.finish_reason)
    if end == "unknown":
        return f"The answer ended for a reason that the room does not know: “{turn.finish_reason}”."
    if end in SENTENCES:
        return SENTENCES[end]
    reply = turn.reply
    if turn.answer.strip() or reply.refusal.strip() or reply.of("image"):
        return ""
    if reply.of("event"):
        return "The model asked for a tool, which this room does not have, so there is no answer."
    if reply.unknown:
        return "There is no answer that the room could read. What came instead is kept."
    if not (reply.came or turn.withheld):
        return "The model sent nothing."
    return "The model ended without an answer."


def unread(reply: Reply) -> str:
    """That a reply held something which is not understood, and how much; "" where it did not."""
    parts = reply.unknown
    if not parts:
        return ""
    places = [f"{place_of(part.data)}, {len(part.text):,} characters" for part in parts[:3]]
    more = f" and {len(parts) - 3:,} more" if len(parts) > 3 else ""
    return f"This reply also held something that the room does not know: {'; '.join(places)}{more}."


def place_of(data: object) -> str:
    """Where it stood in the reply, without the way that all of them share."""
    path = str(data.get("path", "")) if isinstance(data, dict) else ""
    return path.removeprefix("choices.") or "an unnamed place"
