"""How long a reply is waited for."""

import pytest

from components.conversation import Progress, Reply, Timeouts

TIMEOUTS = Timeouts(10.0, 20.0, 30.0, 100.0)
THINKS, SAID_ALL = Progress("thinking"), Progress("answering", Reply(finish_reason="stop"))


@pytest.mark.parametrize(
    ("now", "silent", "answered", "progress", "told"),
    [
        (19.0, 19.0, False, Progress(), None),
        (21.0, 21.0, False, Progress(), "The provider sent nothing for 20 s"),
        # Once anything has come, another limit holds.
        (29.0, 28.0, True, Progress(), None),
        (33.0, 31.0, True, THINKS, "The provider fell silent for 30 s"),
        # A try that begins anew has its time again.
        (35.0, 15.0, False, Progress(), None),
        (101.0, 0.1, True, THINKS, "The reply had no end after 1 min 40 s"),
        # After its last word nothing is missing.
        (101.0, 14.0, True, SAID_ALL, None),
    ],
)
def test_what_takes_too_long_is_told(
    now: float, silent: float, answered: bool, progress: Progress, told: str | None
) -> None:
    expired = TIMEOUTS.over(now, silent, answered, progress)
    if told is None:
        assert expired is None
    else:
        assert expired and expired.failure and expired.failure.what.startswith(told)
        assert expired.failure.kind == "took too long" and "THINKROOM_" in expired.failure.next_step


def test_a_reply_that_has_said_all_is_done_however_long_its_connection_is_held_open() -> None:
    expired = TIMEOUTS.over(50.0, 16.0, True, SAID_ALL)
    assert expired is not None and expired.failure is None
