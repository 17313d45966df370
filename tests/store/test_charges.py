"""What is asked with the room's key, as it is kept: reserved one after another, settled once, and never forgotten."""

import threading
from pathlib import Path

import pytest

from components.conversation import Asked, Chat, Turn, Usage
from components.store import Charge, Charged, Store
from tests.turns import changed


class Full(Exception):
    """What whoever decides may raise."""


def reserve_at_once(store: Store, each: float, most: float, threads: int = 100) -> int:
    """As many as `most` USD are good for, by so many threads of which all begin in the same moment."""
    barrier, done = threading.Barrier(threads), []

    def work(number: int) -> None:
        def decide(mine: Charged, everybody: Charged) -> Charge:
            assert mine.turns == 0
            if everybody.usd + each > most:
                raise Full
            return Charge(f"turn-{number}", f"owner-{number}", 5.0, each, 0.0, 0.0, 9.0)

        barrier.wait()
        try:
            store.reserve(f"owner-{number}", 5.0, 0.0, decide)
        except Full:
            return
        done.append(number)

    working = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
    for thread in working:
        thread.start()
    for thread in working:
        thread.join()
    return len(done)


def check(store: Store) -> None:
    assert reserve_at_once(store, 0.25, 2.5) == 10
    assert store.charged(0.0) == Charged(2.5, 10, 2.5) and store.charged(6.0) == Charged()
    (first, second, *rest) = store.lapsed(10.0)
    assert len(rest) == 8 and store.lapsed(9.0) == []
    store.renew([first.turn_id], 20.0)
    assert first.turn_id not in {charge.turn_id for charge in store.lapsed(10.0)}
    store.settle(second.turn_id, 0.01)
    store.renew([second.turn_id], 20.0)  # what is settled stays settled
    assert store.charged(0.0, second.owner) == Charged(0.01, 1, 0.0)
    store.release(rest[0].turn_id)
    assert store.charge(rest[0].turn_id) is None and store.charged(0.0).turns == 9
    store.hand_over(second.owner, "heir")
    assert store.owns("heir") and store.charged(0.0, "heir").turns == 1 and not store.owns(second.owner)


@pytest.mark.slow
def test_who_reserves_waits_for_whoever_does_the_same(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/room.db")
    check(store)
    store.close()


def test_a_bill_that_comes_later_corrects_it(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/room.db")
    store.add_chat(Chat("chat", "me", "A chat", 1.0, 1.0, None, Asked("openrouter", "a/b")))
    turn = Turn("turn", "chat", None, 1.0, "Why?", Asked("openrouter", "a/b"), "streaming")
    store.begin(turn)
    store.finish(changed(turn, status="stopped"))
    store.reserve("me", 1.0, 0.0, lambda mine, everybody: Charge("turn", "me", 1.0, 0.5, 0.1, 0.1, 9.0))
    assert store.bill("turn", Usage(10, 20))  # without its cost
    assert store.charged(0.0).usd == 0.5
    assert store.bill("turn", Usage(10, 20, cost=0.125))
    assert store.charged(0.0) == Charged(0.125, 1, 0.0)
    store.delete("me", "chat", 5.0)
    assert store.charged(0.0).usd == 0.125
    store.close()
