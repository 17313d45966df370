"""The room's own client against the server in the box: the turns that real servers' replies become."""

import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx
import pytest

from components.conversation import (
    Asked,
    CancelToken,
    ChatRequest,
    Draft,
    Message,
    ModelUnknown,
    NotAChatServer,
    Progress,
    ReasoningDelta,
    RequestRefused,
    StreamEvent,
    Thinking,
    Turn,
)
from components.pocket.request import MOST_TOKENS, NOVICE, THINKER
from components.pocket.server import PocketServer
from components.pocket.speaker import speaker
from components.wire import Client, Endpoint, Lookup, Provider
from tests.pocket.conftest import URL
from tests.pocket.weights import write_reciting

PROVIDER = Provider(
    "pocket",
    "Pocket",
    URL,
    asks={"include_reasoning": True},
    hides={"include_reasoning": False},
    tells_thinking=True,
)
ENDPOINT = Endpoint("pocket", PROVIDER, URL)
QUESTION = (Message("user", "Which is bigger: 9.11 or 9.9?"),)


@pytest.fixture(scope="module")
def reciting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reciting")
    return write_reciting(folder, ["\n", "First", " is", ".\n", " Wait", " smaller"], ["**", "9", " done"])


def client(folder: Path, pace: float = 0) -> Client:
    return Client(lambda _: PocketServer(pace, folder))


def events(
    folder: Path,
    asked: Asked,
    messages: Sequence[Message] = QUESTION,
    cancel: CancelToken | None = None,
    pace: float = 0,
) -> Iterator[StreamEvent]:
    return client(folder, pace).reply(ChatRequest(asked, tuple(messages)), ENDPOINT, cancel or CancelToken())


def progress(found: Iterator[StreamEvent]) -> Progress:
    draft = Draft()
    for event in found:
        draft.fold(event, 0.0)
    return draft.progress


def text(told: Progress, channel: str) -> str:
    return "".join(piece.text for piece in told.pieces if piece.channel == channel)


def test_thoughts_and_answer_become_a_turn(reciting: Path) -> None:
    asked = Asked("pocket", THINKER)
    draft = Draft()
    for event in events(reciting, asked):
        draft.fold(event, 1.0)
    draft.end("done", 2.0)
    turn = draft.turn(Turn("t", "c", None, 0.0, QUESTION[0].content, asked))
    assert (turn.reasoning, turn.answer) == ("First is.\n Wait smaller", "**9 done")
    assert (turn.status, turn.finish_reason, turn.failure, turn.answered_by) == ("done", "stop", None, THINKER)
    assert turn.usage and (turn.usage.completion_tokens, turn.usage.reasoning_tokens, turn.usage.cost) == (11, 7, 0.0)
    assert turn.generation_id.startswith("gen-") and not turn.withheld and turn.details is None
    # A piece for each token that has a text.
    assert [piece.text for piece in turn.pieces] == ["First", " is", ".", "\n Wait", " smaller", "**", "9", " done"]


def test_hidden_thoughts_are_withheld(reciting: Path) -> None:
    told = progress(events(reciting, Asked("pocket", THINKER, effort="hidden")))
    assert (text(told, "reasoning"), text(told, "answer")) == ("", "**9 done")
    assert told.reply.usage and told.reply.usage.reasoning_tokens == 7 and told.kept_alive is not None


def test_the_novice_has_no_thoughts(reciting: Path) -> None:
    told = progress(events(reciting, Asked("pocket", NOVICE)))
    assert (text(told, "reasoning"), text(told, "answer"), told.reply.finish_reason) == ("", "**9 done", "stop")
    assert told.reply.usage and told.reply.usage.reasoning_tokens == 0


def test_a_limit_that_is_reached_is_told(folder: Path) -> None:
    told = progress(events(folder, Asked("pocket", THINKER, max_tokens=7)))
    assert (told.reply.finish_reason, told.reply.failure) == ("length", None)
    assert told.reply.usage and told.reply.usage.completion_tokens == 7


def test_a_body_that_was_not_streamed_is_read_the_same(reciting: Path) -> None:
    class Whole(PocketServer):
        """Streams to nobody, as some servers do."""

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            body = request.read().replace(b'"stream":true', b'"stream":false')
            return super().handle_request(httpx.Request("POST", request.url, content=body))

    asked = ChatRequest(Asked("pocket", THINKER), QUESTION)
    told = progress(Client(lambda _: Whole(0, reciting)).reply(asked, ENDPOINT, CancelToken()))
    streamed = progress(events(reciting, asked.asked))
    assert text(told, "reasoning") == text(streamed, "reasoning") and text(told, "answer") == text(streamed, "answer")
    assert (told.reply.finish_reason, told.reply.usage) == (streamed.reply.finish_reason, streamed.reply.usage)


def test_refusals_are_those_of_any_server(folder: Path) -> None:
    with pytest.raises(ModelUnknown):
        list(events(folder, Asked("pocket", "pocket/giant")))
    with pytest.raises(RequestRefused) as refused:
        list(events(folder, Asked("pocket", THINKER), [Message("system", "x")]))
    assert "nothing to answer" in refused.value.failure.said

    class Misled(PocketServer):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            return super().handle_request(httpx.Request("POST", f"{URL}/chat"))

    with pytest.raises(NotAChatServer):
        list(
            Client(lambda _: Misled(0, folder)).reply(
                ChatRequest(Asked("pocket", THINKER), QUESTION), ENDPOINT, CancelToken()
            )
        )


def test_after_a_stop_at_most_two_more_tokens_are_computed(folder: Path) -> None:
    network = speaker(THINKER, folder).network
    begun, cancel, heard = network.passes, CancelToken(), list[StreamEvent]()
    reader = threading.Thread(target=lambda: heard.extend(events(folder, Asked("pocket", THINKER), cancel=cancel)))
    reader.start()
    while network.passes < begun + 20 and reader.is_alive():
        time.sleep(0)
    cancel.set()
    stopped = network.passes
    reader.join()
    assert network.passes - stopped <= 2 and network.passes - begun < MOST_TOKENS
    assert any(isinstance(event, ReasoningDelta) for event in heard)


def test_a_stop_while_thoughts_are_hidden_ends_them_too(folder: Path) -> None:
    network = speaker(THINKER, folder).network
    before, cancel = network.passes, CancelToken()
    for count, _ in enumerate(events(folder, Asked("pocket", THINKER, effort="hidden"), cancel=cancel)):
        if count == 10:
            cancel.set()
    assert network.passes - before <= 13


@pytest.mark.slow
def test_eight_replies_at_once_grow_alike(folder: Path) -> None:
    counts, seen, together = [0] * 8, list[tuple[int, ...]](), threading.Barrier(8)

    def ask(number: int) -> None:
        together.wait()
        for event in events(folder, Asked("pocket", THINKER)):
            if isinstance(event, ReasoningDelta):
                counts[number] += 1
                seen.append(tuple(counts))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(counts)) == 1 and counts[0] > 200
    # Once all have begun: a thread that starts late is ahead of nobody, and behind by what the others had until then.
    begun, *later = [each for each in seen if min(each)]
    grown = [sorted(now - then for now, then in zip(each, begun, strict=True)) for each in later]
    # A token of this small network takes 0.1 ms, so a moment without a processor is as much as the first few dozen.
    assert [each for each in grown if each[-1] >= 100 and each[-1] > 1.5 * each[0]] == []
    at_first_end = next(each for each in seen if max(each) == counts[0])
    assert max(at_first_end) <= 1.5 * min(at_first_end)


@pytest.mark.slow
def test_eight_replies_at_once_are_those_of_one_alone(folder: Path) -> None:
    alone = [text(progress(events(folder, Asked("pocket", model))), "answer") for model in (THINKER, NOVICE)]
    found: dict[int, str] = {}

    def ask(number: int) -> None:
        model = (THINKER, NOVICE)[number % 2]
        found[number] = text(progress(events(folder, Asked("pocket", model))), "answer")

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[number] for number in range(8)] == alone * 4


def test_the_list_tells_what_the_two_models_take(folder: Path) -> None:
    thinker, novice = Lookup(lambda _: PocketServer(0, folder)).models(ENDPOINT)
    assert (thinker.id, novice.id) == (THINKER, NOVICE)
    assert "toy" in thinker.name and "toy" in novice.name
    shown = thinker.thinking
    assert (shown.shows, shown.mandatory, shown.choices, shown.budget) == (True, True, ("default",), False)
    assert novice.thinking == Thinking(False)
    for model in (thinker, novice):
        assert model.free and (model.context, model.most_output) == (1_024, MOST_TOKENS) and model.created > 1.7e9
