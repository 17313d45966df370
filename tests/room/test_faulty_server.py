"""Whatever a server does wrong: the turn ends, keeps what was said, and tells in a sentence what to do next."""

import json
import os
import re
import socket
import threading
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import pytest

from components import conversation
from components.conversation import Asked, Turn
from components.settings import Server, Settings
from components.store import Store
from tests.modelserver import ModelServer, faults
from tests.modelserver.contents import BIG, BODIES, ENCODING, TYPES
from tests.modelserver.framing import FRAMING
from tests.modelserver.mangled import AFTER, MANGLED
from tests.modelserver.raw import ANSWER, THOUGHT
from tests.room.conftest import KEY, ME, Place, a_place, open_room
from tests.waiting import eventually

LOST, NO_CHAT, GAVE_UP = "connection lost", "not a chat server", "provider gave up"
BOTH, NOTHING = (THOUGHT, ANSWER), ("", "")
# How the turn ends: the kind of its failure, "" for done, and its texts. What is not named here is done with BOTH.
ENDS: dict[str, tuple[str, tuple[str, str]]] = {
    **dict.fromkeys(("reset-at-once", "reset-after-head", "hang-up", "head-cut", "head-then-close"), (LOST, NOTHING)),
    **dict.fromkeys(
        (
            *("reset-midway", "close-midway", "half-closed-midway", "ends-without-an-end", "cut-in-chunk-size"),
            *("chunk-size-nonsense", "chunk-too-short", "chunk-too-long", "length-too-long", "length-too-short"),
            *("http-1.0-cut", "page-midway"),
        ),
        (LOST, BOTH),
    ),
    **dict.fromkeys(
        (
            *("length-nonsense", "length-negative", "lengths-that-differ", "http-0.9", "switching-protocols"),
            *("status-nonsense", "huge-header", "many-headers", "header-nonsense", "tls-alert"),
        ),
        (NO_CHAT, NOTHING),
    ),
    **dict.fromkeys(("random-bytes", "another-protocol"), (LOST, NOTHING)),
    **dict.fromkeys(
        (
            *("no-content", "reset-content", "not-modified", "redirect-302", "redirect-307", "redirect-308"),
            *("gzip-untold", "utf-16", "utf-16-json", "page", "page-as-stream", "words", "number", "string", "list"),
            "object",
        ),
        (NO_CHAT, NOTHING),
    ),
    "status-999": ("request refused", NOTHING),
    **dict.fromkeys(("page-with-502", "page-with-the-key", "error-cut"), ("provider down", NOTHING)),
    # It thinks again after each answer, so that each is a round of its own.
    "gzip-cut": (LOST, ("\n\n".join([THOUGHT] * 50), "\n\n".join([ANSWER] * 50))),
    "gzip-truncated": (LOST, ("\n\n".join([THOUGHT] * 43), "\n\n".join([ANSWER] * 43))),
    **dict.fromkeys(("gzip-that-is-none", "gzip-broken-midway", "json-cut"), (LOST, NOTHING)),
    **dict.fromkeys(("empty-body", "blank-body", "comments-then-close", "no-choices"), (LOST, NOTHING)),
    "latin-1": ("", ("", "na\ufffdve " + ANSWER)),
    "invalid-utf-8": ("", ("", "a\ufffd\ufffd\ufffdb")),
    "surrogate-halves": ("", ("", "\U0001f44d")),
    "surrogates-alone": ("", ("", "\ufffd ab \ufffd")),
    "nul": ("", ("", "a\0b")),
    "error-in-200": (GAVE_UP, NOTHING),
    **dict.fromkeys(
        ("error-as-event", "error-named", "error-in-words", "error-as-a-string", "error-as-finish", "deep"),
        (GAVE_UP, BOTH),
    ),
    **dict.fromkeys(("finish-alone", "done-alone"), ("", NOTHING)),
}
# Words of the libraries beneath, of Python, or of nobody.
RAW = re.compile(r"\w+Error|Exception|Traceback|httpx|h11|[Ee]rrno|bytearray|None|[{}<>]|b'")
KINDS = {
    error.kind: error
    for error in vars(conversation).values()
    if isinstance(error, type) and issubclass(error, conversation.TurnFailed)
}


def _asked(fault: str) -> Asked:
    return Asked("openrouter", f"fault/{fault}")


def _tells(turn: Turn) -> str:
    """The kind of its failure, "" where it is done, after a look at its words."""
    if turn.failure is None:
        assert turn.status == "done"
        return ""
    failure = turn.failure
    assert turn.status == "failed" and failure.kind in KINDS and failure.kind != "fault"
    for sentence in (failure.what, failure.next_step):
        assert sentence.endswith(".") and not RAW.search(sentence) and sentence[0].isupper()
    # Who answered has words of its own, and no library's stand for them.
    assert not re.search(r"bytearray|errno|Content-Length|httpx|buffer too long", failure.said)
    assert KEY not in json.dumps([failure.what, failure.next_step, failure.said, turn.answered_by, turn.generation_id])
    return failure.kind


@pytest.mark.slow
@pytest.mark.parametrize("name", [*FRAMING, *ENCODING, *TYPES, *BODIES])
def test_a_fault_ends_the_turn_keeps_its_text_and_says_what_to_do_next(place: Place, name: str) -> None:
    turn = place.answered("Hello", asked=_asked(name))
    kind, texts = ENDS.get(name, ("", BOTH))
    assert _tells(turn) == kind and (turn.reasoning, turn.answer) == texts
    assert len(place.server.requests) == 1  # no redirect was followed, and nothing said twice


@pytest.mark.slow
@pytest.mark.parametrize("name", ["error-in-200", "error-named", "page-with-the-key", "header-nonsense"])
def test_a_key_that_looks_like_none_is_not_repeated_either(tmp_path: Path, server: ModelServer, name: str) -> None:
    key = "plain-words-7"
    turn = a_place(tmp_path, server, key=key).answered("Hello", asked=_asked(name))
    assert _tells(turn) and turn.failure and key not in repr(turn)


def test_every_ending_belongs_to_a_fault() -> None:
    assert ENDS.keys() <= FRAMING.keys() | ENCODING.keys() | TYPES.keys() | BODIES.keys()


@pytest.mark.slow
def test_values_of_the_wrong_type_anywhere_spoil_nothing_around_them(place: Place) -> None:
    turns = {name: place.answered("Hello", asked=_asked(name)) for name in MANGLED}
    assert {name: _tells(turn) for name, turn in turns.items()} == dict.fromkeys(MANGLED, "")
    for name, turn in turns.items():
        assert turn.reasoning.startswith(THOUGHT), name
        assert turn.answer.startswith(ANSWER) and turn.answer.endswith(AFTER), name
        # Texts that stand where one belongs are said, "x" and a lone surrogate, each round of them apart; nothing else.
        between = turn.reasoning.removeprefix(THOUGHT) + turn.answer.removeprefix(ANSWER).removesuffix(AFTER)
        assert set(between) <= set("x\ufffd\n"), name
    assert len(MANGLED) > 40


@pytest.mark.slow
@pytest.mark.parametrize("name", BIG)
def test_ten_megabytes_in_one_line_are_read(place: Place, name: str) -> None:
    turn = place.answered("Hello", asked=_asked(name))
    assert _tells(turn) == "" and len(turn.answer) == (10_000_000 if name == "line-of-10-mb" else len(ANSWER))


@pytest.mark.slow
@pytest.mark.parametrize("name", faults.OPEN_AFTER_DONE)
def test_a_line_that_stays_open_after_the_end_holds_up_nobody(place: Place, name: str) -> None:
    turn = place.ended(place.ask("Hello", asked=_asked(name)).id, within=5.0)
    assert _tells(turn) == "" and (turn.reasoning, turn.answer) == BOTH
    assert eventually(lambda: place.request().ended, 2.0)  # and the line was closed


@pytest.mark.slow
@pytest.mark.parametrize("name", faults.HANGING)
def test_a_stop_ends_a_server_that_has_fallen_silent(place: Place, name: str) -> None:
    turn = place.ask("Hello", asked=_asked(name))
    assert place.request() and eventually(lambda: place.request().sent_bytes or name == "never-answers")
    place.room.chats(ME).stop(turn.chat_id)
    assert place.ended(turn.id, within=2.0).status == "stopped"
    assert eventually(lambda: place.request().ended, 2.0)


@pytest.mark.slow
@pytest.mark.parametrize("name", faults.HANGING)
def test_a_server_that_has_fallen_silent_is_left_when_the_room_has_waited_long_enough(
    tmp_path: Path, server: ModelServer, name: str
) -> None:
    place = a_place(tmp_path, server, first_byte_s=0.6, silence_s=0.6, total_s=1.5)
    turn = place.ended(place.ask("Hello", asked=_asked(name)).id, within=6.0)
    begun = {"stalls-midway": BOTH, "comments-after-words": BOTH, "stalls-in-a-line": (THOUGHT, "")}
    assert _tells(turn) == "took too long" and (turn.reasoning, turn.answer) == begun.get(name, NOTHING)
    assert eventually(lambda: place.request().ended, 2.0)  # and the line was closed


@pytest.mark.slow
@pytest.mark.parametrize("name", faults.ENDLESS)
def test_a_reply_without_an_end_is_cut_at_a_size_with_words(place: Place, name: str) -> None:
    turn = place.ended(place.ask("Hello", asked=_asked(name)).id, within=60.0)
    kinds = {"page-without-end": NO_CHAT, "error-without-end": "provider down", "header-without-end": NO_CHAT}
    assert _tells(turn) == kinds.get(name, "reply too long")
    if name in ("words-without-end", "thoughts-without-end", "lines-without-end"):
        assert len(turn.reasoning) + len(turn.answer) > 1_000_000  # what was read until then is kept
    elif name in ("line-without-end", "comment-without-end", "comments-without-end", "events-without-end"):
        assert (turn.reasoning, turn.answer) == BOTH
    assert eventually(lambda: place.request().ended, 2.0)


# No server at all


@pytest.fixture
def plain_port() -> Iterator[int]:
    """Of a listener that speaks no TLS: it says one line of another protocol and closes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def greet() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(100)
                    connection.sendall(b"220 mail.example ESMTP\r\n")

        threading.Thread(target=greet, daemon=True).start()
        yield listener.getsockname()[1]
        # Closing alone does not wake who accepts.
        listener.shutdown(socket.SHUT_RDWR)


def test_nobody_at_the_address_and_no_tls_there_is_told_as_unreachable(tmp_path: Path, plain_port: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        nobody = free.getsockname()[1]
    servers = {
        "openai": Server(f"http://127.0.0.1:{nobody}/v1", KEY),
        "mistral": Server(f"https://127.0.0.1:{plain_port}/v1", KEY),
    }
    url = f"sqlite:///{tmp_path}/room.db"
    with ModelServer() as unused:
        place = Place(open_room(Settings(servers, database_url=url, find_servers=False), Store(url)), unused, url)
        for name in servers:
            turn = place.answered("Hello", asked=Asked(name, "m"))
            assert _tells(turn) == "unreachable" and (turn.reasoning, turn.answer) == NOTHING


# Nothing is left behind

TURNS, AT_ONCE = 500, 8


def _open_sockets() -> int:
    def is_socket(number: str) -> bool:
        try:
            return os.readlink(f"/proc/self/fd/{number}").startswith("socket:")
        except OSError:  # the descriptor with which the folder was listed
            return False

    return sum(map(is_socket, os.listdir("/proc/self/fd")))


# Elsewhere than on Linux there is no list of a process's open sockets to count; CI runs on Linux and never skips this.
@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts what Linux shows")
def test_after_500_faulty_turns_no_thread_socket_or_run_is_left(place: Place) -> None:
    place.answered("Hello", asked=_asked("whole"))  # what every process makes once is made
    time.sleep(1.0)  # what follows the end of a turn (a look at the credits) is over
    threads, sockets = threading.active_count(), _open_sockets()
    turns: list[Turn] = []
    for name in islice(cycle(faults.QUICK), TURNS):
        turns.append(place.ask("Hello", asked=_asked(name)))
        if len(turns) >= AT_ONCE:
            place.ended(turns[-AT_ONCE].id)
    kept = [place.ended(turn.id) for turn in turns]
    assert {turn.status for turn in kept} == {"done", "failed"} and len(kept) == TURNS
    # Fewer where something of an earlier test has ended meanwhile.
    assert eventually(lambda: threading.active_count() <= threads), threading.enumerate()
    assert eventually(lambda: _open_sockets() <= sockets)
    assert [turn.id for turn in turns if place.room.chats(ME).live(turn.id)] == []
