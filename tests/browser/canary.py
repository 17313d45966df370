"""A server that nothing may ask: it answers everybody and remembers who came."""

import contextlib
import socketserver
import threading
from types import TracebackType
from typing import Self

ANSWER = b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok"


class Canary:
    """`connections` counts every one that was opened, also where no request followed; `requests` are their first lines.

    What a browser asks of a name server is seen by none of this.
    """

    def __init__(self) -> None:
        self.connections = 0
        self.requests: list[str] = []
        canary, lock = self, threading.Lock()

        class Visit(socketserver.StreamRequestHandler):
            timeout = 5

            def handle(self) -> None:
                with lock:
                    canary.connections += 1
                with contextlib.suppress(OSError):
                    if line := self.rfile.readline(10_000):
                        with lock:
                            canary.requests.append(line.decode("latin-1").strip())
                        self.wfile.write(ANSWER)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Visit)
        self._server.daemon_threads = True
        self.host = f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def seen(self) -> tuple[int, list[str]]:
        return self.connections, [*self.requests]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, name="canary", daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
