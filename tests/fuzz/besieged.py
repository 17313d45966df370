"""Rooms to be besieged: with things of its owner's in it, and people of each kind who come."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from components.audience import Guess, Share, Shown, Vote, hashed, new_token
from components.conversation import Asked, Chat, Piece, Turn
from components.injection import Experiment, Measurement, Plan, Question, Series
from components.room import LOCAL, Door
from components.room.secret import secret_in
from components.store import Store
from tests.browser.room import CANARY, RoomServer
from tests.browser.test_stranger import SOCKETS, enumerated
from tests.fuzz.siege import Siege
from tests.fuzz.wild import Known
from tests.modelserver import ModelServer

ASKED = Asked("openrouter", "test/model")
PASSWORD = "heronwort and sedge"
WAYS = {"none": {}, "password": {"THINKROOM_SIGN_IN": "password", "THINKROOM_PASSWORD": PASSWORD}}
NAMES = ("chat-of-mine", "turn-of-mine", "run-of-mine", "measurement-of-mine", "guess-of-mine")


@contextmanager
def besieged(folder: Path, model: ModelServer, way: str, seed: str) -> Iterator[Siege]:
    """`way`: how people sign in, one of WAYS."""
    keys = {
        "OPENROUTER_BASE_URL": model.url,
        "OPENROUTER_API_KEY": CANARY,
        "THINKROOM_TRUST_THIS_MACHINE": "no",
        "THINKROOM_REQUESTS_A_MINUTE": "0",  # else most of what comes is refused before anything looks at it
    }
    (apart := folder / "apart").mkdir()
    routes = enumerated(apart)
    room = RoomServer(folder, keys | WAYS[way])
    token = furnish(Store(f"sqlite:///{room.database.as_posix()}"))
    room.start()
    try:
        people = {"stranger": "", "browser": _browser(room, way), "owner": _cookies(httpx.get(room.entrance))}
        door = Door(secret_in(room.folder / "room.db.secret"))
        known = Known(
            f"127.0.0.1:{room.port}", sorted(routes["http"] | SOCKETS), (*NAMES, token, str(room.port)), people
        )
        siege = Siege(room, known, (CANARY, PASSWORD, door.key, door.token), seed)
        siege.begin()
        yield siege
    finally:
        room.end()


def furnish(store: Store) -> str:
    """Returns the token of a link by which others follow the chat."""
    now, token = time.time(), new_token()
    store.add_chat(Chat(NAMES[0], LOCAL, "On sedges", now, now, None, ASKED))
    turn = Turn(NAMES[1], NAMES[0], None, now, "What is a sedge?", ASKED, status="done")
    store.begin(turn)
    store.extend(turn, 0, [Piece("reasoning", "I think of grass. " * 50), Piece("answer", "It is a plant.")])
    store.finish(turn)
    store.add_experiment(Experiment(NAMES[2], LOCAL, now, Plan(question="Is it a plant?")))
    store.add_measurement(
        Measurement(NAMES[3], LOCAL, now, Series((Question("Which?"),), ASKED, ASKED, ("without",)), "stopped")
    )
    store.add_guess(LOCAL, Guess(NAMES[4], NAMES[0], "Which?", opened=now, closed=now, own=True), Vote("grass", 80))
    store.add_share(Share("share-of-mine", NAMES[0], Shown(copies=True), now, now + 86_400), hashed(token))
    return token


def _browser(room: RoomServer, way: str) -> str:
    """One that came in as everybody may."""
    if way == "none":
        return _cookies(httpx.get(room.url, headers={"Accept": "text/html"}))
    came = httpx.post(f"{room.url}/come-in", data={"password": PASSWORD}, headers={"Origin": room.url})
    assert came.status_code == 303, came.text
    return _cookies(came)


def _cookies(reply: httpx.Response) -> str:
    return "; ".join(f"{name}={value}" for name, value in reply.cookies.items())
