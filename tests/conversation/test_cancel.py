"""A stop may come at any moment, from any thread."""

import threading

from components.conversation import CancelToken


def test_a_stop_interrupts_what_was_registered_before_it() -> None:
    cancel, heard = CancelToken(), list[int]()
    cancel.on_cancel(lambda: heard.append(1))
    cancel.on_cancel(lambda: heard.append(2))
    assert not cancel.cancelled and heard == []
    cancel.set()
    assert cancel.cancelled and heard == [1, 2]


def test_a_stop_that_came_first_interrupts_at_once() -> None:
    cancel, heard = CancelToken(), list[int]()
    cancel.set()
    cancel.on_cancel(lambda: heard.append(1))
    assert heard == [1]


def test_a_second_stop_does_nothing() -> None:
    cancel, heard = CancelToken(), list[int]()
    cancel.on_cancel(lambda: heard.append(1))
    cancel.set()
    cancel.set()
    assert heard == [1]


def test_an_interrupt_sees_the_wish_and_may_register_another() -> None:
    cancel, heard = CancelToken(), list[bool]()
    cancel.on_cancel(lambda: cancel.on_cancel(lambda: heard.append(cancel.cancelled)))
    cancel.set()
    assert heard == [True]


def test_each_interrupt_is_called_once_whoever_wins_the_race() -> None:
    for _ in range(200):
        cancel, heard, both = CancelToken(), list[int](), threading.Barrier(3)

        def register(cancel: CancelToken = cancel, heard: list[int] = heard, both: threading.Barrier = both) -> None:
            both.wait()
            cancel.on_cancel(lambda: heard.append(1))

        def end(cancel: CancelToken = cancel, both: threading.Barrier = both) -> None:
            both.wait()
            cancel.set()

        threads = [threading.Thread(target=work) for work in (register, end, end)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert heard == [1]


def test_whoever_holds_still_for_a_request_is_let_go_by_a_cancellation() -> None:
    cancel = CancelToken()
    assert not cancel.sent.is_set()
    cancel.set()
    assert cancel.sent.is_set()
