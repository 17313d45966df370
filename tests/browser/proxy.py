"""A TCP proxy between browser and room, whose connections can be cut: bad Wi-Fi on a stage."""

import contextlib
import socket
import threading


class Proxy:
    def __init__(self, target_port: int) -> None:
        self._target = target_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._open: set[socket.socket] = set()
        self._up = True
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Every connection breaks, and new ones are refused until `mend`."""
        self._up = False
        for end in list(self._open):
            self._close(end)

    def mend(self) -> None:
        self._up = True

    def end(self) -> None:
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if not self._up:
                self._close(client)
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                self._close(client)
                continue
            self._open |= {client, server}
            for source, sink in ((client, server), (server, client)):
                threading.Thread(target=self._copy, args=(source, sink, sink is client), daemon=True).start()

    def _passed(self, data: bytes) -> bytes:
        """What the browser gets of what the room said."""
        return data

    def _copy(self, source: socket.socket, sink: socket.socket, said: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                sink.sendall(self._passed(data) if said else data)
        self._close(source)
        self._close(sink)

    def _close(self, end: socket.socket) -> None:
        self._open.discard(end)
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


class Disarmed(Proxy):
    """The room's policy refuses nothing here. The browser tells instead, on its console, what it would have refused."""

    def _passed(self, data: bytes) -> bytes:
        # What a response begins with comes in one piece.
        head, end, body = data.partition(b"\r\n\r\n")
        if not end or not head.startswith(b"HTTP/1.1 "):
            return data
        return head.replace(b"\r\ncontent-security-policy:", b"\r\ncontent-security-policy-report-only:") + end + body
