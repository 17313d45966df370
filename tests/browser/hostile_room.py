"""A room full of hostile text, all of it sent by a model server, over the wire, into the database that the pages read.

What the server answers is told by the first word of a question: `gate`, `refuse`, `unknown` and `break`; everything
else comes back as thoughts, as answer, and as the name of the model that answered.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from components.conversation import Asked, Chat
from components.injection import Expected, Plan
from components.room import Room
from components.settings import Server, Settings
from components.store import Store
from tests.browser.hostile import HEAVY, OPEN, SETTLED, TRIES, samples
from tests.browser.room import CANARY as KEY
from tests.modelserver import ModelServer, Request
from tests.modelserver.dialect import stream
from tests.modelserver.refusal import refuse
from tests.modelserver.script import Spoken
from tests.modelserver.step import Event, Failure, Finish, Gate, Pause, Piece, Step
from tests.waiting import eventually

Held = tuple[str, list[str]]
ME = "local"
ASKED = Asked("openrouter", "test/model")
PIECE, PACE_S = 40, 0.004  # characters; seconds between two pieces
PAGE, FEW = 15, 5  # turns of a chat, and of a heavy one
NAMED = 3_000  # characters; a name comes with every piece
KEPT = 1_900  # characters of what a provider says; the room keeps 2,000 with what stands around them


@dataclass(frozen=True)
class Paused:
    """Thoughts and answer, each with a gate in its middle, and slow enough to be seen in many states."""

    text: str

    def events(self) -> Iterator[Event]:
        for kind in ("reasoning", "answer"):
            pieces = [self.text[at : at + PIECE] for at in range(0, len(self.text), PIECE)]
            for number, piece in enumerate(pieces):
                if number == len(pieces) // 2:
                    yield Gate()
                yield Pause(PACE_S)
                yield Piece(kind, piece)
        yield Finish("stop", 1, 2)


@dataclass(frozen=True)
class Broken:
    """Thoughts that end in an error that says them again."""

    text: str

    def events(self) -> Iterator[Event]:
        yield Piece("reasoning", self.text)
        yield Failure({"code": 502, "message": self.text, "metadata": {"raw": self.text, "provider_name": self.text}})


def echo(request: Request) -> Iterator[Step]:
    said = request.prompt.partition(" ")[2]
    match request.prompt.partition(" ")[0]:
        case "gate":
            return stream(Paused(said), "or", named(request, said))
        case "refuse":
            return refuse(429, said, {"raw": said, "provider_name": said, "reasons": [said]}, ("Retry-After", "1"))
        case "unknown":
            return refuse(404, f"No endpoints found for {request.fields['model']}.", {"raw": said})
        case "break":
            return stream(Broken(said), "or", named(request, said))
        case _:
            return stream(Spoken(request.prompt, request.prompt), "or", named(request, request.prompt))


def named(request: Request, model: str) -> Request:
    """The same, as if another model had been asked for: its name is the one that answers."""
    return replace(request, body=request.fields | {"model": model[:NAMED]})


def catalogue(texts: dict[str, str]) -> dict[str, object]:
    """A model for each text; those that may not be an id are a name only."""
    rows = [{"id": "test/model", "name": "Test"}]
    for name, text in texts.items():
        rows.append({"id": text if text.isprintable() else f"odd/{name}", "name": text})
    return {"data": rows}


@dataclass
class Lair:
    """Ids and texts: `chats` and `heavy` hold these as question, thoughts and answer, a turn each; `refused` as what a
    provider says where it refuses, or gives up; `named` as the name of their model; `runs` are experiments, the newest
    last. The first of the heavy ones name an address."""

    room: Room
    texts: dict[str, str]
    chats: list[Held] = field(default_factory=list)
    heavy: list[Held] = field(default_factory=list)
    named: list[Held] = field(default_factory=list)
    refused: list[Held] = field(default_factory=list)
    runs: list[Held] = field(default_factory=list)

    def chat(self, questions: Sequence[str], asked: Asked = ASKED) -> str:
        """The id of a chat in which these were asked, one after the other."""
        chat = ""
        for question in questions:
            turn = self.room.chats(ME).ask(chat or None, question, asked)
            assert turn and eventually(lambda turn=turn: not self.room.chats(ME).live(turn.id))
            chat = turn.chat_id
        return chat

    def titled(self) -> None:
        now = time.time()
        for name, text in self.texts.items():
            self.room._store.add_chat(Chat(f"title-{name}", ME, text[:200], now, now, None, ASKED))

    def run(self, text: str) -> str:
        right = Expected("word", text[:200])
        plan = Plan(text, "{question}", "{question}", "{question}\n\n{reasoning}", ASKED, ASKED, right)
        found = self.room.experiments(ME).run(plan)

        def whole() -> bool:
            now = self.room._store.experiment(ME, found.id)
            ended = now and not any(self.room.chats(ME).live(arm.turn_id) for arm in now.arms)
            return bool(ended and now and now.arm("injected"))

        assert eventually(whole), text
        return found.id


def messages(canary: str, most: int) -> list[str]:
    """Every text, as few messages of `most` texts as can be: what leaves something open has one of its own."""
    texts = list(samples(canary, SETTLED).values())
    joined = ["\n\n".join(texts[at : at + most]) for at in range(0, len(texts), most)]
    return joined + list(samples(canary, OPEN).values())


def literally(texts: Iterable[str], most: int = KEPT) -> list[str]:
    """The same for places where nothing can be left open; `most` characters are kept there."""
    found = [""]
    for text in texts:
        if len(found[-1]) + len(text) > most:
            found.append("")
        found[-1] += f"{text}\n\n"
    return [text.strip() for text in found if text]


def furnish(folder: Path, model: ModelServer, canary: str) -> Lair:
    url = f"sqlite:///{(folder / 'room.db').as_posix()}"
    settings = Settings({"openrouter": Server(model.url, KEY)}, database_url=url, find_servers=False, retries=0)
    lair = Lair(Room(settings, Store(url)), samples(canary, SETTLED, OPEN, TRIES))
    lair.titled()
    whole, *opened = messages(canary, most=1_000)
    tries, every = list(samples(canary, TRIES).values()), samples(canary, SETTLED, OPEN).values()
    for text in literally(every, most=8_000):
        asked = replace(ASKED, model=" ".join(text.split()))
        lair.named.append((lair.chat([f"unknown {text}"], asked), [text]))
    for texts in (messages(canary, most=50), *(tries[at : at + PAGE] for at in range(0, len(tries), PAGE))):
        lair.chats.append((lair.chat(texts), texts))
    heavy = sorted(samples(canary, HEAVY).values(), key=lambda text: canary not in text)
    for at in range(0, len(heavy), FEW):
        lair.heavy.append((lair.chat(heavy[at : at + FEW]), heavy[at : at + FEW]))
    said = literally(every)
    for how in ("refuse", "break"):
        lair.refused.append((lair.chat([f"{how} {text}" for text in said]), said))
    lair.runs = [(lair.run(text), [text]) for text in (*opened, whole)]
    return lair
