"""What an owner has spent, and the limit for a day that no request goes over."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache

from components.conversation import Allowance, Asked, Conversation, Model, Spent, Turn, cost_of, estimated, money, spent
from components.room.desk import Desk
from components.room.room_key import RoomKey
from components.store import Store


class Spending:
    """Of one owner. Days are those of the server, or of the zone that `now` has."""

    def __init__(self, owner: str, store: Store, desk: Desk, room_key: RoomKey) -> None:
        self._owner, self._store, self._desk, self._room_key = owner, store, desk, room_key

    @property
    def limit(self) -> float | None:
        """USD a day."""
        return self._store.daily_limit(self._owner)

    def set_limit(self, usd: float | None) -> None:
        self._store.set_daily_limit(self._owner, usd)

    def today(self, now: datetime | None = None) -> Spent:
        return next(iter(self.days(1, now or datetime.now().astimezone()).values()))

    def days(self, count: int, now: datetime) -> Mapping[str, Spent]:
        """The newest first, by date."""
        found: dict[str, Spent] = {}
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        for back in range(count):
            begin = midnight - timedelta(days=back)
            used = self._store.used(self._owner, begin.timestamp(), (begin + timedelta(days=1)).timestamp())
            found[f"{begin:%Y-%m-%d}"] = spent(used, self._models())
        return found

    def of(self, conversation: Conversation) -> Spent:
        """All versions and branches of a chat, also what was deleted of it."""
        return spent(self._store.used_in(self._owner, conversation.chat.id), self._models())

    def reckoned(self, turn: Turn) -> str:
        """What one turn, with its texts, cost by the prices of its model, in words; "" where they are not known, or
        nothing. Who stops an answer hears no usage of it: then it is estimated from the text that came."""
        told = turn.usage if turn.usage and turn.usage.tells else None
        usage = told or estimated(turn.question, sum(len(piece.text) for piece in turn.pieces))
        found = cost_of(usage, self._desk.model(turn.asked), turn.created) if usage else None
        return f"≈{money(found[0])}" if found and found[0] else ""

    def over(self) -> tuple[float, float] | None:
        """The limit that the owner set, and what was spent today, where the latter has reached it."""
        limit = self.limit
        return (limit, usd) if limit is not None and (usd := self.today().usd) >= limit else None

    def allowances(self) -> list[Allowance]:
        """What may be used of the room's key in a day, and is used today: by this owner, and by all together."""
        return self._room_key.allowances(self._owner)

    def _models(self) -> Callable[[Asked], Model | None]:
        @cache
        def model_of(provider: str, model: str) -> Model | None:
            return self._desk.model(Asked(provider, model))

        return lambda asked: model_of(asked.provider, asked.model)
