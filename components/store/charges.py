"""What is asked with the room's own key: reserved before a request, settled at its end. It outlives what was asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from components.store.database import Database, insert, text

NAMES = ("turn_id", "owner", "asked_at", "usd", "prompt_usd", "token_usd", "until")


@dataclass(frozen=True, slots=True)
class Charge:
    """Of one turn. `usd` is reserved `until` then (epoch), or settled where that is None. Where nobody tells what it
    cost, that is reckoned from `prompt_usd`, what its prompt costs, and `token_usd`, what each token costs that is
    written."""

    turn_id: str
    owner: str
    asked_at: float
    usd: float
    prompt_usd: float
    token_usd: float
    until: float | None


@dataclass(frozen=True, slots=True)
class Charged:
    """Together; `held` of the USD are reserved for turns that have not ended."""

    usd: float = 0.0
    turns: int = 0
    held: float = 0.0


class Charges(Database):
    def reserve(self, owner: str, now: float, begin: float, decide: Callable[[Charged, Charged], Charge]) -> Charge:
        """`decide` gets what was charged since `begin`, to this owner and to all, and gives the charge to keep; what it
        raises leaves everything as it was. Nobody else reserves in between."""
        with self._begin() as db:
            db.execute(text("UPDATE reserving SET asked_at=:now WHERE one=1"), {"now": now})
            charge = decide(_charged(db, begin, owner), _charged(db, begin))
            db.execute(insert("charges", NAMES), {name: getattr(charge, name) for name in NAMES})
        return charge

    def charged(self, begin: float, owner: str = "") -> Charged:
        """Since then, to this owner, or to all."""
        with self._begin(reads=True) as db:
            return _charged(db, begin, owner)

    def charge(self, turn_id: str) -> Charge | None:
        return next(iter(self._charges("turn_id=:id", id=turn_id)), None)

    def lapsed(self, now: float) -> list[Charge]:
        """Those whose reservation nobody renewed: whoever asked is dead."""
        return self._charges("until < :now", now=now)

    def renew(self, turn_ids: Sequence[str], until: float) -> None:
        with self._begin() as db:
            for turn_id in turn_ids:
                renew = text("UPDATE charges SET until=:until WHERE turn_id=:id AND until IS NOT NULL")
                db.execute(renew, {"id": turn_id, "until": until})

    def settle(self, turn_id: str, usd: float) -> None:
        with self._begin() as db:
            settle(db, turn_id, usd)

    def release(self, turn_id: str) -> None:
        """Nothing was asked, or nothing is billed: as if it had never been reserved."""
        self._do("DELETE FROM charges WHERE turn_id=:id", id=turn_id)

    def _charges(self, where: str, **values: str | float) -> list[Charge]:
        return [Charge(**row) for row in self._all(f"SELECT {', '.join(NAMES)} FROM charges WHERE {where}", **values)]


def settle(db: Connection, turn_id: str, usd: float) -> None:
    """What it really was, also where a bill tells it later."""
    db.execute(text("UPDATE charges SET usd=:usd, until=NULL WHERE turn_id=:id"), {"usd": usd, "id": turn_id})


def _charged(db: Connection, begin: float, owner: str = "") -> Charged:
    held = "COALESCE(SUM(CASE WHEN until IS NULL THEN 0 ELSE usd END), 0)"
    found = f"SELECT COALESCE(SUM(usd), 0), COUNT(*), {held} FROM charges WHERE asked_at >= :begin"
    found += " AND owner=:owner" if owner else ""
    usd, turns, reserved = db.execute(text(found), {"begin": begin, **({"owner": owner} if owner else {})}).one()
    return Charged(float(usd), int(turns), float(reserved))
