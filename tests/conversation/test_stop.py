"""A stop may come at any moment, from any thread."""

import threading

from components.conversation import Stop


def test_a_stop_interrupts_what_was_registered_before_it() -> None:
    stop, heard = Stop(), list[int]()
    stop.interrupts(lambda: heard.append(1))
    stop.interrupts(lambda: heard.append(2))
    assert not stop.wanted and heard == []
    stop.set()
    assert stop.wanted and heard == [1, 2]


def test_a_stop_that_came_first_interrupts_at_once() -> None:
    stop, heard = Stop(), list[int]()
    stop.set()
    stop.interrupts(lambda: heard.append(1))
    assert heard == [1]


def test_a_second_stop_does_nothing() -> None:
    stop, heard = Stop(), list[int]()
    stop.interrupts(lambda: heard.append(1))
    stop.set()
    stop.set()
    assert heard == [1]


def test_an_interrupt_sees_the_wish_and_may_register_another() -> None:
    stop, heard = Stop(), list[bool]()
    stop.interrupts(lambda: stop.interrupts(lambda: heard.append(stop.wanted)))
    stop.set()
    assert heard == [True]


def test_each_interrupt_is_called_once_whoever_wins_the_race() -> None:
    for _ in range(200):
        stop, heard, both = Stop(), list[int](), threading.Barrier(3)

        def register(stop: Stop = stop, heard: list[int] = heard, both: threading.Barrier = both) -> None:
            both.wait()
            stop.interrupts(lambda: heard.append(1))

        def end(stop: Stop = stop, both: threading.Barrier = both) -> None:
            both.wait()
            stop.set()

        threads = [threading.Thread(target=work) for work in (register, end, end)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert heard == [1]


def test_whoever_holds_still_for_a_request_is_let_go_by_a_stop() -> None:
    stop = Stop()
    assert not stop.sent.is_set()
    stop.set()
    assert stop.sent.is_set()
