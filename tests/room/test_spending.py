"""What was spent, over many days of a real database: each recorded usage once, in the day that it belongs to."""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from components.conversation import Asked, Chat, Turn, Usage
from components.room import Room
from components.room.files import as_file, from_file
from components.settings import Server, Settings
from components.store import Charge, Store
from tests.modelserver import ModelServer
from tests.room.conftest import ME, Place, a_place, open_room
from tests.turns import changed
from tests.waiting import eventually

ASKED = Asked("openrouter", "a/b")
DAYS = 40


def a_room(folder: Path) -> Room:
    url = f"sqlite:///{folder}/room.db"
    settings = Settings({"openrouter": Server("http://127.0.0.1:1", "key")}, database_url=url, find_servers=False)
    return open_room(settings, Store(url))


def spent_on(store: Store, owner: str, moments: list[tuple[datetime, Usage | None]], hidden: bool = False) -> str:
    """One chat with a turn for each."""
    chat = Chat(f"{owner}-{hidden}", owner, "A chat", 1.0, 1.0, None, ASKED)
    store.add_chat(chat, hidden)
    for number, (moment, usage) in enumerate(moments):
        begun = Turn(f"{chat.id}-{number}", chat.id, None, moment.timestamp(), "Why?", ASKED, "streaming")
        store.begin(begun)
        store.finish(changed(begun, status="done", usage=usage))
    return chat.id


@pytest.mark.slow
@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"])
@pytest.mark.parametrize("today", ["2026-04-05T00:00:01", "2026-11-05T23:59:59"])  # clocks were changed before
def test_each_usage_counts_once_in_its_own_day(tmp_path: Path, zone: str, today: str) -> None:
    room, chance = a_room(tmp_path), random.Random(zone)
    now = datetime.fromisoformat(today).replace(tzinfo=ZoneInfo(zone))
    first = now.replace(hour=0, minute=0, second=0) - timedelta(days=DAYS - 1)
    span = now.timestamp() - first.timestamp()

    def at() -> datetime:
        return datetime.fromtimestamp(first.timestamp() + chance.random() * span, ZoneInfo(zone))

    def usage() -> Usage | None:
        return chance.choice([None, Usage(1, 2, 1, chance.random() ** 8), Usage(10, 5, 0, 0.0)])

    seen = [(at(), usage()) for _ in range(300)]
    # The edges of a day belong to it.
    seen += [(first + timedelta(days=day), Usage(cost=0.001)) for day in range(DAYS)]
    kept = spent_on(room._store, ME, seen)
    measured = [(at(), usage()) for _ in range(100)]  # of an injection or a measurement
    spent_on(room._store, ME, measured, hidden=True)
    spent_on(room._store, "another", [(at(), Usage(cost=1_000.0))])
    room.chats(ME).delete(kept)
    found = room.spending(ME).days(DAYS, now)
    assert len(found) == DAYS
    usages = [(moment, one) for moment, one in seen + measured if one]
    for day, spent in found.items():
        on_it = [one.cost or 0.0 for moment, one in usages if f"{moment:%Y-%m-%d}" == day]
        assert spent.usd == pytest.approx(sum(on_it), abs=1e-12) and spent.turns == len(on_it), day
    assert sum(spent.turns for spent in found.values()) == len(usages)
    assert sum(spent.written for spent in found.values()) == sum(one.completion_tokens or 0 for _, one in usages)


def test_what_is_brought_in_was_paid_elsewhere(place: Place) -> None:
    turn = place.answered("think-5-3-0")
    now = datetime.now().astimezone()
    before = place.room.spending(ME).today(now)
    assert before.usd > 0
    conversation = place.room.chats(ME).conversation(turn.chat_id)
    assert conversation
    chat_id, wrong = from_file(
        place.room._store, ME, as_file(conversation, place.room.chats(ME).texts, "json", True).encode()
    )
    assert not wrong and place.room.spending(ME).today(now) == before
    brought = place.room.chats(ME).conversation(chat_id)
    assert brought and place.room.spending(ME).of(brought).usd == before.usd
    place.answered("think-5-3-0", chat_id)  # asked here since
    assert place.room.spending(ME).today(now).turns == before.turns + 1


def test_what_was_stopped_is_reckoned_since_nobody_tells_its_usage(place: Place) -> None:
    done = place.answered("think-40-20-0")
    model = place.room.desk(ME).catalogue(done.asked.provider)
    assert model is not None
    turn = place.ask("think-400-20-200", done.chat_id)
    run = place.room.chats(ME).live(turn.id)
    assert run and eventually(lambda: len(run.turn.reasoning) > 100)
    place.room.chats(ME).stop(turn.chat_id)
    stopped = place.ended(turn.id)
    assert stopped.status == "stopped" and stopped.usage is None
    (first, second) = place.room._store.used_in(ME, turn.chat_id)
    assert first == (done.asked, done.usage, done.created)
    assert second[1] == Usage(-(-len(turn.question) // 4), -(-len(stopped.reasoning + stopped.answer) // 4))
    conversation = place.room.chats(ME).conversation(turn.chat_id)
    assert conversation
    spent = place.room.spending(ME).of(conversation)
    assert spent.turns + spent.unknown == 2
    place.room.chats(ME).delete_turn(turn.chat_id, done.id)  # with what follows it: it was paid for all the same
    assert place.room.spending(ME).of(conversation) == spent


def test_a_turn_that_nobody_bills_costs_what_the_list_of_models_says(place: Place) -> None:
    rows = {"a/priced": "0.0001", "a/free": "0"}
    listed = [{"id": name, "pricing": {"prompt": price, "completion": price}} for name, price in rows.items()]
    place.server.models = {"data": listed}
    turn = place.answered("think-5-3-0")
    assert turn.usage and turn.usage.cost and place.room.chats(ME).cost(turn) == ""

    def unbilled(model: str) -> Turn:
        return changed(turn, usage=Usage(1_000, 2_000), asked=replace(turn.asked, model=model))

    assert eventually(lambda: place.room.desk(ME).model(unbilled("a/priced").asked))
    assert place.room.chats(ME).cost(unbilled("a/priced")) == "≈$0.30"
    assert place.room.chats(ME).cost(unbilled("a/free")) == "" == place.room.chats(ME).cost(unbilled("a/unknown"))
    assert place.room.chats(ME).cost(changed(turn, usage=None)) == ""


def test_everybody_together_has_a_limit_for_a_day(tmp_path: Path, server: ModelServer) -> None:
    server.models = {"data": [{"id": ASKED.model, "pricing": {"prompt": "0.000001", "completion": "0.000001"}}]}
    place = a_place(tmp_path, server, daily_limit_usd=0.5)
    now = datetime.now().astimezone()

    def charge(owner: str, usd: float, at: datetime) -> None:
        settled = Charge(owner, owner, at.timestamp(), usd, 0.0, 0.0, None)
        place.room._store.reserve(owner, at.timestamp(), 0.0, lambda mine, everybody: settled)

    charge("another", 0.3, now)
    charge("somebody", 9.0, now - timedelta(days=2))
    assert place.answered("think-5-3-0", asked=ASKED).status == "done"
    charge("a third", 0.2, now)
    refused = place.answered("think-5-3-0", asked=ASKED)
    assert refused.failure and refused.failure.kind == "day is spent"
    assert refused.failure.what == (
        "This room's limit of $0.50 a day for everybody together is reached, so nothing was asked."
    )
    assert refused.failure.next_step == (
        "Go on tomorrow, or enter a key of your own. Whoever started the room can raise THINKROOM_DAILY_LIMIT_USD."
    )
    assert len(place.server.requests) == 1
    place.room.spending(ME).set_limit(0.000_001)  # one's own is told first: one can raise it
    again = place.answered("think-5-3-0", asked=ASKED)
    assert again.failure and again.failure.what.startswith("Your limit of ")


def test_one_owner_waits_for_a_place_of_their_share_and_nobody_else_does(tmp_path: Path, server: ModelServer) -> None:
    place = a_place(tmp_path, server, turns_at_once=2)
    room = place.room
    running = [place.ask("think-9000-5-100 on and on") for _ in range(2)]
    waiting = place.ask("think-5-3-0")
    run = room.chats(ME).live(waiting.id)
    assert run and run.place.said.startswith("You have 2 turns running, as many as one may have at once.")
    assert [turn.status for turn in (*running, waiting)] == ["streaming"] * 3
    other = room.chats("another").ask(None, "think-5-3-0", waiting.asked)
    assert other and place.ended(other.id).status == "done"
    assert not place.kept(waiting.id).ended
    room.chats(ME).stop(running[0].chat_id)
    assert place.ended(waiting.id).status == "done"
    room.chats(ME).stop(running[1].chat_id)
