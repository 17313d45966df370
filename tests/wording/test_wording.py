"""The words for every state of a turn: the table of the design, row by row, and what lies between the rows."""

from dataclasses import replace
from typing import Any, get_args

import pytest

from components import wording as words
from components.conversation import (
    Asked,
    Circling,
    ConnectionLost,
    Failure,
    Interrupted,
    KeyRefused,
    Loading,
    ModelLoading,
    Piece,
    Prefill,
    ProviderGaveUp,
    RateLimited,
    Taken,
    Times,
    Turn,
    TurnFailed,
    Usage,
    money,
)
from tests.turns import changed, made

THOUGHTS, ANSWER = Piece("reasoning", "Let me see."), Piece("answer", "It is 4.")


def a_turn(*pieces: Piece, **more: Any) -> Turn:
    return made("t", "c", None, 1.0, "What is 2 + 2?", Asked("openrouter", "a/b"), pieces=pieces, **more)


def streaming(first_reasoning: float | None = None, first_answer: float | None = None) -> Turn:
    return a_turn(status="streaming", times=Times(first_reasoning, first_answer))


def done(*pieces: Piece, times: Times | None = None, **more: Any) -> Turn:
    return a_turn(*pieces, status="done", times=times or Times(1.8, 14.2, 18.3), finish_reason="stop", **more)


def failed(failure: Failure | None, *pieces: Piece, times: Times | None = None) -> Turn:
    return a_turn(*pieces, status="failed", failure=failure, times=times or Times(0.5, None, 12.9))


def sentence(turn: Turn) -> str:
    ending = words.ending(turn)
    assert ending is not None
    return f"{ending.what} {ending.kept}"


def actions(turn: Turn) -> tuple[str, ...]:
    ending = words.ending(turn)
    return ending.actions if ending else ()


@pytest.mark.parametrize(
    ("turn", "now", "size", "clock"),
    [
        (streaming(), 0.0, 0, "Waiting for the first word · 0 s"),
        (streaming(), 3.9, 0, "Waiting for the first word · 3 s"),
        (streaming(), 1204.2, 0, "Waiting for the first word · 1,204 s"),
        (streaming(2.0), 14.5, 1920, "Thinking · 12 s · ≈480 tokens"),
        (streaming(2.0), 2.0, 1, "Thinking · 0 s · ≈1 tokens"),
        (streaming(2.0), 3000.0, 400_000, "Thinking · 2,998 s · ≈100,000 tokens"),
        (streaming(2.0, 14.4), 20.0, 1920, "Thought for 12.4 s · ≈480 tokens"),
        (streaming(2.0, 2.4), 20.0, 1920, "Thought for 0.4 s"),
        (done(THOUGHTS, ANSWER, usage=Usage(reasoning_tokens=1204)), None, 11, "Thought for 12.4 s · 1,204 tokens"),
        (done(THOUGHTS, ANSWER), None, 1920, "Thought for 12.4 s · ≈480 tokens"),
        (done(THOUGHTS, ANSWER, usage=Usage(completion_tokens=9)), None, 1920, "Thought for 12.4 s · ≈480 tokens"),
        (done(THOUGHTS, ANSWER, times=Times(1.0, 1.4, 3.0)), None, 11, "Thought for 0.4 s"),
        (done(THOUGHTS, times=Times(1.0, None, 13.4)), None, 1920, "Thought for 12.4 s · ≈480 tokens"),
        (done(THOUGHTS, times=Times(1.0, None, 1301.4)), None, 0, "Thought for 1,300.4 s"),
        (done(THOUGHTS, ANSWER, times=Times()), None, 11, "Time not recorded"),
        (a_turn(THOUGHTS, status="stopped", times=Times(0.5, None, 12.9)), None, 11, "Stopped after 12 s"),
        (a_turn(THOUGHTS, status="stopped", times=Times()), None, 11, "Stopped"),
        (a_turn(THOUGHTS, status="stopped", times=Times(0.5, 12.9, 14)), None, 8, "Thought for 12.4 s · ≈2 tokens"),
        (failed(ConnectionLost().failure, THOUGHTS), None, 11, "Cut off after 12 s"),
        (failed(None, THOUGHTS, times=Times(None, None, 3.0)), None, 11, "Cut off"),
        # Where the provider counted, its figure is told of short thoughts, too.
        (done(THOUGHTS, ANSWER, times=Times(1.0, 1.4, 3.0), usage=Usage(reasoning_tokens=3)), None, 11,
         "Thought for 0.4 s · 3 tokens"),
        # In a file, of a turn that has not ended.
        (streaming(2.0), None, 11, "Unfinished"),
        (streaming(2.0, 14.4), None, 1920, "Thought for 12.4 s · ≈480 tokens"),
    ],
)  # fmt: skip
def test_the_clock(turn: Turn, now: float | None, size: int, clock: str) -> None:
    assert words.clock(turn, now, size) == clock


@pytest.mark.parametrize(
    ("turn", "told", "offers"),
    [
        (
            a_turn(THOUGHTS, status="stopped", times=Times(0.5, None, 12.9)),
            "Stopped after 12 s of thinking. What arrived is kept.",
            ("again",),
        ),
        (
            a_turn(THOUGHTS, ANSWER, status="stopped", times=Times(0.5, 10.0, 12.9)),
            "Stopped in the middle of the answer. What arrived is kept.",
            ("again",),
        ),
        # Where no times were kept, by what is there.
        (a_turn(THOUGHTS, status="stopped"), "Stopped while it was thinking. What arrived is kept.", ("again",)),
        (
            a_turn(THOUGHTS, ANSWER, status="stopped"),
            "Stopped in the middle of the answer. What arrived is kept.",
            ("again",),
        ),
        (
            a_turn(status="stopped", times=Times(None, None, 3.0)),
            "Stopped before the first word. Your question is kept.",
            ("again",),
        ),
        (
            failed(ConnectionLost(said="reset by peer").failure, THOUGHTS),
            "Connection lost after 12 s; this is incomplete. What arrived is kept.",
            ("retry",),
        ),
        (
            a_turn(THOUGHTS, status="done", finish_reason="length", times=Times(0.5, None, 12.9)),
            "The model used its whole budget thinking, so there is no answer. Its thoughts are kept.",
            ("raise", "again"),
        ),
        (
            a_turn(THOUGHTS, ANSWER, status="done", finish_reason="length"),
            "The answer reached the token limit. This is incomplete; what arrived is kept.",
            ("raise",),
        ),
        (
            a_turn(ANSWER, status="done", finish_reason="content_filter"),
            "The provider's filter ended this answer. What arrived is kept. Reword the question to try again.",
            ("again",),
        ),
        (
            done(THOUGHTS),
            "The model ended without an answer. Its thoughts are kept.",
            ("again",),
        ),
    ],
)
def test_an_ending_says_what_happened_what_is_kept_and_what_to_do(
    turn: Turn, told: str, offers: tuple[str, ...]
) -> None:
    assert (sentence(turn), actions(turn)) == (told, offers)


@pytest.mark.parametrize(
    ("turn", "told"),
    [
        (done(THOUGHTS, ANSWER), ""),
        (a_turn(), "This question was waiting to be asked when the chat was exported."),
        (streaming(1.0), "This turn was still growing when the chat was exported."),
        (a_turn(THOUGHTS, status="stopped", times=Times(0.5, None, 12.9)), "Stopped after 12 s of thinking."),
        (failed(ConnectionLost(said="reset").failure, THOUGHTS),
         "Connection lost after 12 s. What arrived is incomplete. The provider's words: reset"),
        (failed(None), "The turn failed."),
        (a_turn(THOUGHTS, ANSWER, status="done", finish_reason="length"),
         "The answer reached the token limit. What arrived is incomplete."),
        (a_turn(THOUGHTS, status="done", finish_reason="length"),
         "The model used its whole budget thinking, so there is no answer."),
        (a_turn(ANSWER, status="done", finish_reason="content_filter"), "The provider's filter ended this answer."),
    ],
)  # fmt: skip
def test_a_file_says_the_same_and_offers_nothing(turn: Turn, told: str) -> None:
    assert words.ended(turn) == told


@pytest.mark.parametrize(
    ("given", "taken", "told"),
    [
        (Prefill("t0", "Let me", edited=True), "own", "The thoughts begin with those that a person had changed;"),
        (Prefill("t0", "Let me"), "own", "The thoughts begin with those that an earlier version had;"),
        (Prefill("t0", "Let me", edited=True), "words", "Thoughts that a person had changed were told to it with the"),
        (
            Prefill("t0", answer="It is"),
            "own",
            "It goes on from the earlier version, whose words it took as its own.",
        ),
        (Prefill("t0", answer="It is"), "words", "It goes on from the earlier version: the model was asked to, in"),
        (Prefill("t0", "Let me"), "", ""),
        (None, "own", ""),
    ],
)
def test_what_a_turn_was_given(given: Prefill | None, taken: Taken, told: str) -> None:
    found = words.given(a_turn(ANSWER, status="done", given=given, taken=taken))
    assert found.startswith(told) and bool(found) == bool(told)


@pytest.mark.parametrize(
    ("taken", "told"),
    [
        (
            "own",
            "The earlier version's thoughts were closed where they stood; the model answers from them as from its own.",
        ),
        (
            "words",
            "The earlier version's thoughts were told to it, and it was asked to answer at once: the provider takes"
            " none as the model's own.",
        ),
        ("", ""),
    ],
)
def test_what_a_turn_that_was_to_answer_was_given(taken: Taken, told: str) -> None:
    given = Prefill("t0", "Let me", closed=True)
    assert words.given(a_turn(ANSWER, status="done", given=given, taken=taken)) == told
    again = a_turn(THOUGHTS, ANSWER, status="done", given=given, taken=taken, times=Times(1.0, 2.0, 3.0))
    assert words.given(again) == (f"{told} It thought again all the same." if told else "")


@pytest.mark.parametrize("kind", [kind for kind in get_args(Circling) if kind])
def test_thoughts_that_go_in_circles_are_told_calmly_and_with_a_way_out(kind: Circling) -> None:
    told = words.circling(kind)
    assert told.startswith("It may be going in circles: ") and "Answer now" in told
    assert len({words.circling(other) for other in get_args(Circling) if other}) == 3


@pytest.mark.parametrize("turn", [done(THOUGHTS, ANSWER), done(ANSWER), streaming(), streaming(1.0), a_turn()])
def test_what_ended_well_or_has_not_ended_has_no_ending(turn: Turn) -> None:
    assert words.ending(turn) is None


KINDS: list[type[TurnFailed]] = sorted(TurnFailed.__subclasses__(), key=lambda error: error.kind)


@pytest.mark.parametrize("error", KINDS, ids=lambda e: e.__name__)
@pytest.mark.parametrize("pieces", [(), (THOUGHTS,), (THOUGHTS, ANSWER)], ids=["nothing", "thoughts", "both"])
def test_every_failure_is_told_with_what_is_kept_and_may_be_tried_again(
    error: type[TurnFailed], pieces: tuple[Piece, ...]
) -> None:
    failure = error("OpenRouter", "its own words").failure
    turn = failed(failure, *pieces)
    ending = words.ending(turn)
    assert ending and (ending.actions, ending.said) == (("retry",), "its own words")
    told = sentence(turn)
    assert failure.kind == "connection lost" or failure.what in told
    assert (
        ("is kept" in told) and ("incomplete" in told) == bool(pieces) and ("question" in ending.kept) >= (not pieces)
    )
    assert ending.colour == ("red" if not pieces and error is not Interrupted else "orange")
    if not (pieces and error is ConnectionLost):
        assert failure.next_step in told


def waiting(retry_after_s: float | None, times: Times | None = None) -> Turn:
    return failed(RateLimited("OpenRouter", retry_after_s=retry_after_s).failure, times=times or Times(ended=2.0))


@pytest.mark.parametrize(
    ("turn", "now", "left"),
    [
        (waiting(7.0), 3.0, 7.0),  # the turn was created at 1.0 and ended 2.0 s later
        (waiting(7.0), 9.5, 0.5),
        (waiting(7.0), 10.0, 0.0),
        (waiting(7.0), 100.0, -90.0),
        (waiting(7.0, Times()), 1.0, 7.0),
        (waiting(None), 3.0, None),
        (failed(None), 3.0, None),
        (done(ANSWER), 3.0, None),
    ],
)
def test_the_wait_is_counted_from_the_end_of_the_turn(turn: Turn, now: float, left: float | None) -> None:
    assert words.wait_left(turn, now) == left


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (7.0, "The provider asks to wait · 7 s"),
        (0.1, "The provider asks to wait · 1 s"),
        (125.0, "The provider asks to wait · 2 min 5 s"),
        (3780.0, "The provider asks to wait · 1 h 3 min"),
        (0.0, "The wait is over."),
        (-90.0, "The wait is over."),
    ],
)
def test_the_countdown(left: float, told: str) -> None:
    assert words.countdown(left) == told


def test_a_failure_that_nobody_recorded_is_told_too() -> None:
    assert sentence(failed(None)).startswith("The turn failed. Your question is kept.")


@pytest.mark.parametrize(
    ("turn", "note"),
    [
        (done(ANSWER), "This model sent no reasoning."),
        (done(Piece("reasoning", " \n"), ANSWER), "This model sent no reasoning."),
        (done(THOUGHTS, ANSWER), None),
        (replace(done(ANSWER), asked=Asked("openrouter", "a/b", "off")), None),
        (
            done(ANSWER, usage=Usage(reasoning_tokens=4120)),
            "It thought (4,120 tokens billed), but the provider keeps the text private.",
        ),
        (done(ANSWER, encrypted=True), "It thought, but the provider keeps the text private."),
        (done(THOUGHTS, ANSWER, encrypted=True, usage=Usage(reasoning_tokens=4120)), None),
        (done(), None),
        (streaming(), None),
        (failed(KeyRefused().failure), None),
    ],
)
def test_a_note_stands_where_readable_thoughts_are_missing(turn: Turn, note: str | None) -> None:
    found = words.note(turn)
    assert (found[1] if found else None) == note


def test_a_summary_is_marked_as_one() -> None:
    assert words.standing_line(done(THOUGHTS, ANSWER)) == (
        "What the model wrote while working. Useful, but no proof of how it decided."
    )
    assert words.standing_line(done(THOUGHTS, ANSWER, summarised=True)).startswith(
        "A summary by the provider, not the model's own words."
    )


@pytest.mark.parametrize(
    ("usd", "told"),
    [
        (0.0, "$0.00"),
        (0.1, "$0.10"),
        (0.014, "$0.01"),
        (0.00123, "$0.0012"),
        (0.000045, "$0.00005"),
        (0.0000004, "$0.0000004"),
        (1234.5, "$1,234.50"),
    ],
)
def test_money_has_enough_digits_to_be_seen(usd: float, told: str) -> None:
    found = money(usd)
    assert found.startswith("$") and (float(found[1:].replace(",", "")) > 0) == (usd > 0)
    assert found == told or abs(float(found[1:].replace(",", "")) - usd) <= 0.05 * usd


@pytest.mark.parametrize(
    ("turn", "told"),
    [
        (
            done(THOUGHTS, ANSWER, usage=Usage(completion_tokens=1650, cost=0.02), answered_by="a/b at Fake"),
            "waited 1.8 s · thought 12.4 s · answered 4.1 s · 1,650 tokens · 100 tokens/s · $0.02 · a/b at Fake",
        ),
        # The window tells too little, or begins after the thinking: then over all of the time.
        (
            done(ANSWER, times=Times(None, 9.5, 10.0), usage=Usage(completion_tokens=50)),
            "waited 9.5 s · answered 0.5 s · 50 tokens · 5 tokens/s",
        ),
        (
            done(ANSWER, times=Times(None, 8.0, 10.0), usage=Usage(completion_tokens=50, reasoning_tokens=40)),
            "waited 8.0 s · answered 2.0 s · 50 tokens · 5 tokens/s",
        ),
        (done(ANSWER, times=Times()), ""),
        (done(ANSWER, times=Times(), usage=Usage(completion_tokens=5)), "5 tokens"),
        (failed(ProviderGaveUp().failure, THOUGHTS), "waited 0.5 s · thought 12.4 s"),
    ],
)
def test_the_figures(turn: Turn, told: str) -> None:
    assert words.figures(turn) == told
    asked = "" if turn.answered_by.startswith("a/b") else "a/b"
    assert words.figures(turn, asked=True) == " · ".join(part for part in (asked, told) if part)


@pytest.mark.parametrize(
    ("usage", "cost", "told"),
    [
        (None, "", ""),
        (None, "≈$0.02", "≈$0.02, estimated"),
        (Usage(21, 340, 300, 0.0123), "", "340 tokens, 300 of them thoughts · $0.01"),
        (Usage(21, 340, cost=0.0123), "≈$9", "340 tokens · $0.01"),
        (Usage(21, 340), "≈$0.02", "340 tokens · ≈$0.02, estimated"),
        (Usage(cost=0.0), "", "$0.00"),
    ],
)
def test_what_a_turn_cost_that_did_not_end_well(usage: Usage | None, cost: str, told: str) -> None:
    assert words.bill(changed(failed(ProviderGaveUp().failure, THOUGHTS), usage=usage), cost) == told


@pytest.mark.parametrize(
    ("usage", "usd", "free", "told"),
    [
        (Usage(1_234, 567), 0.0021, False, "About 1,234 tokens in and 567 out: ≈$0.0021."),
        (Usage(10, 5), 0.5, False, "About 10 tokens in and 5 out: ≈$0.50."),
        (Usage(10, 5), 0.0, False, "About 10 tokens in and 5 out: free."),
        (Usage(10, 5), None, True, "About 10 tokens in and 5 out: free."),
        (Usage(10, 5), None, False, "About 10 tokens in and 5 out: price unknown."),
        (None, None, False, "Price unknown."),
    ],
)
def test_a_price_is_told_before(usage: Usage | None, usd: float | None, free: bool, told: str) -> None:
    assert words.price_before(usage, usd, free) == told


def test_no_sentence_shouts_or_says_oops() -> None:
    endings = [failed(error("OpenRouter").failure, THOUGHTS) for error in TurnFailed.__subclasses__()]
    told = [sentence(turn) for turn in endings] + [words.STANDING, words.SUMMARY]
    assert not [text for text in told if "!" in text or "oops" in text.lower() or "  " in text]


@pytest.mark.parametrize(("share", "told"), [(None, ""), (0.0, " · 0%"), (0.404, " · 40%"), (1.0, " · 100%")])
def test_a_model_that_is_being_loaded_is_told_with_what_becomes_of_the_question(share: float | None, told: str) -> None:
    load = Loading(ModelLoading("llama.cpp", model="qwen3").failure, share)
    assert words.loading(load, 12.7) == (
        f"The model is being loaded by llama.cpp{told} · 12 s. "
        "Your question is kept and waits for it; there is nothing to do."
    )


def test_a_model_that_is_not_loaded_in_time_ends_the_turn_with_what_to_do() -> None:
    failure = ModelLoading("llama.cpp", why="long", limit="10 min").failure
    ending = words.ending(a_turn(status="failed", failure=failure))
    assert ending and ending.what == "The model is still being loaded by llama.cpp, after 10 min."
    assert ending.kept == (
        "Your question is kept. Look at the server: it may lack memory for this model. Then try again."
    )
