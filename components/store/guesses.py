"""Guesses before the model speaks, and their votes. They belong to a chat, and are its owner's; who follows that by a
link can add a vote, and is told of `guess_in`."""

import json
from dataclasses import asdict
from typing import Any

from components.audience import MOST_VOTES, Counted, Guess, Said, Vote
from components.store.database import Database, insert, text

_MINE = "chat_id IN (SELECT id FROM chats WHERE owner=:owner AND deleted IS NULL)"


class Guesses(Database):
    def add_guess(self, owner: str, guess: Guess, vote: Vote | None = None) -> bool:
        """With the one `vote` of one's own. Whatever was shown in that chat is put away. False where they have no such
        chat."""
        row = {
            "id": guess.id,
            "chat_id": guess.chat_id,
            "turn_id": guess.turn_id,
            "question": guess.question,
            "choices": json.dumps(guess.choices, ensure_ascii=False),
            "right_answer": guess.right,
            "opened": guess.opened,
            "closed": guess.closed,
            "revealed": guess.revealed,
            "own": int(guess.own),
            "away": 0,
        }
        theirs = text("SELECT 1 FROM chats WHERE id=:chat AND owner=:owner AND deleted IS NULL")
        with self._begin() as db:
            if not db.execute(theirs, {"chat": guess.chat_id, "owner": owner}).first():
                return False
            values = {"chat": guess.chat_id, "now": guess.opened}
            db.execute(text("UPDATE guesses SET closed=:now WHERE chat_id=:chat AND closed IS NULL"), values)
            db.execute(text("UPDATE guesses SET away=1 WHERE chat_id=:chat"), {"chat": guess.chat_id})
            db.execute(insert("guesses", row), row)
            if vote:
                own = {"guess_id": guess.id, "phone": "", **asdict(vote)}
                db.execute(insert("votes", own), own)
        return True

    def guesses(self, owner: str, chat_id: str) -> list[Guess]:
        """Of a chat, the newest first."""
        of_chat = f"SELECT * FROM guesses WHERE {_MINE} AND chat_id=:chat ORDER BY opened DESC, id"
        return [_guess_from(row) for row in self._all(of_chat, owner=owner, chat=chat_id)]

    def guess(self, owner: str, guess_id: str) -> Guess | None:
        rows = self._all(f"SELECT * FROM guesses WHERE {_MINE} AND id=:id", owner=owner, id=guess_id)
        return _guess_from(rows[0]) if rows else None

    def shown_guess(self, owner: str, chat_id: str) -> Guess | None:
        """The one of a chat that was not put away."""
        shown = f"SELECT * FROM guesses WHERE {_MINE} AND chat_id=:chat AND away=0"
        rows = self._all(shown, owner=owner, chat=chat_id)
        return _guess_from(rows[0]) if rows else None

    def guess_in(self, chat_id: str) -> Guess | None:
        """The one that those who follow that chat are told of."""
        rows = self._all("SELECT * FROM guesses WHERE chat_id=:chat AND away=0 AND own=0", chat=chat_id)
        return _guess_from(rows[0]) if rows else None

    def close_guess(self, owner: str, guess_id: str, when: float) -> None:
        """From now on no vote is counted."""
        self._do(
            f"UPDATE guesses SET closed=:when WHERE id=:id AND closed IS NULL AND {_MINE}",
            when=when,
            id=guess_id,
            owner=owner,
        )

    def close_guesses(self, chat_id: str, when: float) -> None:
        """What is open in a chat, whoever's it is."""
        self._do("UPDATE guesses SET closed=:when WHERE chat_id=:chat AND closed IS NULL", when=when, chat=chat_id)

    def reveal_guess(self, owner: str, guess_id: str, when: float, turn_id: str) -> None:
        """One that is closed. `turn_id`: the turn that has the model's answer, or ""."""
        self._do(
            "UPDATE guesses SET revealed=:when, turn_id=:turn"
            f" WHERE id=:id AND closed IS NOT NULL AND revealed IS NULL AND {_MINE}",
            when=when,
            turn=turn_id,
            id=guess_id,
            owner=owner,
        )

    def put_away_guess(self, owner: str, guess_id: str, when: float) -> None:
        """It is closed and shown to nobody any more; its votes are kept."""
        change = "UPDATE guesses SET away=1, closed=COALESCE(closed, :when)"
        self._do(f"{change} WHERE id=:id AND {_MINE}", when=when, id=guess_id, owner=owner)

    def forget_guess(self, owner: str, guess_id: str) -> None:
        """With its votes, for good."""
        mine = {"id": guess_id, "owner": owner}
        with self._begin() as db:
            its = f"DELETE FROM votes WHERE guess_id IN (SELECT id FROM guesses WHERE id=:id AND {_MINE})"
            db.execute(text(its), mine)
            db.execute(text(f"DELETE FROM guesses WHERE id=:id AND {_MINE}"), mine)

    def vote(self, chat_id: str, said: Said, when: float, most: int = MOST_VOTES) -> Counted:
        """In the place of an earlier one of that phone, as long as that guess of that chat is open; `most` in all. One
        that stands already, and is said again, counts."""
        its = {"guess": said.guess_id, "phone": said.phone}
        row = {"answer": said.answer, "sure": said.sure, **its}
        # Changes nothing, and holds its row: between this and the vote nobody closes it.
        hold = "UPDATE guesses SET own=0 WHERE id=:guess AND chat_id=:chat AND closed IS NULL AND own=0"
        not_deleted = "AND chat_id IN (SELECT id FROM chats WHERE deleted IS NULL)"
        with self._begin() as db:
            if not db.execute(text(f"{hold} {not_deleted}"), {"guess": said.guess_id, "chat": chat_id}).rowcount:
                stands = "SELECT 1 FROM votes WHERE guess_id=:guess AND phone=:phone AND answer=:answer AND sure=:sure"
                return "counted" if db.execute(text(stands), row).first() else "late"
            seconds = text("SELECT :when - opened FROM guesses WHERE id=:guess")
            row["seconds"] = db.execute(seconds, {"when": when, "guess": said.guess_id}).scalar_one()
            change = text(
                "UPDATE votes SET answer=:answer, sure=:sure, seconds=:seconds WHERE guess_id=:guess AND phone=:phone"
            )
            if db.execute(change, row).rowcount:
                return "counted"
            count = text("SELECT COUNT(*) FROM votes WHERE guess_id=:guess")
            if db.execute(count, {"guess": said.guess_id}).scalar_one() >= most:
                return "full"
            new = "INSERT INTO votes (guess_id, phone, answer, sure, seconds)"
            db.execute(text(f"{new} VALUES (:guess, :phone, :answer, :sure, :seconds)"), row)
        return "counted"

    def votes(self, guess_id: str) -> list[Vote]:
        """In the order in which they came to stand as they are."""
        rows = self._all("SELECT * FROM votes WHERE guess_id=:id ORDER BY seconds, phone", id=guess_id)
        return [Vote(row["answer"], row["sure"], row["seconds"]) for row in rows]

    def count_votes(self, guess_id: str) -> int:
        return int(self._all("SELECT COUNT(*) AS number FROM votes WHERE guess_id=:id", id=guess_id)[0]["number"])


def _guess_from(row: dict[str, Any]) -> Guess:
    return Guess(
        row["id"],
        row["chat_id"],
        row["question"],
        tuple(json.loads(row["choices"])),
        row["right_answer"],
        row["opened"],
        row["closed"],
        row["revealed"],
        row["turn_id"],
        bool(row["own"]),
    )
