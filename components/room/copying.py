"""What a follower is let see of a chat, as a chat of their own that can be gone on with: nothing else is in it."""

import secrets
import time
from collections.abc import Sequence

from components.audience import Shown
from components.conversation import Asked, Chat, Conversation, Piece, Reply, Times, Turn
from components.room.titles import title_of

NO_NAME = "not shown"  # in the place of a model's name


def copy_of(title: str, turns: Sequence[Turn], shown: Shown, owner: str, first: Asked) -> Conversation:
    """`turns` have ended and come with their texts, one after the other; `first` is what the next one is asked with. Of
    their own there is what a follower is told: question, answer, how it ended and how long it took; thoughts and names
    where they are shown."""
    now, chat_id = time.time(), secrets.token_urlsafe(16)
    copies: dict[str, Turn] = {}
    last = None
    for turn in turns:
        asked = Asked(first.provider, turn.asked.model if shown.names else NO_NAME)
        thoughts = (Piece("reasoning", turn.reasoning),) if shown.thoughts and turn.reasoning else ()
        answer = (Piece("answer", turn.answer),) if turn.answer else ()
        end = "stop" if turn.status == "done" else None
        reply = Reply((*thoughts, *answer), Times(ended=turn.times.ended), finish_reason=end)
        copy = Turn(secrets.token_urlsafe(12), chat_id, last, now, turn.question, asked, turn.status, reply)
        copies[copy.id], last = copy, copy.id
    chat = Chat(chat_id, owner, title if shown.names else title_of(turns[0].question), now, now, last, first)
    return Conversation(chat, copies)
