"""First come, first served; and so many tokens a second."""

import threading
import time

import pytest

from components.pocket.pace import Pace
from components.pocket.turns import Turns
from tests.waiting import allowed, eventually


def test_who_waits_is_served_in_the_order_of_arrival() -> None:
    turns, served = Turns(), list[int]()

    def work(number: int) -> None:
        with turns:
            served.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(20)]
    with turns:
        for number, thread in enumerate(threads):
            thread.start()
            assert eventually(lambda number=number: len(turns._waiting) == number + 1)  # pyright: ignore[reportPrivateUsage]
        assert served == []
    for thread in threads:
        thread.join()
    assert served == list(range(20))


def test_only_one_is_inside_at_a_time() -> None:
    turns, inside, most = Turns(), list[int](), list[int]()

    def work() -> None:
        for _ in range(200):
            with turns:
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1 and len(most) == 1_200


def test_a_turn_that_fails_is_handed_on() -> None:
    turns = Turns()
    with pytest.raises(RuntimeError), turns:
        raise RuntimeError
    with turns:
        pass


def test_tokens_come_by_the_schedule_and_no_later() -> None:
    pace, begun = Pace(200, threading.Event()), time.monotonic()
    for number in range(40):
        assert pace.wait()
        assert time.monotonic() - begun >= number / 200
    # The first one is due at once: 39 waits of 5 ms. What the system adds to one wait is not added to the next.
    assert 39 / 200 <= time.monotonic() - begun < allowed(39 / 200 + 0.1)


def test_what_came_late_is_not_paid_for_by_what_follows() -> None:
    pace, begun = Pace(100, threading.Event()), time.monotonic()
    pace.wait()
    time.sleep(0.1)
    for _ in range(20):
        pace.wait()
    assert 0.2 <= time.monotonic() - begun < allowed(0.3)


def test_a_closed_connection_ends_the_longest_wait() -> None:
    closed = threading.Event()
    pace, begun = Pace(0.01, closed), time.monotonic()
    assert pace.wait()
    threading.Timer(0.05, closed.set).start()
    assert not pace.wait() and time.monotonic() - begun < allowed(5)


@pytest.mark.parametrize("rate", [0, 60])
def test_nothing_is_due_on_a_closed_connection(rate: float) -> None:
    closed = threading.Event()
    closed.set()
    assert not Pace(rate, closed).wait()


def test_no_pace_is_no_waiting() -> None:
    pace, begun = Pace(0, threading.Event()), time.monotonic()
    assert all(pace.wait() for _ in range(1_000)) and time.monotonic() - begun < allowed(0.5)
