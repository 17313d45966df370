"""A request that failed before its first byte is sent again, twice at most; whoever waits is told, and may stop it."""

from collections.abc import Iterator
from random import uniform

from components.conversation import CancelToken, Retrying, StreamEvent, TurnFailed, Unreachable
from components.runner import Reply

PAUSES_S = (1.0, 4.0)  # before the second and the third try, where the provider asks for no wait of its own
MOST_WAIT_S = 20.0  # a longer one is the person's to choose: it is counted down beside a button


def retried(reply: Reply, retries: int, at_home: bool) -> Reply:
    """`at_home`: a server of this machine that cannot be reached is not running, which no wait mends."""

    def tried(cancel: CancelToken) -> Iterator[StreamEvent]:
        for try_no in range(2, retries + 3):
            said = False
            try:
                for event in reply(cancel):
                    said = True
                    yield event
                return
            except TurnFailed as error:
                wait = None if said or try_no > retries + 1 else _wait_s(error, try_no, at_home)
                if wait is None or cancel.cancelled:
                    raise
                yield Retrying(error.failure, wait, try_no, retries + 1)
            if cancel.wait(wait):
                return

    return tried


def _wait_s(error: TurnFailed, try_no: int, at_home: bool) -> float | None:
    """Seconds until it may be tried again; None where that is of no use."""
    if not error.transient or error.why in error.lasting or (at_home and isinstance(error, Unreachable)):
        return None
    told = error.failure.retry_after_s
    # Many who were turned away together must not come back together.
    wait = told if told is not None else PAUSES_S[min(try_no - 2, len(PAUSES_S) - 1)] * uniform(0.8, 1.2)
    return wait if wait <= MOST_WAIT_S else None
