"""Which answers may be marked: one rule for the injection page, for Measure, and for its files."""

from components.conversation import Turn

NOT_MARKED = "Cut off, so it is not judged."


def markable(turn: Turn) -> bool:
    """Is it a whole answer? What was cut off, stopped or failed might have gone on otherwise: it is neither right nor
    wrong, and stands in no comparison. A whole answer without a word is one that is unclear."""
    return turn.status == "done" and not turn.cut
