"""A chat's turns as a tree: each turn has a parent, versions and branches are siblings, one path is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from components.conversation.request import Asked, ChatRequest, Message, Prefill, Thoughts
from components.conversation.turn import Turn

MOST_TITLE = 200  # characters: a title stands in every page


def titled(text: str) -> str:
    """As a title, wherever it comes from."""
    return text if len(text) <= MOST_TITLE else text[: MOST_TITLE - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Chat:
    """What the sidebar knows of a chat. Times are seconds since the epoch; `leaf_id` is the last turn shown,
    `asked` what its next turn will be asked with. No title is longer than MOST_TITLE, whoever gave it."""

    id: str
    owner: str
    title: str
    created: float
    updated: float
    leaf_id: str | None
    asked: Asked

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", titled(self.title))


@dataclass(frozen=True, slots=True)
class Conversation:
    """`turns` by id, in order of creation, with or without their texts."""

    chat: Chat
    turns: Mapping[str, Turn] = field(default_factory=dict)

    def path(self, leaf_id: str | None = None) -> list[Turn]:
        """From the first turn to `leaf_id`, or to the leaf that the chat shows."""
        turn = self.turns.get(leaf_id or self.chat.leaf_id or "")
        found: list[Turn] = []
        while turn is not None:
            found.append(turn)
            turn = self.turns.get(turn.parent_id or "")
        return found[::-1]

    def siblings(self, turn: Turn) -> list[Turn]:
        """`turn` and its other versions and branches, oldest first."""
        return [other for other in self.turns.values() if other.parent_id == turn.parent_id]

    def leaf_under(self, turn_id: str) -> str:
        """The newest turn that can be reached downwards from `turn_id`."""
        while children := [turn.id for turn in self.turns.values() if turn.parent_id == turn_id]:
            turn_id = children[-1]
        return turn_id


def request_for(question: str, asked: Asked, before: list[Turn], prefill: Prefill | None = None) -> ChatRequest:
    """The request for `question` after the turns `before`. A turn without an answer leaves no trace, since two user
    messages in a row are refused by several servers."""
    messages = [Message("system", asked.system_prompt)] if asked.system_prompt.strip() else []
    for turn in before:
        if answer := turn.answer.strip() or turn.reply.refusal.strip():
            messages += [Message("user", turn.question), Message("assistant", answer, _thoughts(turn))]
    return ChatRequest(asked, (*messages, Message("user", question)), prefill)


def _thoughts(turn: Turn) -> Thoughts | None:
    # What broke off in the middle is not whole, and no provider takes it back; nor what it did not think all by itself.
    if turn.status != "done" or turn.given:
        return None
    return Thoughts(turn.asked.provider, turn.asked.model, turn.reasoning, turn.details)
