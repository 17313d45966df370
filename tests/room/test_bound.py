"""What is bound to an owner: no call can name another one, and what is another's is as if it were not there."""

import inspect
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from components.audience import Shown
from components.conversation import Aside, Asked, Conversation, Note, Prefill, Reply, Turn
from components.injection import Answer, Experiment, Measurement, Plan, Series, Step, generated
from components.race import Race
from components.recordings import Ticks
from components.room import Room
from components.runner import Run
from components.store import Charge
from tests.room.conftest import ME, Place
from tests.waiting import eventually

YOU, NOBODY = "browser:you", "browser:nobody"
ASKED = Asked("openrouter", "a/b")
THINKER, ANSWERER = Asked("pocket", "pocket/thinker"), Asked("pocket", "pocket/novice", effort="hidden")
PLAN = Plan(thinker=THINKER, answerer=ANSWERER)
SERIES = Series(tuple(generated("sums", 1, 5)), THINKER, ANSWERER, ("without", "thoughts"))
LANES = (THINKER, replace(THINKER, max_tokens=5))
LONG_AGO = 0.0
BOUND = (
    "chats",
    "asides",
    "notes",
    "experiments",
    "races",
    "measurements",
    "arrivals",
    "files",
    "recordings",
    "desk",
    "sign_in",
    "spending",
    "thoughts",
    "shares",
    "guesses",
    "belongings",
)
# What is bound to an owner and is not theirs alone: tests/room/test_administration.py asks all of it of strangers.
OF_ALL = ("administration",)
# Of which table which rows are an owner's, by an alias of that table.
OWNED = {
    "chats": "owner=:owner",
    "turns": "chat_id IN (SELECT id FROM chats WHERE owner=:owner)",
    **dict.fromkeys(
        ("pieces", "given", "records", "readings", "marks"),
        "turn_id IN (SELECT turns.id FROM turns JOIN chats ON chats.id = chat_id WHERE owner=:owner)",
    ),
    "experiments": "owner=:owner",
    "arms": "experiment_id IN (SELECT id FROM experiments WHERE owner=:owner)",
    "measurements": "owner=:owner",
    "trials": "measurement_id IN (SELECT id FROM measurements WHERE owner=:owner)",
    "favourites": "owner=:owner",
    "daily_limits": "owner=:owner",
    "own_settings": "owner=:owner",
    **dict.fromkeys(
        ("asides", "notes"),
        "turn_id IN (SELECT turns.id FROM turns JOIN chats ON chats.id = chat_id WHERE owner=:owner)",
    ),
    "recordings": "owner=:owner",
    "guesses": "chat_id IN (SELECT id FROM chats WHERE owner=:owner)",
    "votes": "guess_id IN (SELECT guesses.id FROM guesses JOIN chats ON chats.id = chat_id WHERE owner=:owner)",
    "races": "owner=:owner",
    "charges": "owner=:owner",
    "lanes": "race_id IN (SELECT id FROM races WHERE owner=:owner)",
}


@dataclass(frozen=True)
class Things:
    """What an owner has, by name and as values."""

    conversation: Conversation
    turn: Turn
    gone: str  # a turn that was taken out of the chat
    deleted: str  # a chat
    running: Turn
    waiting: Turn
    experiment: Experiment
    measurement: Measurement
    answer: Answer
    aside: Aside
    asking: Aside  # and on its way
    note: Note
    recording: str
    gone_recording: str
    guess: str
    race: Race
    gone_race: Race

    @property
    def chat(self) -> str:
        return self.conversation.chat.id

    @property
    def bare(self) -> Turn:
        """Without what came back."""
        return replace(self.turn, reply=Reply())

    def nowhere(self) -> "Things":
        """The same under names that nothing has."""
        chat = replace(self.conversation.chat, id="no-chat")
        turn = replace(self.turn, id="no-turn", chat_id="no-chat")
        return Things(
            Conversation(chat, {turn.id: turn}),
            turn,
            "no-turn-either",
            "no-chat-either",
            replace(self.running, id="no-run", chat_id="no-running-chat"),
            replace(self.waiting, id="no-waiting", chat_id="no-running-chat"),
            replace(self.experiment, id="no-experiment"),
            replace(self.measurement, id="no-measurement"),
            replace(self.answer, turn=replace(self.answer.turn, id="no-answer", chat_id="no-chat")),
            replace(self.aside, id="no-aside", turn_id="no-turn"),
            replace(self.asking, id="no-asking", turn_id="no-turn"),
            replace(self.note, id="no-note", turn_id="no-turn"),
            "no-recording",
            "no-recording-either",
            "no-guess",
            nowhere_of(self.race),
            nowhere_of(self.gone_race),
        )


def nowhere_of(race: Race) -> Race:
    lanes = tuple(replace(lane, turn_id=f"no-{lane.turn_id}") for lane in race.lanes)
    return replace(race, id=f"no-{race.id}", lanes=lanes)


def done(_: object) -> None:
    """What was made is whoever's made it."""


OPERATIONS: dict[str, Callable[[Any, Things], object]] = {
    "chats.newest": lambda own, its: [own.newest(), own.newest(pinned=True)],
    "chats.chat": lambda own, its: [own.chat(its.chat), own.chat(its.deleted)],
    "chats.conversation": lambda own, its: [own.conversation(its.chat), own.conversation(its.deleted)],
    "chats.turn": lambda own, its: own.turn(its.chat, its.turn.id),
    "chats.live": lambda own, its: own.live(its.running.id),
    "chats.texts": lambda own, its: [turn.pieces for turn in own.texts([its.bare, its.running])],
    "chats.as_they_came": lambda own, its: [turn.pieces for turn in own.as_they_came([its.bare, its.running])],
    "chats.kept": lambda own, its: own.kept([its.turn.id, its.gone, its.experiment.arms[0].turn_id]),
    "chats.search": lambda own, its: own.search("skyscraper"),
    "chats.calls": lambda own, its: own.calls(its.chat, its.turn.id),
    "chats.cost": lambda own, its: own.cost(its.turn),
    "chats.raised": lambda own, its: own.raised(its.turn),
    "chats.ask": lambda own, its: [own.ask(chat, "Why?", ASKED) for chat in (its.chat, its.running.chat_id)],
    "chats.ask_again": lambda own, its: [
        own.ask_again(its.chat, its.turn.id, ASKED, question, given)
        for question in (None, "Why?")
        for given in (None, Prefill(its.turn.id, "Thoughts"))
    ],
    "chats.answer_now": lambda own, its: [
        own.answer_now(turn.chat_id, turn.id, ASKED) for turn in (its.running, its.turn)
    ],
    "chats.hold_still": lambda own, its: own.hold_still(its.running.id, True),
    "chats.stop": lambda own, its: own.stop(its.running.chat_id),
    "chats.drop_waiting": lambda own, its: own.drop_waiting(its.waiting.chat_id, its.waiting.id),
    "chats.rename": lambda own, its: own.rename(its.chat, "Theirs now"),
    "chats.pin": lambda own, its: own.pin(its.chat, True),
    "chats.choose": lambda own, its: own.choose(its.chat, replace(ASKED, model="x/y")),
    "chats.show": lambda own, its: own.show(its.chat, None),
    "chats.bring_out": lambda own, its: [own.bring_out(chat) for chat in (its.deleted, its.experiment.arms[0].chat_id)],
    "chats.delete": lambda own, its: [own.delete(chat) for chat in (its.chat, its.running.chat_id)],
    "chats.restore": lambda own, its: own.restore(its.deleted),
    "chats.delete_turn": lambda own, its: [
        own.delete_turn(turn.chat_id, turn.id) for turn in (its.turn, its.running, its.waiting)
    ],
    "chats.restore_turn": lambda own, its: own.restore_turn(its.chat, its.gone),
    "chats.deleted_chat": lambda own, its: own.deleted_chat(LONG_AGO),
    "chats.deleted_turn": lambda own, its: own.deleted_turn(its.chat, LONG_AGO),
    "asides.of": lambda own, its: own.of(its.turn.id),
    "asides.ask": lambda own, its: [
        own.ask(turn, "explanation", 0, 5, "", "think-2-2-0", ASKED) for turn in (its.turn.id, its.gone)
    ],
    "asides.translate": lambda own, its: [
        own.translate(its.turn.id, "de", ASKED),
        own.translate(its.turn.id, "de", ASKED, 0, 4),
    ],
    "asides.explain": lambda own, its: own.explain(its.turn.id, 0, 4, "de", ASKED),
    "asides.probe": lambda own, its: own.probe(its.turn.id, [5], ASKED),
    "asides.leave_out": lambda own, its: own.leave_out(its.turn.id, [(0, 3)], ASKED),
    "asides.stop": lambda own, its: own.stop(its.asking.id),
    "asides.remove": lambda own, its: [own.remove(aside.id) for aside in (its.aside, its.asking)],
    "notes.of": lambda own, its: own.of(its.turn.id),
    "notes.in_chat": lambda own, its: own.in_chat(its.chat),
    "notes.keep_note": lambda own, its: own.keep_note(its.turn.id, 0, 4, "Theirs"),
    "notes.change_note": lambda own, its: own.change_note(its.note.id, "Theirs"),
    "notes.remove_note": lambda own, its: own.remove_note(its.note.id),
    "notes.bring_back": lambda own, its: own.bring_back(replace(its.note, id="theirs")),
    "experiments.experiment": lambda own, its: own.experiment(its.experiment.id),
    "experiments.newest": lambda own, its: own.newest(100),
    "experiments.run": lambda own, its: done(own.run(PLAN, its.turn)),
    "experiments.run_injected": lambda own, its: own.run_injected(its.experiment.id, "Other thoughts", True),
    "experiments.try_again": lambda own, its: own.try_again(its.experiment.id, "plain", None),
    "experiments.stop": lambda own, its: own.stop(its.experiment.id),
    "experiments.pass_on": lambda own, its: own.pass_on(replace(its.turn, id=its.experiment.arms[0].turn_id)),
    "races.race": lambda own, its: own.race(its.race.id),
    "races.newest": lambda own, its: own.newest(100),
    "races.deleted": lambda own, its: own.deleted(LONG_AGO),
    "races.will_begin": lambda own, its: own.will_begin(its.race),
    "races.held_elsewhere": lambda own, its: own.held_elsewhere(its.race),
    "races.takes_turns_at": lambda own, its: own.takes_turns_at("llamacpp"),
    "races.run": lambda own, its: done(own.run("Why?", LANES, "", False)),
    "races.stop": lambda own, its: own.stop(its.race.id),
    "races.stop_lane": lambda own, its: own.stop_lane(its.race.id, its.race.lanes[0].turn_id),
    "races.go_on": lambda own, its: own.go_on(its.race.id),
    "races.reveal": lambda own, its: own.reveal(its.race.id),
    "races.delete": lambda own, its: own.delete(its.race.id),
    "races.restore": lambda own, its: own.restore(its.gone_race.id),
    "measurements.measurement": lambda own, its: own.measurement(its.measurement.id),
    "measurements.newest": lambda own, its: own.newest(100),
    "measurements.run": lambda own, its: done(own.run(SERIES)),
    "measurements.resume": lambda own, its: own.resume(its.measurement.id, 5_000, None),
    "measurements.pause": lambda own, its: own.pause(its.measurement.id),
    "measurements.stop": lambda own, its: own.stop(its.measurement.id),
    "measurements.answers": lambda own, its: own.answers(its.measurement),
    "measurements.thoughts": lambda own, its: own.thoughts(its.measurement, {Step(0, "without"): its.answer}),
    "measurements.missing": lambda own, its: own.missing(its.measurement, {}),
    "measurements.mark_again": lambda own, its: own.mark_again(its.measurement),
    "measurements.mark": lambda own, its: [own.mark(its.answer.turn.id, mark) for mark in ("wrong", None)],
    "arrivals.look": lambda own, its: own.look(its.chat, its.turn.id),
    "arrivals.read_again": lambda own, its: own.read_again(its.chat, its.turn.id),
    "arrivals.beside": lambda own, its: own.beside(its.conversation, True),
    "arrivals.recorded": lambda own, its: own.recorded("A", [its.turn], Ticks(raw=True)),
    "arrivals.is_reading": lambda own, its: any(map(own.is_reading, its.conversation.turns)),
    "files.chat": lambda own, its: [own.chat(its.chat, ending, arrived=True) for ending in ("json", "md", "html")],
    "files.guess": lambda own, its: own.guess(its.guess),
    "files.measurement": lambda own, its: [own.measurement(its.measurement.id, ending) for ending in ("csv", "svg")],
    "files.recording": lambda own, its: [
        own.recording([its.chat], turn_id, True, True, True) for turn_id in (None, its.turn.id)
    ],
    "files.bring_in": lambda own, its: own.bring_in(b"{}"),
    "desk.news": lambda own, its: done(own.news),
    "desk.busy": lambda own, its: done(own.busy),
    "desk.servers": lambda own, its: own.servers("openrouter"),
    "desk.catalogue": lambda own, its: own.catalogue("openrouter").models,
    "desk.model": lambda own, its: own.model(ASKED),
    "desk.thinking": lambda own, its: own.thinking(ASKED),
    "desk.fitting": lambda own, its: own.fitting(ASKED),
    "desk.woken": lambda own, its: own.woken(ASKED),
    "desk.first_choice": lambda own, its: own.first_choice(),
    "desk.at_server": lambda own, its: own.at_server(ASKED, "openrouter"),
    "desk.remember": lambda own, its: own.remember(Asked("openrouter", "theirs/model", "high")),
    "desk.as_remembered": lambda own, its: own.as_remembered(ASKED, "openrouter"),
    "desk.own_fields": lambda own, its: own.own_fields(replace(ASKED, provider="custom")),
    "desk.keep_own_fields": lambda own, its: own.keep_own_fields("custom", "a/b", '{"top_k": 5}'),
    "desk.own_headers": lambda own, its: own.own_headers("custom"),
    "desk.keep_header": lambda own, its: own.keep_header("custom", "X-Team", "theirs"),
    "desk.forget_header": lambda own, its: own.forget_header("custom", "X-Team"),
    "desk.hosts": lambda own, its: own.hosts,
    "desk.own_server": lambda own, its: own.own_server,
    "desk.keep_server": lambda own, its: own.keep_server("https://theirs.example/v1"),
    "desk.favourites": lambda own, its: own.favourites("openrouter"),
    "desk.lately": lambda own, its: own.lately("openrouter"),
    "desk.favour": lambda own, its: own.favour("openrouter", "my/own", False),
    "desk.refresh": lambda own, its: own.refresh("openrouter"),
    "desk.keep_key": lambda own, its: own.keep_key("custom", "typed-in"),
    "desk.forget_key": lambda own, its: own.forget_key("custom"),
    "desk.credits": lambda own, its: done(own.credits()),
    "desk.count_credits": lambda own, its: own.count_credits(),
    "sign_in.begin": lambda own, its: "/auth?" in own.begin("https://room.example/sign-in/back"),
    "sign_in.end": lambda own, its: own.end("no-state", "no-code"),
    "spending.limit": lambda own, its: own.limit,
    "spending.today": lambda own, its: own.today(),
    "spending.days": lambda own, its: own.days(3, datetime.now(UTC)),
    "spending.of": lambda own, its: own.of(its.conversation),
    "spending.reckoned": lambda own, its: own.reckoned(its.turn),
    "spending.over": lambda own, its: own.over(),
    "spending.allowances": lambda own, its: own.allowances(),
    "spending.set_limit": lambda own, its: own.set_limit(None),
    "thoughts.look": lambda own, its: own.look(),
    "shares.reached": lambda own, its: own.reached().address,
    "shares.of": lambda own, its: own.of(its.chat),
    "shares.all": lambda own, its: own.all(),
    "shares.following": lambda own, its: own.following("no-share"),
    "shares.let_follow": lambda own, its: own.let_follow(its.chat, Shown(), 60.0),
    "shares.copies": lambda own, its: own.copies,
    "shares.copy_from": lambda own, its: own.copy_from("no-token"),
    "shares.end_share": lambda own, its: own.end_share("no-share"),
    "guesses.shown": lambda own, its: own.shown(its.chat),
    "guesses.all": lambda own, its: own.all(its.chat),
    "guesses.count": lambda own, its: own.count(its.guess),
    "guesses.tally": lambda own, its: own.tally(its.guess),
    "guesses.model_answer": lambda own, its: own.model_answer(its.guess),
    "guesses.own_vote": lambda own, its: own.own_vote(its.guess),
    "guesses.open_guess": lambda own, its: own.open_guess(its.chat, "Theirs?"),
    "guesses.keep_own_guess": lambda own, its: own.keep_own_guess(its.turn, "Theirs", 60),
    "guesses.close_guess": lambda own, its: own.close_guess(its.guess),
    "guesses.reveal_guess": lambda own, its: own.reveal_guess(its.guess),
    "guesses.put_away_guess": lambda own, its: own.put_away_guess(its.guess),
    "guesses.forget_guess": lambda own, its: own.forget_guess(its.guess),
    "recordings.newest": lambda own, its: own.newest(),
    "recordings.questions": lambda own, its: own.questions(its.turn.question),
    "recordings.rename": lambda own, its: own.rename(its.recording, "Theirs now"),
    "recordings.delete": lambda own, its: own.delete(its.recording),
    "recordings.restore": lambda own, its: own.restore(its.gone_recording),
    "recordings.deleted": lambda own, its: own.deleted(LONG_AGO),
    "belongings.any": lambda own, its: done(own.any),
    "belongings.hand_over": lambda own, its: own.hand_over(NOBODY),
    "belongings.sign_out": lambda own, its: own.sign_out(),
}


# What gives its owner something to read.
READS = """races.race races.newest races.deleted chats.newest
    chats.chat chats.conversation chats.turn chats.live chats.texts chats.as_they_came chats.kept chats.search
    chats.calls chats.deleted_chat chats.deleted_turn experiments.experiment experiments.newest measurements.measurement
    measurements.newest measurements.answers arrivals.look arrivals.beside arrivals.is_reading
    files.chat files.guess files.measurement files.recording
    guesses.shown guesses.all guesses.count guesses.own_vote
    guesses.tally guesses.model_answer arrivals.recorded recordings.newest
    recordings.deleted desk.own_fields desk.own_headers desk.favourites desk.lately spending.limit
    asides.of notes.of notes.in_chat spending.today spending.of thoughts.look""".split()


def public(kind: type) -> dict[str, Any]:
    return {name: value for name, value in inspect.getmembers(kind) if not name.startswith("_")}


def names_owner(value: Any) -> bool:
    call: Any = value.fget if isinstance(value, property) else value
    return any(name in ("owner", "owners", "heir") for name in inspect.signature(call).parameters)


def test_no_call_of_the_room_takes_an_owner_but_those_that_bind_one(place: Place) -> None:
    taking = {name: value for name, value in public(Room).items() if names_owner(value)}
    assert sorted(taking) == sorted((*BOUND, *OF_ALL))
    assert {tuple(inspect.signature(value).parameters) for value in taking.values()} == {("self", "owner")}
    for name in (*BOUND, *OF_ALL):
        bound = type(getattr(place.room, name)(ME))
        assert [what for what, value in public(bound).items() if names_owner(value)] == [
            *(["hand_over"] if name == "belongings" else [])  # to whom
        ]
    # Nothing else of it can be reached from outside: the door and who comes in by it, sign-ins that are not over, which
    # pages reached the live wire, and what concerns whoever keeps it running.
    public_names = {name for name in vars(place.room) if not name.startswith("_")}
    assert public_names == {"audience", "counting", "door", "entrance", "sign_ins", "upkeep", "wires"}


def test_each_operation_is_asked_of_what_is_anothers(place: Place) -> None:
    every = {f"{name}.{what}" for name in BOUND for what in public(type(getattr(place.room, name)(ME)))}
    assert every == set(OPERATIONS)


def rows(place: Place, owner: str) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(place.url.removeprefix("sqlite:///"))) as db:
        return {
            table: db.execute(f"SELECT * FROM {table} WHERE {which} ORDER BY 1, 2", {"owner": owner}).fetchall()
            for table, which in OWNED.items()
        }


@pytest.fixture
def mine(place: Place) -> Iterator[Things]:
    """All that one owner may have, with one turn on its way and one that waits for it."""
    room = place.room
    chats, experiments, measurements = room.chats(ME), room.experiments(ME), room.measurements(ME)
    turn = place.answered("think-5-5-0 on a skyscraper", asked=ASKED)
    begun = chats.ask_again(turn.chat_id, turn.id, ASKED, None, Prefill(turn.id, "Thoughts of mine", edited=True))
    assert begun and place.ended(begun.id)
    assert eventually(lambda: room.arrivals(ME).look(turn.chat_id, turn.id).rows)
    read, _ = room.arrivals(ME).read_again(turn.chat_id, turn.id)
    gone = place.answered("think-2-2-0", turn.chat_id, ASKED)
    chats.delete_turn(turn.chat_id, gone.id)
    deleted = place.answered("think-2-2-0", asked=ASKED)
    chats.delete(deleted.chat_id)
    experiment = experiments.run(PLAN)
    assert eventually(lambda: len(found(experiments.experiment(experiment.id)).arms) == 3)
    assert all(place.ended(arm.turn_id) for arm in found(experiments.experiment(experiment.id)).arms)
    measurement = measurements.run(SERIES)
    assert eventually(lambda: found(measurements.measurement(measurement.id)).state == "done")
    answer = measurements.answers(measurement)[Step(0, "without")]
    measurements.mark(answer.turn.id, "right")
    room.desk(ME).favour("openrouter", "my/own", True)
    room.desk(ME).keep_key("custom", "key-of-mine")
    room.desk(ME).keep_header("custom", "X-Team", "header-of-mine")
    room.desk(ME).keep_own_fields("custom", ASKED.model, '{"top_k": 20}')
    room.spending(ME).set_limit(5.0)
    aside = found(room.asides(ME).ask(turn.id, "explanation", 0, 5, "", "think-2-2-0", ASKED))
    assert place.ended(aside.made_turn_id)
    asking = found(room.asides(ME).ask(turn.id, "probe", 0, 5, "", "stall-3", ASKED))
    probing = found(chats.live(asking.made_turn_id))
    assert eventually(lambda: probing.progress.count == 3 and probing._saved == probing.progress.count)
    assert room.notes(ME).keep_note(turn.id, 0, 4, "A note of mine") == ""
    (note,) = room.notes(ME).of(turn.id)
    text = found(room.files(ME).recording([turn.chat_id], turn.id, True, True, False))[1].encode()
    for _ in range(2):
        assert room.files(ME).bring_in(text)[1] == ""
    recording, gone_recording = (kept.id for kept in room.recordings(ME).newest())
    room.recordings(ME).delete(gone_recording)
    assert room.guesses(ME).keep_own_guess(turn, "A guess of mine", 80)
    guess = found(room.guesses(ME).shown(turn.chat_id))
    race, gone_race = (room.races(ME).run("think-2-2-0", (ASKED, THINKER), "", True) for _ in range(2))
    assert all(place.ended(lane.turn_id) for one in (race, gone_race) for lane in one.lanes)
    kept = [lane for one in (race, gone_race) for lane in one.lanes]
    assert eventually(lambda: all(room.arrivals(ME).look(lane.chat_id, lane.turn_id).rows for lane in kept))
    room.races(ME).delete(gone_race.id)
    charge = Charge(turn.id, ME, 1.0, 0.5, 0.1, 0.1, None)
    room._store.reserve(ME, 1.0, 0.0, lambda mine, everybody: charge)
    running = place.ask("gate-10-5 on a skyscraper", asked=ASKED)
    waiting = place.ask("think-2-2-0", running.chat_id, ASKED)
    # Until nothing of it changes by itself: the gate holds it.
    run = found(chats.live(running.id))
    assert eventually(lambda: run.progress.count and run._saved == run.progress.count)
    assert read and (waiting.status, answer.mark is not None) == ("queued", True)
    yield Things(
        found(chats.conversation(turn.chat_id)),
        place.kept(turn.id),
        gone.id,
        deleted.chat_id,
        running,
        waiting,
        found(experiments.experiment(experiment.id)),
        found(measurements.measurement(measurement.id)),
        answer,
        aside,
        asking,
        note,
        recording,
        gone_recording,
        guess.id,
        race,
        gone_race,
    )
    place.server.resume()


def found(value: Any) -> Any:
    assert value is not None
    return value


@pytest.mark.slow
def test_what_is_anothers_can_neither_be_read_nor_changed(place: Place, mine: Things) -> None:
    room, before = place.room, rows(place, ME)
    assert [table for table, kept in before.items() if not kept] == []
    run = found(room.chats(ME).live(mine.running.id))
    for name in READS:
        own, nobodys = getattr(room, name.partition(".")[0])(ME), getattr(room, name.partition(".")[0])(NOBODY)
        assert OPERATIONS[name](own, mine) != OPERATIONS[name](nobodys, mine.nowhere()), name
    for name in sorted(OPERATIONS, key=lambda name: name.endswith(".run")):  # from then on they have things, too
        kind, operation = name.partition(".")[0], OPERATIONS[name]
        theirs = operation(getattr(room, kind)(YOU), mine)
        assert theirs == operation(getattr(room, kind)(NOBODY), mine.nowhere()), name
        assert rows(place, ME) == before, name
        assert not run.progress.ended and room.chats(ME).live(mine.running.id) is run, name
    assert room.chats(ME).search("skyscraper") and room.measurements(ME).answers(mine.measurement)
    assert room._servers.keys.get(ME, "custom") == "key-of-mine"
    assert room._servers.headers.get(ME, "custom") == (("X-Team", "header-of-mine"),)


def test_what_is_on_its_way_goes_to_the_heir(place: Place) -> None:
    room = place.room
    turn = found(room.chats(YOU).ask(None, "gate-10-5", ASKED))
    run: Run = found(room.chats(YOU).live(turn.id))
    room.belongings(YOU).hand_over(ME)
    assert (room.chats(YOU).live(turn.id), room.chats(ME).live(turn.id)) == (None, run)
    assert not room.belongings(YOU).any and room.belongings(ME).any
    place.server.resume()
    assert place.ended(turn.id).status == "done"
    assert room.chats(YOU).kept([turn.id]) == {} and room.chats(ME).kept([turn.id])[turn.id].answer
