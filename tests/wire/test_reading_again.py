"""What was heard of a reply, kept and read again, is the same turn; and hearing it changes nothing."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from components.conversation import Asked, CancelToken, Draft, Prefill, Turn, TurnFailed, request_for
from components.recordings import Budget, Entry, Header, Packer, Recorder, Try, read_record, tries_of, unpacked
from components.wire import Came, Client, Endpoint, provider_at, read_again, row_of, server_events
from tests.modelserver import ModelServer
from tests.modelserver.contents import CONTENTS
from tests.modelserver.faults import CUTS, OPEN_AFTER_DONE
from tests.modelserver.framing import FRAMING
from tests.modelserver.tale import ANSWER, THOUGHTS, tale

KEY = "sk-or-v1-canary0123456789canary"
FOLDER = Path(os.environ.get("THINKROOM_CAPTURES") or "nowhere")
NO_REPLY = ("request.json", "chunks.json", "expect.json")
REPLIES = [path.name for path in FOLDER.glob("*.*") if path.suffix in (".sse", ".ndjson", ".json")]
# Without captures one test stands for all: it is skipped, or fails in CI.
CAPTURES = sorted(name for name in REPLIES if not name.endswith(NO_REPLY) and "models-list" not in name) or [""]


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


class Tape:
    """Asks and keeps what came, through the same packing as the room's."""

    def __init__(self, endpoint: Endpoint, model: str = "a/b", given: Prefill | None = None) -> None:
        self.endpoint, self.model, self.given = endpoint, model, given

    def asked(self, question: str) -> tuple[Turn, list[Try]]:
        recorder, draft = Recorder(KEY, Budget()), Draft()
        request = request_for(question, Asked(self.endpoint.name, self.model), [], self.given)
        failure = None
        try:
            for event in Client(connect_s=5, read_s=20).reply(request, self.endpoint, CancelToken(), recorder):
                draft.fold(event, 0.0)
        except TurnFailed as error:
            failure = error.failure
        draft.end("failed" if failure or draft.progress.reply.failure else "done", 1.0, failure)
        packer = Packer(Header())
        for entry in recorder.entries():
            packer.add(entry)
        return draft.turn(self.begun), tries_of(read_record(unpacked(packer.packed())))

    @property
    def begun(self) -> Turn:
        return Turn("t", "c", None, 0.0, "", Asked("x", self.model), given=self.given)

    def again(self, tries: list[Try], taken: str = "") -> Turn:
        last, draft, failure = tries[-1], Draft(), None
        assert last.status is not None
        came = Came(last.status, (read.data for read in last.reads), last.how, last.headers)
        try:
            for event in read_again(came, self.endpoint, self.model, self.given, taken):  # type: ignore[arg-type]
                draft.fold(event, 0.0)
        except TurnFailed as error:
            failure = error.failure
        draft.end("failed" if failure or draft.progress.reply.failure else "done", 1.0, failure)
        return draft.turn(self.begun)


def endpoint(url: str, name: str = "openrouter") -> Endpoint:
    row = row_of(name)
    return Endpoint(name, row or provider_at(url), url, KEY)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(FRAMING | CONTENTS | OPEN_AFTER_DONE))
def test_every_fault_of_a_server_is_the_same_turn_read_again(server: ModelServer, name: str) -> None:
    tape = Tape(endpoint(server.url), f"fault/{name}")
    live, tries = tape.asked("Why?")
    assert tries and KEY not in str(tries)
    if tries[-1].status is None:
        assert live.failure and not live.answer  # nothing came, so there is nothing to read
    else:
        assert told(tape.again(tries)) == told(live)


def told(turn: Turn) -> tuple[object, ...]:
    failure = turn.failure and (turn.failure.kind, turn.failure.what, turn.failure.status)
    return turn.reasoning, turn.answer, turn.status, failure, turn.finish_reason, turn.usage, turn.details


@pytest.mark.slow
@pytest.mark.captures
@pytest.mark.parametrize("name", CAPTURES)
def test_every_recorded_reply_is_the_same_turn_read_again(captures: Path, server: ModelServer, name: str) -> None:
    for how in ("", "/bytewise") if (captures / name).stat().st_size < 8_000 else ("",):
        tape = Tape(endpoint(server.url))
        live, tries = tape.asked(f"capture:{name}{how}")
        assert tries[-1].body == (captures / name).read_bytes()
        assert tape.again(tries) == live
        assert live.answer or live.failure or live.reasoning or name.endswith(".ndjson")


@pytest.mark.captures
@pytest.mark.parametrize("how", sorted(CUTS))
def test_a_reply_that_was_cut_is_cut_the_same_way_read_again(captures: Path, server: ModelServer, how: str) -> None:
    for stop in (0, 1, 700, 2_001):
        tape = Tape(endpoint(server.url), f"cut/groq-gpt-oss-120b-thinking.sse@{stop}/{how}")
        live, tries = tape.asked("Why?")
        assert tape.again(tries) == live and live.failure


def test_reads_are_told_in_their_time_and_before_they_are_read(server: ModelServer) -> None:
    recorder, came = Recorder("", Budget(), time.monotonic()), 0
    request = request_for("think-4-2-100", Asked("openrouter", "a/b"), [])
    for _ in Client().reply(request, endpoint(server.url), CancelToken(), recorder):
        came += 1
        entries = list(recorder.entries())
        assert [entry.code for entry in entries[:2]] == ["t", "h"] and entries[-1].code in "we"
    entries: list[Entry] = list(recorder.entries())
    assert came and entries == sorted(entries, key=lambda entry: entry.at)
    assert entries[-1].data == {"how": "whole", "said": ""} and entries[-1].at > 0.04


def test_a_server_that_is_not_there_is_told_too() -> None:
    recorder = Recorder("", Budget())
    request = request_for("Why?", Asked("openrouter", "a/b"), [])
    with pytest.raises(TurnFailed):
        list(Client().reply(request, endpoint("http://127.0.0.1:9/v1"), CancelToken(), recorder))
    (only,) = tries_of_recorder(recorder)
    assert only.status is None and only.how == "broken" and "refused" in only.said


def tries_of_recorder(recorder: Recorder) -> list[Try]:
    packer = Packer(Header())
    for entry in recorder.entries():
        packer.add(entry)
    return tries_of(read_record(unpacked(packer.packed())))


@pytest.mark.parametrize(("name", "taken"), [("llamacpp", "own"), ("openrouter", "words")])
def test_what_was_handed_over_stands_at_the_beginning_again(name: str, taken: str) -> None:
    begun = THOUGHTS[:40]
    with ModelServer(default=tale()) as teller:
        tape = Tape(endpoint(teller.url, name), "test/model", Prefill("other", begun, edited=True))
        live, tries = tape.asked("Count.")
    assert live.taken == taken and live.answer == ANSWER
    assert tape.again(tries, taken) == live


def test_a_reader_that_nobody_hears_and_one_that_is_heard_read_the_same(server: ModelServer) -> None:
    request = request_for("think-40-20-0", Asked("openrouter", "a/b"), [])
    heard = list(Client().reply(request, endpoint(server.url), CancelToken(), Recorder("", Budget())))
    assert [e for e in heard if "Delta" in type(e).__name__] and KEY not in str(heard)


@pytest.mark.parametrize(
    ("reads", "events"),
    [
        ([b": hi\n\nda", b"ta: a\n", b"\n"], [[(":", b"hi")], [], [("", b"a")]]),
        ([b"event: x\ndata: 1\ndata: 2\n\ndata: 3"], [[("x", b"1\n2"), ("", b"3")]]),
        ([b'{"a":', b'1}\n{"b":2}\n'], [[], [("\n", b'{"a":1}'), ("\n", b'{"b":2}')]]),
        ([b" \n", b'{"a":1}'], [[], [("\n", b'{"a":1}')]]),
        ([b"<html>", b"</html>"], [[], [("\n", b"<html></html>")]]),
        ([], []),
    ],
)
def test_reads_are_told_as_the_events_that_they_complete(reads: list[bytes], events: list[object]) -> None:
    assert [list(map(tuple, found)) for found in server_events(reads)] == events
