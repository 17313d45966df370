"""Which turns of an owner thought, across all of their chats."""

from typing import NamedTuple

from components.conversation import THOUGHTS, Asked
from components.store.database import Database
from components.store.rows import asked_from

# A turn is gone with any that it follows; looked for chat by chat, for which there is an index.
_THINKING = """WITH RECURSIVE
    shown(id) AS (SELECT id FROM chats WHERE owner=:owner AND deleted IS NULL AND hidden=0),
    gone(id, chat_id) AS (
        SELECT turns.id, chat_id FROM turns JOIN shown ON shown.id = chat_id WHERE turns.deleted IS NOT NULL
        UNION SELECT turns.id, turns.chat_id FROM gone
            JOIN turns ON turns.chat_id = gone.chat_id AND turns.parent_id = gone.id)
    SELECT turns.id, chat_id, created, question, asked FROM turns JOIN shown ON shown.id = chat_id
    WHERE status IN ('done', 'stopped', 'failed') AND turns.id NOT IN (SELECT id FROM gone)
        AND EXISTS (SELECT 1 FROM pieces WHERE turn_id = turns.id AND channel IN :channels)
    ORDER BY created DESC, turns.id LIMIT :most"""


class Thinking(NamedTuple):
    turn_id: str
    chat_id: str
    created: float
    question: str
    asked: Asked


class Thoughts(Database):
    def thinking(self, owner: str, most: int) -> list[Thinking]:
        """The newest `most` turns that have ended and have thoughts, in chats that are listed: no hidden one, nothing
        that was deleted."""
        rows = self._all(_THINKING, owner=owner, most=most, channels=list(THOUGHTS))
        return [
            Thinking(row["id"], row["chat_id"], row["created"], row["question"], asked_from(row["asked"]))
            for row in rows
        ]
