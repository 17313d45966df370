"""A turn while it grows."""

from dataclasses import replace

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from components.conversation import (
    AnswerDelta,
    Asked,
    ConnectionLost,
    DetailsKept,
    Draft,
    Failed,
    Failure,
    Finished,
    Identified,
    KeptAlive,
    Piece,
    Prefill,
    Prefilled,
    ReasoningDelta,
    Refiled,
    StreamEvent,
    Times,
    Turn,
    Usage,
    UsageReported,
    joined,
)

BEGUN = Turn("t", "chat", None, 0.0, "Why?", Asked("openrouter", "a/b"))
LOST = ConnectionLost("S").failure


def _drafted(*events: StreamEvent) -> Draft:
    """One event a second, the first at 1.0."""
    draft = Draft()
    for second, event in enumerate(events, 1):
        draft.fold(event, float(second))
    return draft


def test_reasoning_then_answer_folds_into_a_turn() -> None:
    draft = _drafted(
        ReasoningDelta("be"), ReasoningDelta("cause"), AnswerDelta("4"), AnswerDelta("2"), Finished("stop")
    )
    draft.end("done", 9.0)
    turn = draft.turn(BEGUN)
    assert (turn.reasoning, turn.answer, turn.status, turn.finish_reason) == ("because", "42", "done", "stop")
    assert turn.times == Times(1.0, 3.0, 9.0)
    assert (turn.times.waited, turn.times.thought, turn.times.answered) == (1.0, 2.0, 6.0)
    assert turn.ended and (turn.id, turn.question) == ("t", "Why?")


@pytest.mark.parametrize("blank", ["", "\n", " \n\t"])
def test_blank_text_begins_neither_reasoning_nor_answer(blank: str) -> None:
    draft = _drafted(AnswerDelta(blank), ReasoningDelta(blank))
    assert (draft.progress.phase, draft.progress.reply.times) == ("waiting", Times())
    draft.fold(ReasoningDelta("a"), 3.0)
    draft.fold(AnswerDelta(blank), 4.0)
    assert (draft.progress.phase, draft.progress.reply.times) == ("thinking", Times(first_reasoning=3.0))
    draft.fold(AnswerDelta("b"), 5.0)
    assert (draft.progress.phase, draft.progress.reply.times.first_answer) == ("answering", 5.0)
    assert draft.turn(BEGUN).answer == blank + blank + "b"


def test_thinking_after_the_answer_began_is_kept_in_its_place() -> None:
    draft = _drafted(ReasoningDelta("a"), AnswerDelta("b"), ReasoningDelta("c"), AnswerDelta("d"))
    assert [piece.channel[0] + piece.text for piece in draft.turn(BEGUN).pieces] == ["ra", "ab", "rc", "ad"]
    assert draft.progress.reply.times == Times(1.0, 2.0)


@pytest.mark.parametrize(("status", "failure"), [("stopped", None), ("failed", LOST)])
def test_reasoning_survives_a_stop_and_a_failure(status: str, failure: Failure | None) -> None:
    draft = _drafted(ReasoningDelta("half a th"))
    draft.end(status, 2.0, failure)  # type: ignore[arg-type]
    turn = draft.turn(BEGUN)
    assert (turn.status, turn.reasoning, turn.failure, turn.times.thought) == (status, "half a th", failure, 1.0)


def test_the_first_error_is_the_cause() -> None:
    first, echo = ConnectionLost("first").failure, ConnectionLost("echo", "b").failure
    draft = _drafted(Failed(first), Failed(echo))
    draft.end("failed", 3.0, LOST)
    assert draft.turn(BEGUN).failure is first


def test_usage_after_an_error_is_kept() -> None:
    usage = Usage(1, 2, 3, 0.5)
    assert _drafted(Failed(LOST), UsageReported(usage)).turn(BEGUN).usage == usage


def test_a_refiled_answer_becomes_reasoning_from_its_first_word_on() -> None:
    draft = _drafted(AnswerDelta("\n"), AnswerDelta("let me think é"), Refiled(), AnswerDelta("42"))
    turn = draft.turn(BEGUN)
    assert (turn.reasoning, turn.answer) == ("\nlet me think é", "42")
    assert turn.times == Times(first_reasoning=2.0, first_answer=4.0)
    assert (draft.progress.reasoning_bytes, draft.progress.answer_bytes, draft.progress.filing) == (16, 2, 1)


def test_a_reader_keeps_what_it_took_before_refiling() -> None:
    draft = _drafted(AnswerDelta("a"), AnswerDelta("b"))
    before = draft.progress
    draft.fold(Refiled(), 3.0)
    draft.fold(AnswerDelta("c"), 4.0)
    assert before.pieces == [Piece("answer", "a", 1.0), Piece("answer", "b", 2.0)]
    assert before.filing != draft.progress.filing


@pytest.mark.parametrize("before", [[], [AnswerDelta("\n")]])
def test_refiling_nothing_readable_begins_no_reasoning(before: list[StreamEvent]) -> None:
    draft = _drafted(*before, Refiled())
    assert (draft.progress.phase, draft.progress.reply.times) == ("waiting", Times())
    draft.fold(AnswerDelta("42"), 5.0)
    assert draft.progress.reply.times == Times(first_answer=5.0)


@pytest.mark.slow
@drawn(st.lists(st.tuples(st.booleans(), st.text(st.characters(exclude_categories=["Cs"]), max_size=5))))
def test_a_reader_that_joins_only_new_pieces_sees_all(said: list[tuple[bool, str]]) -> None:
    draft, seen, pieces = Draft(), 0, list[Piece]()
    for second, (thought, text) in enumerate(said):
        draft.fold(ReasoningDelta(text) if thought else AnswerDelta(text), float(second))
        if second % 3 == 0:
            now = draft.progress
            pieces += now.pieces[seen : now.count]
            seen = now.count
    pieces += draft.progress.pieces[seen : draft.progress.count]
    turn = draft.turn(BEGUN)
    assert tuple(pieces) == turn.pieces
    came = {kind: "".join(p.text for p in pieces if p.channel == kind) for kind in ("reasoning", "answer")}
    assert draft.progress.reasoning_bytes == len(came["reasoning"].encode())
    assert draft.progress.answer_bytes == len(came["answer"].encode())
    # Parts of one channel are told apart, and nothing but line breaks stands between them.
    assert turn.reasoning.replace("\n", "") == came["reasoning"].replace("\n", "")
    assert turn.answer.replace("\n", "") == came["answer"].replace("\n", "")


def test_a_growing_turn_is_streaming_and_its_progress_frozen() -> None:
    draft = _drafted(AnswerDelta("a"))
    before = draft.progress
    draft.fold(AnswerDelta("b"), 2.0)
    assert (before.count, draft.progress.count) == (1, 2)
    assert draft.turn(BEGUN).status == "streaming" and not draft.turn(BEGUN).ended


@pytest.mark.parametrize(
    ("told", "by"),
    [
        (("g", "a/b", "Up"), "a/b at Up"),
        (("g", "a/b", ""), "a/b"),
        (("g", "", "Up"), "Up"),
        (("g", "", ""), ""),
    ],
)
def test_who_answered_is_named(told: tuple[str, str, str], by: str) -> None:
    turn = _drafted(Identified(*told), Identified("", "", "")).turn(BEGUN)
    assert (turn.answered_by, turn.generation_id) == (by, "g")


def test_a_keep_alive_changes_nothing_but_its_time() -> None:
    draft = _drafted(KeptAlive(), KeptAlive())
    assert (draft.progress.kept_alive, draft.progress.phase, draft.progress.count) == (2.0, "waiting", 0)


def test_details_travel_untouched() -> None:
    item = {"type": "reasoning.encrypted", "data": "x"}
    turn = _drafted(DetailsKept((item,), True, True)).turn(BEGUN)
    assert turn.details == (item,) and turn.summarised and turn.encrypted


@pytest.mark.parametrize(
    ("events", "withheld"),
    [
        ([UsageReported(Usage(reasoning_tokens=9)), AnswerDelta("a")], True),
        ([DetailsKept(({},), False, True)], True),
        ([UsageReported(Usage(reasoning_tokens=9)), ReasoningDelta("a")], False),
        ([UsageReported(Usage(reasoning_tokens=9)), ReasoningDelta(" \n")], True),
        ([UsageReported(Usage(reasoning_tokens=0))], False),
        ([UsageReported(Usage())], False),
    ],
)
def test_thinking_is_withheld_when_billed_and_not_readable(events: list[StreamEvent], withheld: bool) -> None:
    assert _drafted(*events).turn(BEGUN).withheld is withheld


@pytest.mark.parametrize(
    ("answer", "reason", "status", "spent"),
    [
        ("", "length", "done", True),
        ("\n", "length", "done", True),
        ("a", "length", "done", False),
        ("", "stop", "done", False),
        ("", "length", "stopped", False),
    ],
)
def test_a_budget_is_spent_when_length_ends_it_before_an_answer(
    answer: str, reason: str, status: str, spent: bool
) -> None:
    draft = _drafted(ReasoningDelta("a"), AnswerDelta(answer), Finished(reason))
    draft.end(status, 9.0)  # type: ignore[arg-type]
    assert draft.turn(BEGUN).budget_spent is spent


@pytest.mark.parametrize(
    ("times", "waited", "thought", "answered"),
    [
        (Times(), None, None, None),
        (Times(ended=3.0), 3.0, None, None),
        (Times(1.0), 1.0, None, None),
        (Times(1.0, None, 4.0), 1.0, 3.0, None),
        (Times(None, 2.0, 4.0), 2.0, None, 2.0),
        (Times(3.0, 2.0, 4.0), 2.0, 0.0, 2.0),
    ],
)
def test_durations_are_known_or_none_and_never_negative(
    times: Times, waited: float | None, thought: float | None, answered: float | None
) -> None:
    assert (times.waited, times.thought, times.answered) == (waited, thought, answered)


def test_joined_pieces_are_the_same_text_in_the_same_order() -> None:
    pieces = [Piece("reasoning", "a"), Piece("reasoning", "b"), Piece("answer", "c"), Piece("reasoning", "d")]
    assert joined(pieces) == (Piece("reasoning", "ab"), Piece("answer", "c"), Piece("reasoning", "d"))
    assert joined([]) == ()


# What a turn is given before its first word


@pytest.mark.parametrize("as_own", [True, False])
def test_an_answer_that_goes_on_begins_with_what_was_there(as_own: bool) -> None:
    given = Prefill("t0", "because ", "4 ")
    draft = _drafted(Prefilled(given, as_own))
    assert (draft.progress.phase, draft.progress.reply.times) == ("waiting", Times())  # it has said nothing itself
    assert (draft.progress.reasoning_bytes, draft.progress.answer_bytes) == (9, 1 if as_own else 2)
    draft.fold(AnswerDelta(" 2"), 2.0)
    draft.end("done", 3.0)
    turn = draft.turn(replace(BEGUN, given=given))
    # As its own it stands without white space at its end: the model writes its own.
    assert (turn.reasoning, turn.answer) == ("because\n\n", "4 2" if as_own else "4  2")
    assert turn.taken == ("own" if as_own else "words") and turn.times == Times(None, 2.0, 3.0)


def test_what_is_thought_after_thoughts_that_were_closed_is_a_thought_of_its_own() -> None:
    given = Prefilled(Prefill("t0", "because ", closed=True), as_own=True)
    assert _drafted(given, AnswerDelta("42")).turn(BEGUN).reasoning == "because\n\n"
    draft = _drafted(given, ReasoningDelta("well"), AnswerDelta("42"))
    assert draft.turn(BEGUN).reasoning == "because\n\nwell" and draft.progress.reply.times.first_reasoning is not None
    assert _drafted(Prefilled(Prefill("t0", "because", closed=True), as_own=False)).turn(BEGUN).reasoning == ""


def test_thoughts_that_were_told_in_words_are_not_the_turns_own() -> None:
    draft = _drafted(Prefilled(Prefill("t0", "because"), as_own=False), ReasoningDelta("well"), AnswerDelta("42"))
    assert draft.turn(BEGUN).reasoning == "well"
    own = _drafted(Prefilled(Prefill("t0", "because"), as_own=True), ReasoningDelta(" it is"))
    assert own.turn(BEGUN).reasoning == "because it is" and own.progress.phase == "thinking"


def test_messages_of_one_answer_are_told_apart_and_what_was_begun_goes_on() -> None:
    begun = Prefilled(Prefill("t", answer="It"), as_own=True)
    turn = _drafted(begun, AnswerDelta(" is", 1), AnswerDelta(" 4.", 1), AnswerDelta("Yes.", 2)).turn(BEGUN)
    assert turn.answer == "It is 4.\n\nYes."
