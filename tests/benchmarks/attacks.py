"""What was done to the room to harm it, done again, with its figure: `python -m tests.benchmarks.attacks [name …]`.

Each runs against a store, or a room, of its own in a temporary folder. What must hold however fast a machine is stands
in the tests beside: tests/store (test_file, test_brought, test_trouble, test_migrations), tests/export/test_outline and
tests/server/test_closing.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from components.conversation import Asked, Chat, Conversation, Piece
from components.export import as_json
from components.room.files import from_file
from components.store import Store, StoreError
from tests.turns import made

ROOT = Path(__file__).parent.parent.parent
ASKED = Asked("openrouter", "a/b")
TURNS, BRACKETS, ENDINGS = 8_000, 33_000_000, 20


def import_while_others_write() -> str:
    """One chat of 8,000 turns, while somebody else renames a chat again and again."""
    body = " ".join(f"word{number}" for number in range(60))
    turns = {
        f"t{n}": made(
            f"t{n}",
            "c",
            f"t{n - 1}" if n else None,
            n + 1.0,
            f"question {n}",
            ASKED,
            "done",
            (Piece("reasoning", f"{body} {n}"), Piece("answer", f"answer {n}")),
        )
        for n in range(TURNS)
    }
    data = as_json(Conversation(Chat("c", "", "Imported", 1.0, 1.0, f"t{TURNS - 1}", ASKED), turns)).encode()
    waits: list[float] = []
    refused = 0
    over = threading.Event()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/room.db")
        store.add_chat(Chat("mine", "you", "Mine", 1.0, 1.0, None, ASKED))

        def rename() -> None:
            nonlocal refused
            while not over.is_set():
                begun = time.perf_counter()
                try:
                    store.rename("you", "mine", f"title {len(waits)}")
                except StoreError:
                    refused += 1
                waits.append(time.perf_counter() - begun)
                time.sleep(0.01)

        writer = threading.Thread(target=rename)
        writer.start()
        begun = time.perf_counter()
        assert from_file(store, "me", data)[1] == ""
        took = time.perf_counter() - begun
        over.set()
        writer.join()
        store._engine.dispose()
    return (
        f"{len(data) / 1e6:.1f} MB in {took:.1f} s; another writer waited {max(waits):.2f} s at most,"
        f" {refused} of {len(waits)} times in vain"
    )


READ = """
import sys, time
from components.export import NotRead, read_json
data = {data}
def most():
    return int(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
before, begun = most(), time.perf_counter()
try:
    read_json(data)
except NotRead as error:
    print(f"{{(most() - before) / 1e3:.0f}} MB beside the file, {{time.perf_counter() - begun:.1f}} s: {{error}}")
"""
HEAD = """b'{"thinkroom":"chat","version":2,"chat":{},"turns":'"""
FILES = {
    "nested lists": f"b'[' * {BRACKETS}",
    "empty lists, in a list": f"b'[' + b'[],' * {BRACKETS // 3} + b'0]'",
    "empty lists, as turns": f"{HEAD} + b'[' + b'[],' * {BRACKETS // 3} + b'0]}}'",
    "empty objects, in a turn": HEAD + " + b'[{\"details\":[' + b'{},' * " + f"{BRACKETS // 3}" + " + b'{}]}]}'",
}


def brackets() -> str:
    """Files of 33 MB that are nothing but brackets, each read by a process of its own."""
    found: list[str] = []
    for name, data in FILES.items():
        done = subprocess.run(
            [sys.executable, "-c", READ.format(data=data)], cwd=ROOT, capture_output=True, text=True, check=True
        )
        found.append(f"\n    {name}: {done.stdout.strip()}")
    return "".join(found)


def titles() -> str:
    """A title of 2 MB on each way in: how much of it a list of chats holds afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/room.db")
        long = "word " * 400_000
        store.add_chat(Chat("a", "me", long, 1.0, 1.0, None, ASKED))
        store.add_whole(Conversation(Chat("b", "me", long, 1.0, 1.0, None, ASKED), {}))
        store.add_chat(Chat("c", "me", "short", 1.0, 1.0, None, ASKED))
        store.rename("me", "c", long)
        found = [len(chat.title) for chat in store.chats("me")]
        store._engine.dispose()
    return f"characters of the titles: {found}"


def second_rooms() -> str:
    """One file by other names: how many of them are refused."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "room.db")
        first = Store(f"sqlite:///{file}", alone=True)
        (file.parent / "symlink.db").symlink_to(file)
        (file.parent / "hard.db").hardlink_to(file)
        names = [
            f"sqlite:///{file}",
            f"sqlite:///{folder}/symlink.db",
            f"sqlite:///{folder}/hard.db",
            f"sqlite:///file:{file}?uri=true",
            f"sqlite:///file:{folder}/hard.db?uri=true",
            f"sqlite:///{os.path.relpath(file, ROOT)}",
        ]
        refused = 0
        for name in names:
            script = f"from components.store import Store; Store({name!r}, alone=True)"
            done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=False)
            refused += b"Another Thinkroom is using the database" in done.stderr
        first._engine.dispose()
    return f"{refused} of {len(names)} refused"


def endings() -> str:
    """SIGTERM at random moments while a turn thinks: characters that had been shown and are not kept."""
    from tests.modelserver import ModelServer
    from tests.server.test_closing import ended_by

    dice = random.Random(7)
    lost: list[int] = []
    kept = marked = 0
    with ModelServer() as model:
        for _ in range(ENDINGS):
            with tempfile.TemporaryDirectory() as folder:
                shown, turn, _ = ended_by(signal.SIGTERM, model.url, Path(folder), dice.uniform(0.0, 2.0))
            length = len(turn.reasoning + turn.answer)
            lost.append(max(shown - length, 0))
            kept += length
            marked += turn.status == "failed" and turn.failure is not None and turn.failure.kind == "interrupted"
    return f"{ENDINGS} times: {sum(lost)} characters lost of {kept} kept; {marked} marked as cut off"


ATTACKS: dict[str, Callable[[], str]] = {
    "import": import_while_others_write,
    "brackets": brackets,
    "titles": titles,
    "second-room": second_rooms,
    "endings": endings,
}


if __name__ == "__main__":
    for name in sys.argv[1:] or ATTACKS:
        print(f"{name}: {ATTACKS[name]()}", flush=True)
