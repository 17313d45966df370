"""The server itself: a daemon thread with an event loop, the routes, and the record of requests."""

import asyncio
import threading
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from . import faults, messages
from .behaviour import FIRST_DEFAULT, Behaviour, find
from .connection import Connection, Reader
from .dialect import body
from .lists import KEY, MODELS, Answer, answer, not_yet, untold
from .native import spoken_at
from .refusal import refuse
from .request import Request
from .step import Step

HOST = "127.0.0.1"
START_WITHIN = 10.0  # seconds


class ModelServer:
    """A model server on a free (or the given) loopback port, alive inside the `with` block."""

    def __init__(
        self,
        port: int = 0,
        default: str | Behaviour = FIRST_DEFAULT,
        models: Answer = MODELS,
        key: Answer = KEY,
        generation: Answer = not_yet,
        props: Answer = untold,
        show: Answer = untold,
        health: Answer = untold,
        ps: Answer = untold,
    ) -> None:
        """`models`, `key`, `generation`, `props` and `health` are what GET of them answers, `ps` and `show` what GET
        /api/ps and POST /api/show do."""
        self._port, self.models, self.key, self.generation = port, models, key, generation
        self.props, self.show, self.health, self.ps = props, show, health, ps
        self._requests: list[Request] = []
        self._lookups: list[Request] = []
        self._lock = threading.Lock()
        self._ready = threading.Event()
        self._failure: BaseException | None = None
        self._connections: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, name="model-server", daemon=True)
        self.set_default(default)

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(START_WITHIN):
            raise TimeoutError("the model server did not start")
        if self._failure is not None:
            raise self._failure
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    @property
    def url(self) -> str:
        """The base URL that a client is configured with."""
        return f"http://{HOST}:{self._port}/v1"

    @property
    def requests(self) -> list[Request]:
        """A copy of the list of chat requests so far, in order of arrival; the records in it are live."""
        with self._lock:
            return list(self._requests)

    @property
    def lookups(self) -> list[Request]:
        """The same for everything that is GET, or asks about a model."""
        with self._lock:
            return list(self._lookups)

    def forget(self) -> None:
        """Empty the record of requests, for a server that runs long."""
        with self._lock:
            self._requests.clear()
            self._lookups.clear()

    def set_default(self, behaviour: str | Behaviour) -> None:
        """Choose the behaviour for prompts that name none."""
        found = find(behaviour) if isinstance(behaviour, str) else behaviour
        if found is None:
            raise ValueError(f"no such behaviour: {behaviour!r}")
        self._default = found

    def resume(self) -> None:
        """Release every stream that waits at its gate, and open the gates to come."""
        self._loop.call_soon_threadsafe(self._gate.set)

    def pause(self) -> None:
        """Arm the gates again."""
        self._loop.call_soon_threadsafe(self._gate.clear)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:  # told to the starting thread, which would wait in vain otherwise
            self._failure = error
            self._ready.set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop, self._gate = asyncio.Event(), asyncio.Event()
        server = await self._loop.create_server(self._protocol, HOST, self._port)
        self._port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        # What was accepted a moment ago begins first: a closed server would drop it without closing its socket.
        for listening in server.sockets:
            self._loop.remove_reader(listening.fileno())
        for _ in range(5):
            await asyncio.sleep(0)
        server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def _protocol(self) -> asyncio.StreamReaderProtocol:
        """A protocol around our own reader; asyncio.start_server would make a plain one."""
        reader = Reader()
        return asyncio.StreamReaderProtocol(reader, lambda _, writer: self._meet(reader, writer))

    def _meet(self, reader: Reader, writer: asyncio.StreamWriter) -> None:
        task = self._loop.create_task(Connection(reader, writer, self._answer, self._gate).serve())
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)

    def _answer(self, request: Request) -> Iterator[Step]:
        """The route. GET /log is not recorded: looking at the log must not change it."""
        if (request.method, request.route) == ("GET", "/log"):
            return body(200, [r.as_json() for r in self.requests])
        with self._lock:
            looks = request.method == "GET" or request.route == "/api/show"
            (self._lookups if looks else self._requests).append(request)
        match request.method, request.route:
            case "GET", "/models":
                return answer(self.models, request)
            case "GET", "/key":
                return answer(self.key, request)
            case "GET", "/generation":
                return answer(self.generation, request)
            case "GET", "/props":
                return answer(self.props, request)
            case "GET", "/health":
                return answer(self.health, request)
            case "GET", "/api/ps":
                return answer(self.ps, request)
            case "POST", "/api/show":
                return answer(self.show, request)
            case "POST", route if route in ("/chat/completions", "/completions") or spoken_at(route):
                return (faults.find(request) or find(request.prompt) or self._default)(request)
            case "POST", "/messages":
                return (messages.find(request) or find(request.prompt) or self._default)(request)
            case _:
                return refuse(404, f"no route {request.method} {request.route}")
