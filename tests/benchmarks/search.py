"""What search costs in a large room: `python -m tests.benchmarks.search [TURNS]`, each of 20 kB.

Words are made up, and as frequent as words are (Zipf); the last one of each 50 turns holds a rare one. Times are wall
clock, the database in a temporary folder. The size without the index is that of the same database where it is dropped.
"""

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import accumulate
from pathlib import Path

from sqlalchemy import create_engine, text

from components.conversation import Asked, Chat, Piece, Turn
from components.store import Store
from components.store.search import enter_all

TURNS, OF_A_CHAT, LONG, TRIES = 5_000, 10, 20_000, 4
ASKED = Asked("openrouter", "a/b")
RARE, PREFIX, PHRASE = "quixotry", "skyscr", "the tallest skyscraper"


def vocabulary(chance: random.Random, most: int = 30_000) -> list[str]:
    syllables = [first + vowel + last for first in "bcdfglmnprstv" for vowel in "aeiou" for last in ("", "n", "r", "s")]
    made: dict[str, None] = {word: None for word in "the of and a to in is that it was".split()}
    while len(made) < most:
        made["".join(chance.choices(syllables, k=chance.choice((1, 2, 2, 3, 3, 4))))] = None
    return list(made)


def texts(chance: random.Random, turns: int) -> list[str]:
    """One for each turn: as many words as it takes, a line now and then."""
    known = vocabulary(chance)
    weights = list(accumulate(1 / (rank + 2) for rank in range(len(known))))
    found: list[str] = []
    for number in range(turns):
        words = chance.choices(known, cum_weights=weights, k=LONG // 5)
        for at in range(14, len(words), 15):
            words[at] += ".\n" if at % 4 else ","
        if number % 50 == 49:
            words[chance.randrange(len(words))] = RARE
        if number % 20 == 0:
            words[chance.randrange(len(words))] = PHRASE
        found.append(" ".join(words)[:LONG])
    return found


def fill(store: Store, found: list[str]) -> list[float]:
    """Seconds that each end of a turn took."""
    took: list[float] = []
    for number, body in enumerate(found):
        chat = Chat(f"c{number // OF_A_CHAT}", "me", f"{body[:30]}", number, number, None, ASKED)
        if number % OF_A_CHAT == 0:
            store.add_chat(chat)
        turn = Turn(f"t{number}", chat.id, None, number, body[40:120], ASKED, "streaming")
        store.begin(turn)
        thought = LONG * 3 // 4
        for first in range(0, LONG, 2_000):
            store.extend(
                turn, first, [Piece("reasoning" if first < thought else "answer", body[first : first + 2_000])]
            )
        took.append(timed(partial(store.finish, replace(turn, status="done"))))
    return took


def timed(do: Callable[[], object]) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


def size(file: Path, *statements: str) -> float:
    """MB, packed."""
    db = sqlite3.connect(file, isolation_level=None)
    for statement in (*statements, "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
        db.execute(statement).fetchall()
    db.close()
    return file.stat().st_size / 1e6


def said(name: str, seconds: list[float]) -> str:
    return f"{name:24} median {1e3 * statistics.median(seconds):7.1f} ms, worst {1e3 * max(seconds):7.1f} ms"


def main(turns: int) -> None:
    searches = {"common": "the", "rare": RARE, "prefix": PREFIX, "two words": f"that {RARE}", "phrase": f'"{PHRASE}"'}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "room.db"
        store = Store(f"sqlite:///{file}")
        ends = fill(store, texts(random.Random(7), turns))
        whole: list[float] = []
        for name, words in searches.items():
            times = [timed(partial(store.search, "me", words)) for _ in range(TRIES)]
            whole += times
            print(f"{said(name, times)}, {len(store.search('me', words))} hits", flush=True)
        print(said("all searches", whole))
        with_it = size(file)
        with create_engine(f"sqlite:///{file}").begin() as db:
            db.execute(text("DELETE FROM texts"))
            db.execute(text("INSERT INTO words (words) VALUES ('delete-all')"))
            indexing = timed(partial(enter_all, db))
        without = size(file, "DROP TABLE words", "DROP TABLE texts")
        print(f"size {with_it:.1f} MB with the index, {without:.1f} MB without")
        print(f"indexing the whole database: {indexing:.1f} s")
        bare = Store(f"sqlite:///{file}")  # it looks for an index once, and there is none now
        print(said("rare, without an index", [timed(partial(bare.search, "me", RARE))]))
        print(said("end of a turn", ends))
        print(said("  without an index", [timed(partial(bare.finish, at)) for at in ended(store, turns)]))


def ended(store: Store, turns: int) -> list[Turn]:
    ids = [f"t{number}" for number in range(0, turns, max(1, turns // 200))]
    return list(store.with_texts(ids).values())


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else TURNS)
