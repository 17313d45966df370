"""A Postgres that is away for a while, below two replicas: is all that was seen there afterwards, and how soon?

python -m tests.benchmarks.away [seconds]
"""

import sys

from tests.modelserver import ModelServer
from tests.postgres import postgres_server
from tests.redis_server import redis_server
from tests.room.test_away import go_through
from tests.room.test_replicas import a_cluster


def main(away_s: float) -> None:
    with postgres_server() as postgres, redis_server() as redis, ModelServer() as model:
        cluster = a_cluster(postgres, redis, model)
        for name, took in go_through(cluster, postgres, away_s).items():
            print(f"away for {away_s:g} s: {name} {took:.2f} s after it is back")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 20.0)
