"""Turns on threads: what a page may see of them, how each of them ends, and what is kept when things go wrong."""

import logging
import queue
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from components.conversation import (
    AnswerDelta,
    Asked,
    CancelToken,
    CannotKeep,
    Chat,
    Failed,
    Failure,
    Finished,
    Interrupted,
    KeptAlive,
    Piece,
    ProviderGaveUp,
    ReasoningDelta,
    Refiled,
    StreamEvent,
    Timeouts,
    Turn,
    TurnFailed,
)
from components.places import Places
from components.runner import Run, Runner
from components.store import Store
from tests.turns import changed
from tests.waiting import eventually

ASKED = Asked("openrouter", "a/b")
THINKING, ANSWERING = ReasoningDelta("Let me see. "), AnswerDelta("It is 4.")
EVERY_ERROR = sorted(TurnFailed.__subclasses__(), key=lambda error: error.kind)


def a_turn(number: int = 0) -> Turn:
    return Turn(f"turn-{number}", "chat", None, 1.0, "What is 2 + 2?", ASKED, "streaming")


class Scripted:
    """A reply in the hand of the test: it says what it is given, and blocks for ever while that is nothing. It does
    not look at its stop, like a worker that hangs in a connection."""

    def __init__(self, *events: StreamEvent) -> None:
        self._events: queue.SimpleQueue[StreamEvent | Exception | None] = queue.SimpleQueue()
        self.begun, self.left = threading.Event(), threading.Event()
        self.say(*events)

    def say(self, *events: StreamEvent | Exception) -> None:
        for event in events:
            self._events.put(event)

    def end(self) -> None:
        self._events.put(None)

    def __call__(self, cancel: CancelToken, /) -> Iterator[StreamEvent]:
        self.begun.set()
        try:
            while (event := self._events.get()) is not None:
                if isinstance(event, Exception):
                    raise event
                yield event
        finally:
            self.left.set()


class Memory:
    """A keeper in memory, which writes down what it was asked for. `failing` holds how often a call shall yet fail."""

    def __init__(self, **failing: int) -> None:
        self.failing = Counter(failing)
        self.turns: dict[str, Turn] = {}
        self.pieces: dict[str, list[Piece]] = {}
        self.calls: list[str] = []
        self.characters = 0

    def begin(self, turn: Turn, /) -> None:
        self._note("begin")
        self.turns[turn.id], self.pieces[turn.id] = turn, []

    def extend(self, turn: Turn, first: int, pieces: Sequence[Piece], /) -> None:
        self._note("extend")
        assert first == len(self.pieces[turn.id]) and pieces
        self.pieces[turn.id] += pieces
        self.characters += sum(len(piece.text) for piece in pieces)
        self.turns[turn.id] = turn

    def refile(self, turn_id: str, /) -> None:
        self._note("refile")
        self.pieces[turn_id] = [piece._replace(channel="reasoning") for piece in self.pieces[turn_id]]

    def finish(self, turn: Turn, /) -> None:
        self._note("finish")
        self.turns[turn.id] = turn

    def turn(self, number: int = 0) -> Turn:
        turn_id = f"turn-{number}"
        return changed(self.turns[turn_id], pieces=tuple(self.pieces[turn_id]))

    def _note(self, call: str) -> None:
        self.calls.append(call)
        if self.failing[call]:
            self.failing[call] -= 1
            raise OSError("the disk is full")


class Everywhere:
    """What other replicas would be told, and have: nothing."""

    def follow(self, turn: Turn, owner: str, /) -> "Everywhere":
        return self

    def get(self, turn_id: str, waits: bool = True, /) -> None:
        return None

    def stop(self, turn_id: str, /) -> None: ...

    def claim(self, what: str, /) -> bool:
        return True

    def handed_over(self, owner: str, heir: str, /) -> None: ...

    def sent(self) -> None: ...

    def tell(self, event: StreamEvent, at: float, /) -> None: ...

    def end(self, status: str, at: float, failure: Failure | None, /) -> None: ...


class Stage:
    """One runner with its keeper. It saves fast, so that no test waits long."""

    def __init__(self, keeper: Any, places: Places | None = None) -> None:
        self.keeper, self.runner = keeper, Runner(keeper, places, save_every_s=0.05)
        self.ended: list[Turn] = []
        self.runner.when_ended(self.ended.append)

    def play(self, reply: Scripted, number: int = 0) -> Run:
        run = self.runner.start(a_turn(number), reply)
        assert reply.begun.wait(10)
        return run

    def played(self, *events: StreamEvent | Exception) -> tuple[Run, Turn]:
        """The run of one whole reply, and the turn as it was told to the listeners."""
        reply = Scripted()
        reply.say(*events)
        reply.end()
        run = self.play(reply)
        assert eventually(lambda: self.ended)
        return run, self.ended[-1]


@pytest.fixture
def stage() -> Stage:
    return Stage(Memory())


def has(run: Run, count: int) -> bool:
    return eventually(lambda: run.progress.count == count)


def test_a_turn_is_read_while_it_grows(stage: Stage) -> None:
    reply = Scripted()
    run = stage.play(reply)
    assert (run.progress.phase, run.head.status, run.turn.pieces) == ("waiting", "streaming", ())
    reply.say(THINKING)
    assert has(run, 1) and (run.progress.phase, run.turn.reasoning) == ("thinking", THINKING.text)
    seen = run.progress
    reply.say(ANSWERING, Finished("stop"))
    assert has(run, 2) and (run.progress.phase, run.turn.answer) == ("answering", ANSWERING.text)
    # What was seen stays as it was.
    assert [piece[:2] for piece in seen.pieces[: seen.count]] == [("reasoning", THINKING.text)]
    assert 0 < run.seconds < 60 and stage.runner.get("turn-0") is run
    reply.end()
    assert eventually(lambda: stage.ended)
    assert (run.head.status, run.turn.finish_reason, run.head.pieces) == ("done", "stop", ())
    times = run.turn.times
    assert 0 <= (times.first_reasoning or -1) <= (times.first_answer or -1) <= (times.ended or -1)


@pytest.mark.parametrize(
    "events",
    [(), (KeptAlive(),), (THINKING,), (THINKING, ANSWERING), (ANSWERING,)],
    ids=["before the first event", "kept alive", "thinking", "answering", "answering at once"],
)
def test_a_stop_ends_a_turn_at_once_and_drops_what_comes_later(stage: Stage, events: tuple[StreamEvent, ...]) -> None:
    reply = Scripted(*events)
    run = stage.play(reply)
    assert has(run, sum(not isinstance(event, KeptAlive) for event in events))
    stage.runner.stop("turn-0")
    kept = run.turn
    assert (kept.status, kept.failure) == ("stopped", None) and kept.times.ended is not None
    assert stage.ended == [kept] == [stage.keeper.turn()] and stage.runner.get("turn-0") is None
    reply.say(AnswerDelta("too late"), Failed(ProviderGaveUp().failure))
    assert reply.left.wait(10)
    assert run.turn == kept == stage.keeper.turn() and stage.ended == [kept]


@pytest.mark.parametrize("late", ["nothing", "an error", "a fault"])
def test_a_stop_before_an_ending_wins_over_it(stage: Stage, late: str) -> None:
    reply = Scripted(THINKING)
    run = stage.play(reply)
    assert has(run, 1)
    run.stop()
    if late != "nothing":
        reply.say(ProviderGaveUp() if late == "an error" else ZeroDivisionError())
    reply.end()
    assert reply.left.wait(10)
    assert (run.turn.status, run.turn.failure, stage.keeper.calls.count("finish")) == ("stopped", None, 1)


@pytest.mark.parametrize("ending", ["done", "failed"])
def test_an_ending_before_a_stop_wins_over_it(stage: Stage, ending: str) -> None:
    run, turn = stage.played(THINKING, *([ProviderGaveUp()] if ending == "failed" else [ANSWERING]))
    run.stop()
    stage.runner.stop("turn-0")
    assert run.turn == turn == stage.keeper.turn() and turn.status == ending
    assert stage.ended == [turn] and stage.keeper.calls.count("finish") == 1


def test_many_stops_are_one(stage: Stage) -> None:
    run = stage.play(Scripted(THINKING))
    stops = [threading.Thread(target=run.stop) for _ in range(8)]
    for cancel in stops:
        cancel.start()
    for cancel in stops:
        cancel.join(10)
    assert [turn.status for turn in stage.ended] == ["stopped"] and stage.keeper.calls.count("finish") == 1


@pytest.mark.parametrize("error", EVERY_ERROR, ids=lambda error: error.__name__)
def test_an_error_of_the_tree_becomes_the_failure_and_the_text_is_kept(stage: Stage, error: type[TurnFailed]) -> None:
    raised = error("OpenRouter", "its own words", status=418, retry_after_s=7.0)
    _, turn = stage.played(THINKING, raised)
    assert (turn.status, turn.reasoning, turn.failure) == ("failed", THINKING.text, raised.failure)
    assert stage.keeper.turn() == turn


@pytest.mark.parametrize("last", [(), (ProviderGaveUp(said="its echo"),)], ids=["alone", "with its echo"])
def test_an_error_inside_the_stream_is_the_failure(stage: Stage, last: tuple[Exception, ...]) -> None:
    failure = Failure("provider gave up", "It broke off.", "Try again.", "the cause")
    _, turn = stage.played(THINKING, Failed(failure), *last)
    assert (turn.status, turn.failure, turn.reasoning) == ("failed", failure, THINKING.text)


def test_an_unknown_exception_becomes_a_fault_that_shows_no_traceback(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        _, turn = stage.played(THINKING, ZeroDivisionError("odd innards"))
    failure = turn.failure
    assert failure and (turn.status, failure.kind, turn.reasoning) == ("failed", "fault", THINKING.text)
    assert failure.what and failure.next_step and not failure.said
    assert "odd innards" not in repr(turn) and "Traceback" not in repr(turn)
    assert "ZeroDivisionError" in caplog.text  # the log has the details


def test_pieces_are_appended_and_never_written_again(stage: Stage) -> None:
    reply = Scripted()
    run = stage.play(reply)
    for number in range(200):
        reply.say(ReasoningDelta(f"{number:04} "))
        if number % 20 == 0:
            time.sleep(0.02)
    reply.end()
    assert eventually(lambda: stage.ended)
    assert stage.keeper.turn() == run.turn and len(run.turn.reasoning) == 1000
    assert stage.keeper.characters == 1000 and stage.keeper.calls.count("extend") > 1


@pytest.mark.slow
def test_what_arrived_is_saved_within_a_second_of_silence() -> None:
    keeper = Memory()
    reply = Scripted(THINKING)
    run = Runner(keeper).start(a_turn(), reply)
    assert has(run, 1)
    assert eventually(lambda: keeper.pieces["turn-0"], 1.0)
    assert (keeper.turn().status, keeper.turn().reasoning) == ("streaming", THINKING.text)
    saved = len(keeper.calls)
    time.sleep(0.7)
    assert len(keeper.calls) == saved  # and a silence itself writes nothing
    run.stop()


@pytest.mark.parametrize("call", ["extend", "refile", "finish"])
@pytest.mark.parametrize("times", [1, 3])
def test_a_keeper_that_fails_for_a_while_loses_nothing(call: str, times: int) -> None:
    stage = Stage(Memory(**{call: times}))
    run, turn = stage.played(AnswerDelta("Hm. "), Refiled(), ANSWERING, Finished("stop"))
    assert eventually(lambda: stage.runner.get("turn-0") is None)
    assert (stage.keeper.turn(), run.unsaved, run.kept) == (turn, "", True)
    assert turn.status == "done" and stage.keeper.characters == len(turn.reasoning + turn.answer)


def test_a_keeper_that_fails_while_a_turn_grows_is_told_of_and_tried_again() -> None:
    stage = Stage(Memory(extend=2))
    reply = Scripted(THINKING)
    run = stage.play(reply)
    assert eventually(lambda: run.unsaved) and "could not be saved" in run.unsaved
    assert eventually(lambda: not run.unsaved) and stage.keeper.turn().reasoning == THINKING.text
    reply.end()


def test_a_turn_that_cannot_be_saved_stays_readable_and_is_not_logged_in_full(
    caplog: pytest.LogCaptureFixture,
) -> None:
    stage = Stage(Memory(extend=1000, finish=1000))
    run = stage.play(reply := Scripted())
    reply.say(THINKING, ANSWERING)
    reply.end()
    assert eventually(lambda: run.progress.ended and run.unsaved)
    assert (run.turn.status, run.turn.answer) == ("done", ANSWERING.text)
    assert stage.runner.get("turn-0") is run
    assert caplog.text.count("could not be saved") == 1 and ANSWERING.text not in caplog.text


def test_nothing_follows_a_turn_before_it_is_kept_and_its_place_is_free_at_once() -> None:
    stage = Stage(Memory(finish=6), Places(in_all=1, line=1))
    told: list[tuple[str, float, Failure | None]] = []

    class Telling(Everywhere):
        def end(self, status: str, at: float, failure: Failure | None, /) -> None:
            told.append((status, at, failure))

    stage.runner._relay = Telling()
    run = stage.play(reply := Scripted())
    reply.say(ANSWERING)
    reply.end()
    assert eventually(lambda: run.progress.ended)
    next_one = stage.play(Scripted(ANSWERING), 1)
    assert not run.kept and stage.ended == [] and told == []
    assert eventually(lambda: run.kept and stage.ended)
    assert stage.ended == [run.turn] and told == [("done", run.turn.times.ended, None)]
    assert stage.runner.get("turn-0") is None
    next_one.stop()


def test_what_follows_a_turn_that_took_too_long_keeps_no_other_from_being_saved() -> None:
    keeper, going_on = Memory(), threading.Event()
    runner = Runner(keeper)
    follows = threading.Event()

    def follow(_: Turn) -> None:
        follows.set()
        going_on.wait(10.0)

    runner.when_ended(follow)
    late, other = Scripted(), Scripted()
    run = runner.start(a_turn(), late)
    another = runner.start(a_turn(1), other)
    assert late.begun.wait(5.0)
    run._timeouts = Timeouts(first_byte_s=0.0)
    try:
        assert follows.wait(5.0) and run.kept
        other.say(THINKING)
        assert eventually(lambda: keeper.pieces["turn-1"], 2.0)
    finally:
        going_on.set()
        another.stop()


def test_a_turn_that_cannot_be_begun_is_not_begun() -> None:
    stage, reply = Stage(Memory(begin=1)), Scripted()
    with pytest.raises(OSError, match="disk is full"):
        stage.runner.start(a_turn(), reply)
    assert stage.runner.get("turn-0") is None and not reply.begun.is_set()
    assert stage.play(reply).head.status == "streaming"


def test_in_a_full_room_a_turn_waits_in_line_and_is_asked_when_one_ends() -> None:
    stage = Stage(Memory(), Places(in_all=2, line=1))
    runs = [stage.play(Scripted(THINKING), number) for number in (1, 2)]
    waiting, refused = Scripted(ANSWERING), Scripted()
    third = stage.runner.start(a_turn(3), waiting)
    assert third.head.status == "streaming" and third.place.said.startswith(
        "You are first in line: all 2 places of this room are taken."
    )
    stage.runner.start(a_turn(4), refused)  # the line is too long for it
    assert eventually(lambda: stage.ended)
    (turn,) = stage.ended
    assert turn.failure and (turn.id, turn.status, turn.failure.kind) == ("turn-4", "failed", "room full")
    assert not refused.begun.is_set() and stage.keeper.turn(4) == turn and not waiting.begun.is_set()
    begun = time.monotonic()
    runs[0].stop()
    assert waiting.begun.wait(10) and third.place.said == ""
    assert third.seconds <= time.monotonic() - begun  # its time begins when it is asked
    assert stage.runner.start(a_turn(5), Scripted()).place.said and stage.ended[-1].id == "turn-1"


def test_a_turn_that_waits_in_line_can_be_stopped_and_is_not_given_up() -> None:
    stage = Stage(Memory(), Places(in_all=1))
    first = stage.play(Scripted(THINKING), 1)
    waiting = [stage.runner.start(a_turn(number), Scripted()) for number in (2, 3)]
    waiting[0]._timeouts = Timeouts(first_byte_s=0.0, silence_s=0.0, total_s=0.0)
    waiting[0].expire()
    assert not waiting[0].head.ended  # nobody was asked yet, so nobody is too slow
    waiting[0].stop()
    assert waiting[0].head.status == "stopped" and stage.keeper.turn(2).status == "stopped"
    assert waiting[1].place.said
    first.stop()
    assert eventually(lambda: not waiting[1].place.said)


def test_ended_runs_are_forgotten(stage: Stage) -> None:
    for number in range(5):
        reply = Scripted(THINKING)
        reply.end()
        stage.play(reply, number)
    assert eventually(lambda: len(stage.ended) == 5)
    assert [stage.runner.get(f"turn-{number}") for number in range(5)] == [None] * 5
    stage.runner.stop("turn-0")  # of no effect


def test_a_listener_is_told_after_the_turn_was_saved_and_may_start_the_next() -> None:
    stage, kept, second = Stage(Memory()), [], Scripted(ANSWERING)

    def follow(ended: Turn) -> None:
        kept.append(stage.keeper.turns[ended.id].status)
        if ended.id == "turn-0":
            stage.runner.start(a_turn(1), second)

    stage.runner.when_ended(follow)
    second.end()
    stage.played(THINKING)
    assert eventually(lambda: len(stage.ended) == 2) and eventually(lambda: kept == ["done", "done"])


def test_a_listener_that_fails_spoils_neither_the_stop_nor_the_others(caplog: pytest.LogCaptureFixture) -> None:
    runner, told = Runner(Memory()), []

    def fails(ended: Turn) -> None:
        raise ZeroDivisionError

    runner.when_ended(fails)
    runner.when_ended(told.append)
    run = runner.start(a_turn(), Scripted())
    run.stop()
    assert [turn.status for turn in told] == ["stopped"] and "ZeroDivisionError" in caplog.text


def test_refiling_changes_the_channel_and_writes_no_text_again(stage: Stage) -> None:
    reply = Scripted(AnswerDelta("Let me see. "), AnswerDelta("Yes. "))
    run = stage.play(reply)
    assert eventually(lambda: stage.keeper.turn().answer == "Let me see. Yes. ")
    reply.say(Refiled(), ANSWERING)
    assert eventually(lambda: stage.keeper.turn().answer == ANSWERING.text)
    reply.end()
    assert eventually(lambda: stage.ended)
    assert (run.turn.reasoning, run.turn.answer) == ("Let me see. Yes. ", ANSWERING.text)
    assert stage.keeper.turn() == run.turn and stage.keeper.calls.count("refile") == 1
    assert stage.keeper.characters == len(run.turn.reasoning + run.turn.answer)


def test_readers_see_only_whole_states_while_a_turn_grows(stage: Stage) -> None:
    reply, wrong = Scripted(), []
    run = stage.play(reply)
    done = threading.Event()

    def read() -> None:
        last = 0
        while not done.is_set():
            now = run.progress
            texts = [piece.text for piece in now.pieces[: now.count]]
            if texts != [f"{number} " for number in range(now.count)] or now.count < last:
                wrong.append(texts)
            if now.reasoning_bytes != len("".join(texts)):
                wrong.append(now.reasoning_bytes)
            last = now.count

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    reply.say(*(ReasoningDelta(f"{number} ") for number in range(300)))
    reply.end()
    assert eventually(lambda: stage.ended)
    done.set()
    for reader in readers:
        reader.join(10)
    assert wrong == [] and run.progress.count == 300


@pytest.mark.parametrize("ending", ["killed", "stopped", "done"])
def test_the_store_has_what_the_run_had(tmp_path: Path, ending: str) -> None:
    url = f"sqlite:///{tmp_path}/room.db"
    store = Store(url)
    store.add_chat(Chat("chat", "me", "A chat", 1.0, 1.0, None, ASKED))
    stage, reply = Stage(store), Scripted(AnswerDelta("Hm. "), Refiled(), THINKING, ANSWERING)
    run = stage.play(reply)
    assert has(run, 3)

    def kept() -> Turn:
        return Store(url).with_texts(["turn-0"])["turn-0"]

    if ending == "done":
        reply.end()
    if ending == "stopped":
        run.stop()
    status = "streaming" if ending == "killed" else ending
    assert eventually(lambda: kept().status == status and kept().answer)
    found = kept()
    assert (found.reasoning, found.answer) == ("Hm. Let me see. ", ANSWERING.text)
    if ending == "killed":
        fresh = Store(url)
        assert fresh.interrupt_all() == 1
        assert (found := kept()).failure and (found.status, found.failure.kind) == ("failed", "interrupted")
        assert (found.reasoning, found.answer) == ("Hm. Let me see. ", ANSWERING.text)
    else:
        assert (found.times, found.finish_reason) == (run.turn.times, run.turn.finish_reason)
    run.stop()


# Before the process ends


def test_what_runs_is_cut_off_and_saved_when_the_room_is_closed() -> None:
    stage, reply = Stage(Memory()), Scripted(THINKING, ANSWERING)
    run = stage.play(reply)
    assert has(run, 2)
    stage.runner.close()
    stage.runner.close()
    turn = stage.keeper.turn()
    assert (turn.status, turn.reasoning, turn.answer) == ("failed", THINKING.text, ANSWERING.text)
    assert turn.failure == Interrupted().failure and stage.ended == []  # nothing follows it
    assert stage.keeper.calls.count("finish") == 1


def test_what_is_shown_before_the_end_is_what_is_kept() -> None:
    """However fast it grows."""
    stage, reply = Stage(Memory()), Scripted()
    run = stage.play(reply)
    reply.say(*[ReasoningDelta(f"{number} ") for number in range(5_000)])
    assert eventually(lambda: run.progress.count >= 100)
    stage.runner.close()
    shown = run.progress
    assert shown.ended and stage.keeper.turn().reasoning == "".join(piece.text for piece in shown.pieces[: shown.count])


def test_what_was_not_saved_before_is_saved_when_the_room_is_closed() -> None:
    stage, reply = Stage(Memory(finish=1)), Scripted(THINKING)
    run = stage.play(reply)
    assert has(run, 1)
    stage.runner.close()
    assert stage.keeper.turn().reasoning == THINKING.text and run.kept


def test_what_comes_after_the_end_is_not_asked() -> None:
    stage, reply = Stage(Memory()), Scripted(THINKING)
    stage.runner.close()
    stage.runner.start(a_turn(), reply)
    assert eventually(lambda: stage.keeper.turn().status == "failed")
    assert stage.keeper.turn().failure == Interrupted().failure and not reply.begun.is_set() and stage.ended == []


def test_why_a_turn_cannot_be_saved_is_told_in_the_keepers_own_sentence() -> None:
    class Full(Memory):
        def extend(self, turn: Turn, first: int, pieces: Sequence[Piece], /) -> None:
            raise CannotKeep("The disk is full.")

    stage, reply = Stage(Full()), Scripted(THINKING)
    run = stage.play(reply)
    assert eventually(lambda: run.unsaved) and run.unsaved == (
        "This turn could not be saved. The disk is full. It is kept in memory until the room ends, and saved as soon as"
        " that is possible."
    )
    run.stop()


def test_who_listens_hears_the_first_words_once_also_when_they_come_late_or_never() -> None:
    runner = Runner(Memory())
    speaks, ends, heard = Scripted(), Scripted(), queue.SimpleQueue[str]()
    run, silent = runner.start(a_turn(1), speaks), runner.start(a_turn(2), ends)
    run.when_it_speaks(lambda: heard.put("words"))
    silent.when_it_speaks(lambda: heard.put("the end"))
    speaks.say(KeptAlive(), THINKING, ANSWERING)
    assert heard.get(timeout=30) == "words" and run.progress.size
    ends.end()
    assert heard.get(timeout=30) == "the end"
    run.when_it_speaks(lambda: heard.put("late"))
    assert heard.get_nowait() == "late"
    speaks.end()
    assert eventually(lambda: run.progress.ended) and heard.empty()


class Holding:
    """Somebody who holds still for a run, on a thread of theirs."""

    def __init__(self, run: Run, until_it_speaks: bool) -> None:
        self.gone = threading.Event()
        threading.Thread(target=self._hold, args=(run, until_it_speaks), daemon=True).start()

    def _hold(self, run: Run, until_it_speaks: bool) -> None:
        run.hold_still(until_it_speaks)
        self.gone.set()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever holds still does so for as long as it takes."""
    for name in ("SENT_S", "SPEAKS_S", "TOLD_S"):
        monkeypatch.setattr(f"components.runner.run.{name}", 30.0)


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("until_it_speaks", [False, True])
def test_whoever_holds_still_goes_on_once_the_request_is_sent_or_the_words_are_told(until_it_speaks: bool) -> None:
    sends, speaks, ends = threading.Event(), threading.Event(), threading.Event()

    def reply(cancel: CancelToken, /) -> Iterator[StreamEvent]:
        sends.wait(30)
        cancel.sent.set()
        speaks.wait(30)
        yield THINKING
        ends.wait(30)

    run = Runner(Memory()).start(a_turn(), reply)
    holding = Holding(run, until_it_speaks)
    assert not holding.gone.is_set()
    sends.set()
    if until_it_speaks:
        assert not holding.gone.wait(0.05)
        speaks.set()
        assert not holding.gone.wait(0.05)
        ends.set()
    assert holding.gone.wait(20)
    run.stop()
    for held in (speaks, ends):
        held.set()


@pytest.mark.usefixtures("patient")
def test_nobody_holds_still_for_a_turn_that_waits_or_is_over() -> None:
    reply, waiting = Scripted(THINKING), Scripted()
    runner = Runner(Memory(), Places(each=1))
    run, waits = runner.start(a_turn(1), reply), runner.start(a_turn(2), waiting)
    assert Holding(waits, True).gone.wait(20)
    run.stop()
    assert Holding(run, True).gone.wait(20)
    waits.stop()
