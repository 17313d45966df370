"""Whether the thoughts of a turn can be injected, and what should be said about them beforehand."""

import re

from components.conversation import Turn, end_of

_DONE = re.compile(r"[\W_]*(?:done[\W_]*)?", re.IGNORECASE)


def obstacle(turn: Turn) -> str | None:
    """Why the thoughts of an ended turn cannot be injected, in one sentence or two; None where they can.

    ValueError for a turn that has not ended: nobody knows yet."""
    if not turn.ended:
        raise ValueError("The thinking has not ended yet.")
    if turn.status == "stopped":
        return "The thinking was stopped by you, so there are no whole thoughts to inject."
    if turn.status == "failed":
        return _failed(turn)
    if not turn.reasoning.strip():
        return _nothing_readable(turn)
    if end_of(turn.finish_reason) == "filter":
        return "The provider's filter cut the thinking off, so there are no whole thoughts to inject."
    if end_of(turn.finish_reason) == "broken":
        return "The provider cut the thinking off with an error, so there are no whole thoughts to inject."
    return None


def _failed(turn: Turn) -> str:
    what = turn.failure.what if turn.failure else "The thinking failed."
    if turn.reasoning.strip():
        return f"The thinking was cut off, so there are no whole thoughts to inject. {what}"
    return f"There are no thoughts to inject. {what}"


def _nothing_readable(turn: Turn) -> str:
    model = turn.asked.model
    if turn.encrypted:
        return f"{model} sent its thoughts encrypted, so there is nothing readable to inject."
    if turn.withheld and turn.usage:
        billed = turn.usage.reasoning_tokens or 0
        tokens = "1 token was" if billed == 1 else f"{billed:,} tokens were"
        return f"{model} thought ({tokens} billed), but the provider keeps the text private: nothing to inject."
    if turn.reasoning:
        return f"{model} sent only blank space as its thoughts, so there is nothing to inject."
    return f"{model} sent no reasoning, so there is nothing to inject. Choose a model that shows its thoughts."


def note(turn: Turn) -> str:
    """What a reader should know of thoughts that can be injected all the same; "" for nothing."""
    said: list[str] = []
    if turn.summarised:
        said.append("These thoughts are a summary by the provider, not the model's own words.")
    if end_of(turn.finish_reason) == "limit":
        said.append("The thinking reached the token limit, so these thoughts are incomplete.")
    elif turn.cut:
        said.append("The provider ended the thinking early, so these thoughts may be incomplete.")
    return " ".join(said)


def leak(turn: Turn) -> str:
    """What the thinker said in its answer beyond "done", since that may give the answer away; "" for nothing."""
    said = turn.answer.strip()
    return "" if _DONE.fullmatch(said) else said
