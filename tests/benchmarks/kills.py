"""Replicas that are killed at random moments: how much of what they had said is missing, and how soon that is known.

    python -m tests.benchmarks.kills [kills]

On a real Postgres and a real Redis; five replicas at a time, each a process of its own that asks one question and says
how many characters it has heard. One replica stays, and ends what the killed ones had.
"""

import random
import secrets
import statistics
import sys
import time
from contextlib import closing

from components.room import Room
from components.settings import Server, Settings
from components.store import Store
from tests.modelserver import ModelServer
from tests.postgres import postgres_server
from tests.redis_server import redis_server
from tests.room.test_replicas import Cluster
from tests.waiting import eventually

AT_ONCE, TOKENS_A_SECOND = 5, 50
QUESTION = f"think-3000-10-{TOKENS_A_SECOND}"


def round_of(cluster: Cluster, there: Room, count: int) -> list[tuple[int, int, float]]:
    """For each of them: characters that it had heard, and that are kept, and the seconds until it is marked."""
    processes = [cluster.process(QUESTION) for _ in range(count)]
    asked: list[str] = []
    for process in processes:
        assert process.stdout
        asked.append(process.stdout.readline().split()[1])
        while int(process.stdout.readline()) < 100:
            pass
    heard: list[int] = []
    killed: list[float] = []
    for process in processes:
        time.sleep(random.uniform(0.0, 1.0))
        process.kill()
        killed.append(time.monotonic())
        assert process.stdout
        heard.append(max(map(int, process.stdout.read().split()), default=0))
        process.communicate()
    found: list[tuple[int, int, float]] = []
    own = there.chats("me")
    for turn_id, characters, when in zip(asked, heard, killed, strict=True):
        if not eventually(lambda turn_id=turn_id: own.kept([turn_id])[turn_id].ended, 60):
            raise TimeoutError("a turn of a killed replica still runs after a minute")
        turn = own.kept([turn_id])[turn_id]
        found.append((characters, len(turn.reasoning + turn.answer), time.monotonic() - when))
    return found


def main(kills: int) -> None:
    with postgres_server() as postgres, redis_server() as redis, ModelServer() as model:
        settings = Settings(
            {"openrouter": Server(model.url, "sk-test")},
            database_url=postgres.fresh(),
            redis_url=redis.url,
            secret=secrets.token_hex(32),
            find_servers=False,
        )
        cluster = Cluster(settings, model)
        with closing(Store(settings.database_url)) as store, closing(Room(settings, store)) as there:
            there.join_others()
            found: list[tuple[int, int, float]] = []
            while len(found) < kills:
                found += round_of(cluster, there, min(AT_ONCE, kills - len(found)))
                print(f"{len(found)} of {kills}", file=sys.stderr, flush=True)
    missing = [max(heard - kept, 0) for heard, kept, _ in found]
    print(f"{kills} kills: missing at most {max(missing)} characters, {statistics.mean(missing):.1f} on average")
    print(f"of {statistics.mean(heard for heard, _, _ in found):.0f} that each had heard, on average")
    print(f"marked as cut off after at most {max(took for *_, took in found):.1f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
