"""What a thought is compared with: other versions of its turn, and other turns of its chat."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from components.conversation import Conversation, Turn
from components.insight import aligned
from components.ui.day import time_of_day
from components.ui.faithful import as_label
from components.ui.inside.versus import Side, show_versus, side
from components.ui.state import address, session
from components.wording.versus import compared

MOST = 50  # turns that are offered, of versions and of others
LONGEST = 60  # characters of a question in a list
NO_WORDS = "The other one has no thoughts that can be read."
Texts = Callable[[Sequence[Turn]], list[Turn]]


def others(conversation: Conversation, turn: Turn, texts: Texts) -> list[Turn]:
    """Those that have thoughts, as far as they are known without their texts: versions first, oldest first, then the
    newest of the others. `texts` brings those of turns whose times were not recorded, or are not kept yet."""
    versions = [one for one in conversation.siblings(turn) if one.id != turn.id][-MOST:]
    ids = {turn.id, *(one.id for one in versions)}
    rest = [one for one in reversed(list(conversation.turns.values())) if one.id not in ids][:MOST]
    found = [*versions, *rest]
    untimed = [one for one in found if one.times.first_reasoning is None and one.times.ended is None]
    thinking = {one.id for one in texts(untimed) if one.reasoning.strip()} if untimed else set[str]()
    return [one for one in found if one.times.first_reasoning is not None or one.id in thinking]


def names(conversation: Conversation, turn: Turn, other: Turn) -> tuple[str, str]:
    """What is said of `other`, which `turn` can be compared with, and what it is called in short: by the number of its
    version, or else by that of its turn in the order of their asking."""
    versions = [one.id for one in conversation.siblings(turn)]
    if other.id in versions:
        short = f"Version {versions.index(other.id) + 1}"
    else:
        short = f"Turn {list(conversation.turns).index(other.id) + 1}"
    parts = [short, other.asked.model, time_of_day(other.created)]
    if other.question.strip() != turn.question.strip():
        parts.append(f"“{_in_short(other.question)}”")
    return " · ".join(parts), short


def show_comparing(conversation: Conversation, turn: Turn, texts: Texts) -> str | None:
    """`turn` with its texts, of the same conversation. Nothing is drawn where there is nothing to compare it with. The
    turn that was chosen and still grows: what waits for its end has to be drawn anew then."""
    if not turn.reasoning.strip():
        return None
    found = others(conversation, turn, texts)
    if not found:
        return None
    st.subheader("Compare with", anchor=False)
    chosen = _show_choice(turn, {one.id: names(conversation, turn, one)[0] for one in found})
    if chosen is None:
        return None
    (other,) = texts([conversation.turns[chosen]])
    if not turn.ended or not other.ended:
        # What is not written yet would be told as dropped.
        name = "This thought" if not turn.ended else names(conversation, turn, other)[1]
        st.caption(
            f":material/hourglass_empty: {name} still grows. Both are laid over each other here when it has ended."
        )
        return None if other.ended else other.id
    if not other.reasoning.strip():
        st.markdown(NO_WORDS)
        return None
    there = names(conversation, turn, other)
    whole, short = names(conversation, other, turn)  # a version beside a version, else a turn beside a turn
    here = whole.replace(short, f"{short}, this one", 1), short
    both = [side(turn, *here), side(other, *there)]
    # The older one is the first: what was dropped was there before.
    show_both(*sorted(both, key=lambda one: (one.turn.created, one.turn.id)))
    return None


def show_both(first: Side, second: Side) -> None:
    pairs = aligned(first.texts, second.texts)
    st.markdown(as_label(compared(pairs, first.tempo, second.tempo)))
    show_versus(first, second, pairs)


def _show_choice(turn: Turn, told: Mapping[str, str]) -> str | None:
    """The address says which one it is, and a choice goes into the address."""
    key = f"with-{turn.id}"
    asked = address.compared_with()
    session.fill(key, asked if asked in told else None, anew=True)
    return st.selectbox(
        "A version or another turn of this chat",
        list(told),
        index=None,
        format_func=told.__getitem__,
        placeholder="Choose one",
        key=key,
        on_change=lambda: address.compare_with(session.value_of(key)),
    )


def _in_short(question: str) -> str:
    line = " ".join(question.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rstrip()} …"
