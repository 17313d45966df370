"""Who hears what goes over the wire: it is told, and changes nothing."""

from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

import httpx

from components.conversation import CancelToken, TurnFailed


class Heard(Protocol):
    """Told by the thread that reads, which it must neither hold up nor fail. A reply whose end is not told was left:
    nobody read on."""

    def asked(self, to: str, /) -> None: ...
    def head(self, status: int, headers: Mapping[str, str], /) -> None: ...
    def read(self, data: bytes, /) -> None: ...

    def ended(self, whole: bool, said: str = "", /) -> None:
        """`whole`: all of the reply came; else its connection broke, with these words."""
        ...


class Nobody:
    def asked(self, to: str, /) -> None: ...
    def head(self, status: int, headers: Mapping[str, str], /) -> None: ...
    def read(self, data: bytes, /) -> None: ...
    def ended(self, whole: bool, said: str = "", /) -> None: ...


NOBODY: Heard = Nobody()


@contextmanager
def asking(heard: Heard, to: str, cancel: CancelToken) -> Generator[None]:
    """While a request is made. What breaks here and is no refusal breaks before a reply has begun."""
    heard.asked(to)
    try:
        yield
    except TurnFailed:
        raise
    except Exception as error:
        if not cancel.cancelled:
            heard.ended(False, str(error))
        raise


def reads_of(reply: httpx.Response, heard: Heard, cancel: CancelToken) -> Iterator[bytes]:
    """Its reads, each told before anybody makes something of it. Raises what httpx does."""
    try:
        for read in reply.iter_bytes():
            heard.read(read)
            yield read
    except httpx.HTTPError as error:
        if not cancel.cancelled:  # cancelling is what broke it
            heard.ended(False, str(error))
        raise
    heard.ended(True)
