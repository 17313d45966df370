"""What could not be carried out when a turn ended is tried again, until the room ends."""

import threading

import pytest

from components import follow_up
from components.follow_up import FollowUp


class Deed:
    """Fails so many times."""

    def __init__(self, failures: int) -> None:
        self.failures, self.tried = failures, 0
        self.done, self.failed = threading.Event(), threading.Event()

    def __call__(self) -> None:
        self.tried += 1
        if self.tried <= self.failures:
            self.failed.set()
            raise OSError("away")
        self.done.set()


def timers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "follows up"]


def test_what_succeeds_is_done_at_once_and_no_more() -> None:
    deed = Deed(0)
    FollowUp().carry_out(deed)
    assert deed.tried == 1 and timers() == []


def test_what_fails_is_tried_again_until_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow_up, "TRY_AGAIN_S", 0.01)
    deed = Deed(3)
    FollowUp().carry_out(deed)
    assert deed.done.wait(30)
    for timer in timers():
        timer.join(30)
    assert deed.tried == 4 and timers() == []


def test_it_is_given_up_in_the_end_and_then_the_error_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow_up, "TRIES", 1)
    deed = Deed(1)
    with pytest.raises(OSError, match="away"):
        FollowUp().carry_out(deed)
    assert timers() == []


def test_after_the_end_of_the_room_what_fails_is_tried_once() -> None:
    followed, deed = FollowUp(), Deed(1)
    followed.close()
    followed.carry_out(deed)
    assert deed.tried == 1 and timers() == []


def test_what_waits_to_be_tried_again_is_not_once_the_room_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow_up, "TRY_AGAIN_S", 0.2)
    followed, deed = FollowUp(), Deed(1)
    followed.carry_out(deed)
    followed.close()
    for timer in timers():
        timer.join(30)
    assert deed.tried == 1 and timers() == []
