"""A room and a real llama.cpp: $LLAMA_SERVER is the path of its server program, $LLAMA_MODEL that of a model (gguf)
that thinks. Without both the tests skip and say so; nobody has to have them."""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from components.conversation import Asked, Prefill, Turn
from components.room import Room
from components.settings import Server, Settings
from components.store import Store
from tests.room.conftest import ME
from tests.waiting import eventually

PROGRAM, MODEL = os.environ.get("LLAMA_SERVER", ""), os.environ.get("LLAMA_MODEL", "")
pytestmark = pytest.mark.skipif(
    not (PROGRAM and MODEL), reason="$LLAMA_SERVER and $LLAMA_MODEL do not name a llama.cpp and a model"
)
WITHIN_S = 600.0  # of a slow machine without a graphics card
QUESTION = "How many odd numbers are there between 10 and 30? Think it through step by step."
BEGUN = "Let me list the odd numbers one by one. The first one is 11, then 13,"


class Place:
    def __init__(self, room: Room, model: str) -> None:
        self.room, self.model = room, model
        self.asked = replace(room.desk(ME).first_choice(), provider="llamacpp", model=model, max_tokens=600)

    def kept(self, turn_id: str) -> Turn:
        return self.room._store.with_texts([turn_id])[turn_id]

    def ended(self, turn_id: str) -> Turn:
        over = eventually(lambda: self.kept(turn_id).ended and not self.room.chats(ME).live(turn_id), WITHIN_S)
        assert over
        return self.kept(turn_id)

    def ask(self, question: str = QUESTION, asked: Asked | None = None) -> Turn:
        turn = self.room.chats(ME).ask(None, question, asked or self.asked)
        assert turn is not None
        return turn

    def thinking(self) -> Turn:
        """On its way, and in the middle of its thoughts."""
        turn = self.ask(asked=replace(self.asked, max_tokens=4_000))
        run = self.room.chats(ME).live(turn.id)
        assert run and eventually(lambda: run.progress.ended or len(run.turn.reasoning) > 40, WITHIN_S)
        if not run.progress.only_thinks:
            pytest.skip(f"{MODEL} does not show its thoughts")
        return turn

    def on(self, turn: Turn, given: Prefill) -> Turn:
        begun = self.room.chats(ME).ask_again(turn.chat_id, turn.id, self.asked, None, given)
        assert begun is not None
        return self.ended(begun.id)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The server is started, and the room does not wait for it: its model is being loaded when it is first asked."""
    folder = tmp_path_factory.mktemp("llamacpp")
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [PROGRAM, "--model", MODEL, "--host", "127.0.0.1", "--port", str(port), "--ctx-size", "8192", "--jinja"]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    try:
        assert eventually(lambda: server.poll() is not None or _listens(port), WITHIN_S)
        assert server.poll() is None, (folder / "server.log").read_text("utf-8", "replace")[-2_000:]
        url = f"sqlite:///{folder}/room.db"
        servers = {"llamacpp": Server(f"http://127.0.0.1:{port}/v1")}
        room = Room(Settings(servers, database_url=url, find_servers=False), Store(url))
        desk = room.desk(ME)
        assert eventually(lambda: desk.catalogue("llamacpp").models, WITHIN_S)
        yield Place(room, desk.catalogue("llamacpp").models[0].id)
        room.close()
        room._store.close()
    finally:
        server.terminate()
        server.wait(30)


def _listens(port: int) -> bool:
    with closing(socket.socket()) as knock:
        return knock.connect_ex(("127.0.0.1", port)) == 0


def test_what_it_tells_of_its_model_is_read(place: Place) -> None:
    desk = place.room.desk(ME)
    assert eventually(lambda: (found := desk.model(place.asked)) and found.calls_tools is not None)
    found = desk.model(place.asked)
    assert found and found.context == 8_192 and "text" in found.reads


def test_it_chats(place: Place) -> None:
    turn = place.ended(place.ask("Say hello in one word.", replace(place.asked, max_tokens=4_000)).id)
    assert (turn.status, turn.failure) == ("done", None) and turn.answer.strip()
    assert turn.usage and turn.usage.completion_tokens


def test_it_is_told_not_to_think_where_it_can_be(place: Place) -> None:
    if not place.room.desk(ME).thinking(place.asked).off:
        pytest.skip(f"{MODEL} cannot be told not to think")
    turn = place.ended(place.ask(asked=replace(place.asked, effort="off")).id)
    assert turn.status == "done" and not turn.reasoning.strip() and turn.answer.strip()


def test_a_budget_ends_its_thoughts(place: Place) -> None:
    turn = place.thinking()
    place.room.chats(ME).stop(turn.chat_id)
    place.ended(turn.id)
    short = place.ended(place.ask(asked=replace(place.asked, budget=1_024, max_tokens=4_000)).id)
    assert short.status == "done" and short.answer.strip()


def test_it_is_stopped(place: Place) -> None:
    turn = place.thinking()
    place.room.chats(ME).stop(turn.chat_id)
    ended = place.ended(turn.id)
    assert ended.status == "stopped" and ended.reasoning.strip() and not ended.answer.strip()
    # It is free again at once.
    assert place.ended(place.ask("Say hello in one word.").id).status == "done"


def test_it_goes_on_inside_a_thought(place: Place) -> None:
    turn = place.thinking()
    place.room.chats(ME).stop(turn.chat_id)
    old = place.ended(turn.id)
    new = place.on(old, Prefill(old.id, old.reasoning))
    assert (new.status, new.taken, new.failure) == ("done", "own", None)
    assert new.reasoning.startswith(old.reasoning.rstrip()) and len(new.reasoning + new.answer) > len(old.reasoning)


def test_it_answers_now_from_what_it_has_thought(place: Place) -> None:
    turn = place.thinking()
    begun = place.room.chats(ME).answer_now(turn.chat_id, turn.id, turn.asked)
    assert begun is not None
    new, old = place.ended(begun.id), place.kept(turn.id)
    assert (old.status, new.status, new.taken) == ("stopped", "done", "own")
    assert new.reasoning.rstrip() == old.reasoning.rstrip() and new.answer.strip()


def test_it_goes_on_from_thoughts_that_were_changed(place: Place) -> None:
    turn = place.thinking()
    place.room.chats(ME).stop(turn.chat_id)
    old = place.ended(turn.id)
    new = place.on(old, Prefill(old.id, BEGUN, edited=True))
    assert (new.status, new.taken) == ("done", "own") and new.given and new.given.edited
    assert new.reasoning.startswith(BEGUN) and len(new.reasoning + new.answer) > len(BEGUN)
    assert place.kept(old.id) == old


def test_what_it_says_while_it_loads_is_told_as_that(tmp_path: Path) -> None:
    """Started anew, and asked as soon as it listens."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [PROGRAM, "--model", MODEL, "--host", "127.0.0.1", "--port", str(port), "--jinja"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert eventually(lambda: server.poll() is not None or _listens(port), WITHIN_S)
        url = f"sqlite:///{tmp_path}/room.db"
        servers = {"llamacpp": Server(f"http://127.0.0.1:{port}/v1")}
        room = Room(Settings(servers, database_url=url, find_servers=False, retries=0), Store(url))
        turn = room.chats(ME).ask(None, "Say hello in one word.", Asked("llamacpp", MODEL, "off", max_tokens=50))
        assert turn and eventually(lambda: room._store.with_texts([turn.id])[turn.id].ended, WITHIN_S)
        assert room._store.with_texts([turn.id])[turn.id].failure is None
        room.close()
        room._store.close()
    finally:
        server.terminate()
        server.wait(30)
