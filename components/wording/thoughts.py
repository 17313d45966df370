"""What thoughts are and where they come from: the model's own, a summary of them, given, or kept from the reader."""

from collections.abc import Mapping

from components.conversation import Circling, Turn

STANDING = "What the model wrote while working. Useful, but no proof of how it decided."
SUMMARY = "A summary by the provider, not the model's own words. Useful, but no proof of how it decided."


def standing_line(turn: Turn) -> str:
    return SUMMARY if turn.summarised else STANDING


CIRCLING: Mapping[Circling, str] = {
    "same": "it says the same words again",
    "alike": "it says almost the same again",
    "stall": "for a while it has said nothing new",
}


def circling(kind: Circling) -> str:
    """Of thoughts that still grow; nothing is ended by it."""
    return f"It may be going in circles: {CIRCLING[kind]}. “Answer now” has it answer from what it has thought."


def given(turn: Turn) -> str:
    """What a turn was given before its first word, and how; "" where that was nothing, or is not known yet."""
    if turn.given is None or not turn.taken:
        return ""
    if turn.given.answer:
        if turn.taken == "own":
            return "It goes on from the earlier version, whose words it took as its own."
        return "It goes on from the earlier version: the model was asked to, in words, and may repeat itself."
    if turn.given.closes:
        return _closed(turn)
    whose = "a person had changed" if turn.given.edited else "an earlier version had"
    if turn.taken == "own":
        return f"The thoughts begin with those that {whose}; the model went on from there as from its own."
    return f"Thoughts that {whose} were told to it with the question: the provider takes none as the model's own."


def _closed(turn: Turn) -> str:
    """Of a turn that was to answer at once, and in spite of it may have thought on: then that is said, too."""
    if turn.taken == "own":
        told = (
            "The earlier version's thoughts were closed where they stood; the model answers from them as from its own."
        )
    else:
        told = (
            "The earlier version's thoughts were told to it, and it was asked to answer at once: the provider takes"
            " none as the model's own."
        )
    return told if turn.times.first_reasoning is None else f"{told} It thought again all the same."


def withheld(turn: Turn) -> str:
    """ "" where its thoughts can be read, or it had none."""
    if not turn.withheld:
        return ""
    return private(turn.usage.reasoning_tokens if turn.usage else None)


def private(billed: int | None) -> str:
    """Of thoughts that nobody but the provider can read, with the tokens `billed` for them."""
    how_much = f" ({billed:,} {'token' if billed == 1 else 'tokens'} billed)" if billed else ""
    return f"It thought{how_much}, but the provider keeps the text private."


def note(turn: Turn) -> tuple[str, str] | None:
    """(icon, sentence) where a turn that ended well has no readable thoughts, though some were wanted."""
    if not turn.ended or turn.reasoning.strip() or turn.status != "done":
        return None
    if told := withheld(turn):
        return "lock", told
    if turn.asked.effort in ("off", "hidden", "unsaid") or not turn.answer.strip() or turn.reply.unknown:
        return None  # what was not understood may have been thought
    return "visibility_off", "This model sent no reasoning."
