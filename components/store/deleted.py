"""What was deleted, and comes back as long as nobody forgets it."""

from components.conversation import Chat, Turn
from components.store.asides import follow
from components.store.database import Database, text
from components.store.rows import chat_from, turn_from
from components.store.waiting import drop_all


class Deleted(Database):
    def delete(self, owner: str, chat_id: str, when: float | None) -> None:
        """With what was asked about its turns; what waits in it is forgotten. `when` None brings the chat back."""
        change = text("UPDATE chats SET deleted=:when WHERE id=:id AND owner=:owner")
        with self._begin() as db:
            if db.execute(change, {"when": when, "id": chat_id, "owner": owner}).rowcount:
                if when is not None:
                    drop_all(db, chat_id)
                follow(db, chat_id, when)

    def delete_turn(self, owner: str, chat_id: str, turn_id: str, when: float | None) -> None:
        """With all that follows it, and what was asked about it; what waits there is forgotten. `when` None brings it
        back."""
        change = text(
            "UPDATE turns SET deleted=:when WHERE id=:id AND chat_id=:chat"
            " AND EXISTS (SELECT 1 FROM chats WHERE id=:chat AND owner=:owner)"
        )
        with self._begin() as db:
            if db.execute(change, {"when": when, "id": turn_id, "chat": chat_id, "owner": owner}).rowcount:
                if when is not None:
                    drop_all(db, chat_id, turn_id)
                follow(db, chat_id, when)

    def deleted_chat(self, owner: str, since: float) -> Chat | None:
        """The last one that was deleted, if that was `since` then."""
        last = "SELECT * FROM chats WHERE owner=:owner AND hidden=0 AND deleted >= :since ORDER BY deleted DESC LIMIT 1"
        rows = self._all(last, owner=owner, since=since)
        return chat_from(rows[0]) if rows else None

    def deleted_turn(self, owner: str, chat_id: str, since: float) -> Turn | None:
        """The same of the turns of a chat, without its text."""
        last = (
            "SELECT turns.* FROM turns JOIN chats ON chats.id = turns.chat_id WHERE chats.owner=:owner"
            " AND turns.chat_id=:chat AND turns.deleted >= :since ORDER BY turns.deleted DESC LIMIT 1"
        )
        rows = self._all(last, owner=owner, chat=chat_id, since=since)
        return turn_from(rows[0]) if rows else None
