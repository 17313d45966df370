"""Small real listeners on the loopback interface: a proxy of either kind, one that is none, TLS with a certificate of
any fault."""

import selectors
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from typing import cast

Serve = Callable[[socket.socket], None]


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def listener(serve: Serve, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """The port; each connection is served on a thread of its own and closed after it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threads: list[threading.Thread] = []

        def one(plain: socket.socket) -> None:
            with suppress(OSError), plain:
                plain.settimeout(5)
                if tls is None:
                    serve(plain)
                    return
                with tls.wrap_socket(plain, server_side=True) as secure:
                    serve(secure)

        def accept() -> None:
            while True:
                try:
                    plain, _ = listening.accept()
                except OSError:
                    return
                threads.append(threading.Thread(target=one, args=(plain,), daemon=True))
                threads[-1].start()

        accepting = threading.Thread(target=accept, daemon=True)
        accepting.start()
        try:
            yield listening.getsockname()[1]
        finally:
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            listening.close()
            accepting.join(5)
            for thread in threads:
                thread.join(6)


def head_of(met: socket.socket) -> bytes:
    """What is asked, as far as its empty line."""
    read = b""
    while b"\r\n\r\n" not in read and (more := met.recv(65_536)):
        read += more
    return read


def says(answer: bytes) -> Serve:
    """Reads a head and a body of the length that it tells, answers and closes."""

    def serve(met: socket.socket) -> None:
        read = head_of(met)
        head, _, body = read.partition(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
        )
        while len(body) < length and (more := met.recv(65_536)):
            body += more
        met.sendall(answer)

    return serve


def http(status: str, body: bytes = b"", kind: str = "text/html", *lines: str) -> bytes:
    more = "".join(f"{line}\r\n" for line in lines)
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{more}\r\n"
    )
    return head.encode() + body


def closes(met: socket.socket) -> None:
    """Reads something and closes without a word."""
    met.recv(65_536)


def resets(answer: bytes) -> Serve:
    """Answers a head, and then breaks the line off."""

    def serve(met: socket.socket) -> None:
        head_of(met)
        met.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        met.sendall(answer)
        met.recv(65_536)  # the first bytes of what would be a secure connection

    return serve


def socks(target: int) -> Serve:
    """A SOCKS5 proxy without names, to which every host is the local port `target`."""

    def serve(met: socket.socket) -> None:
        _, methods = met.recv(2)
        met.recv(methods)
        met.sendall(b"\x05\x00")
        _, _, _, kind = met.recv(4)
        met.recv(met.recv(1)[0] if kind == 3 else 4)
        met.recv(2)
        with socket.create_connection(("127.0.0.1", target), 5) as there:
            met.sendall(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00")
            between(met, there)

    return serve


def connect(target: int) -> Serve:
    """A proxy that knows CONNECT, to which every host is the local port `target`."""

    def serve(met: socket.socket) -> None:
        assert head_of(met).startswith(b"CONNECT ")
        with socket.create_connection(("127.0.0.1", target), 5) as there:
            met.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            between(met, there)

    return serve


def between(one: socket.socket, other: socket.socket) -> None:
    """Passes on what either says until one of them closes."""
    with selectors.DefaultSelector() as both:  # select() ends at file 1,024, and a run of many tests may have more open
        both.register(one, selectors.EVENT_READ, other)
        both.register(other, selectors.EVENT_READ, one)  # with each, whom it speaks to
        while ready := both.select(5):
            for key, _ in ready:
                said = cast(socket.socket, key.fileobj).recv(65_536)
                if not said:
                    return
                key.data.sendall(said)
