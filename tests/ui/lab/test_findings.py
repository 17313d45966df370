"""The sentences around an injection: what will happen, what happened by its figures, and why that may mean little."""

from typing import Any

import pytest

from components.conversation import Asked, ConnectionLost, Piece, RateLimited, Times, Turn, Usage
from components.injection import PRESETS, Expected, Plan
from components.ui.lab import findings
from components.ui.lab.findings import ONE_RUN, before, short
from tests.turns import changed, made

PLAN = Plan(expected=PRESETS[0].expected)
RIGHT, WRONG, VAGUE = "9.9 is bigger.", "9.11 is bigger.", "Both are decimals."
TOLD, SILENT = "So 9.9 is bigger than 9.11.", "I line the digits up."


def after(*arms: Any, **more: Any) -> tuple[str, str]:
    """What happened and what it took as one text, and the doubt."""
    found = findings.after(*arms, **more)
    return f"{found.happened} {found.figures}".strip(), found.doubt


def turn(answer: str = "", *, reasoning: str = "", question: str = "?", **more: Any) -> Turn:
    pieces = (Piece("reasoning", reasoning), Piece("answer", answer)) if reasoning else (Piece("answer", answer),)
    made_ = made("t", "c", None, 1.0, question, Asked("openrouter", "a/b"), "done", pieces, finish_reason="stop")
    return changed(made_, **more)


def thoughts(reasoning: str = SILENT, **more: Any) -> Turn:
    further: dict[str, Any] = {"times": Times(0.5, 10.3, 10.4), **more}
    return turn("done", reasoning=reasoning, **further)


def answered(answer: str, seconds: float = 1.4, **more: Any) -> Turn:
    return turn(answer, times=Times(None, 0.4, seconds), **more)


def test_before_it_runs_a_person_reads_what_will_happen() -> None:
    assert before(Plan()) == (
        "deepseek-r1 thinks about the question. gpt-3.5-turbo-instruct answers it twice:"
        " once on its own, once with those thoughts to read first."
    )


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("a/b-1", "b-1"),
        ("b", "b"),
        ("a/b/c:free", "c:free"),
        ("pocket/novice", "pocket/novice"),
        ("openrouter/auto", "openrouter/auto"),
        ("a/", "a"),
        ("", ""),
    ],
)
def test_a_model_is_called_by_its_last_name_where_that_says_enough(model: str, name: str) -> None:
    assert short(model) == name


def test_all_figures_that_are_known_are_told() -> None:
    what, doubt = after(
        PLAN,
        answered(WRONG, 1.1, usage=Usage(cost=0.0001)),
        thoughts(TOLD, usage=Usage(reasoning_tokens=1312, cost=0.002)),
        answered(RIGHT, usage=Usage(cost=0.0004)),
    )
    assert what == (
        "On its own, gpt-3.5-turbo-instruct was wrong; with the thoughts, it was right."
        " The thoughts took 9.8 s and 1,312 tokens; the answer on its own 1.1 s; the answer with them 1.4 s."
        " All of it cost $0.0025."
    )
    assert doubt == f"The thoughts already say 9.9, so it may have copied that. {ONE_RUN}"


@pytest.mark.parametrize(
    ("plain", "injected", "told", "doubt"),
    [
        (WRONG, RIGHT, "was wrong; with the thoughts, it was right.", ONE_RUN),
        (RIGHT, WRONG, "was right; with the thoughts, it was wrong.", ONE_RUN),
        (
            RIGHT,
            RIGHT,
            "was right; with the thoughts, it was right.",
            f"It needed no thoughts for this question, so it shows nothing about them. {ONE_RUN}",
        ),
        (
            WRONG,
            WRONG,
            "was wrong; with the thoughts, it was wrong.",
            f"The thoughts made no difference to the mark. {ONE_RUN}",
        ),
        (
            WRONG,
            VAGUE,
            "was wrong; with the thoughts, it gave an answer that cannot be marked.",
            f"An answer that cannot be marked needs your own eyes. {ONE_RUN}",
        ),
        (
            VAGUE,
            RIGHT,
            "gave an answer that cannot be marked; with the thoughts, it was right.",
            f"An answer that cannot be marked needs your own eyes. {ONE_RUN}",
        ),
    ],
)
def test_what_is_said_of_two_marks(plain: str, injected: str, told: str, doubt: str) -> None:
    what, doubted = after(PLAN, answered(plain), thoughts(), answered(injected))
    assert what.startswith(f"On its own, gpt-3.5-turbo-instruct {told} ")
    assert doubted == doubt


@pytest.mark.parametrize("plain", [RIGHT, WRONG, VAGUE])
@pytest.mark.parametrize("injected", [RIGHT, WRONG, VAGUE])
@pytest.mark.parametrize("edited", [True, False])
def test_every_difference_is_doubted_and_nothing_is_praised(plain: str, injected: str, edited: bool) -> None:
    what, doubt = after(PLAN, answered(plain), thoughts(TOLD), answered(injected), edited)
    assert doubt.endswith(ONE_RUN)
    assert "better" not in f"{what} {doubt}".lower()


@pytest.mark.parametrize(
    ("reasoning", "answer", "doubt"),
    [
        (TOLD, RIGHT, "The thoughts already say 9.9, so it may have copied that."),
        ("I compare 9.11 and 9.9.", RIGHT, "The thoughts name 9.9, so it may have copied that."),
        (TOLD, WRONG, "The thoughts already say 9.9; it did not clearly take that over."),
        ("I compare 19.9 and 9.91.", RIGHT, ONE_RUN),
    ],
)
def test_thoughts_that_contain_the_answer_are_pointed_out(reasoning: str, answer: str, doubt: str) -> None:
    plain = answered(RIGHT if answer is WRONG else WRONG)
    assert after(PLAN, plain, thoughts(reasoning), answered(answer))[1].startswith(doubt)


def test_a_number_that_is_no_option_is_said_wherever_it_stands() -> None:
    plan = Plan("What is 347 × 86?", expected=PRESETS[3].expected)
    doubt = after(plan, answered("29,482"), thoughts("Perhaps 29842?"), answered("29,842"))[1]
    assert doubt == f"The thoughts already say 29842, so it may have copied that. {ONE_RUN}"


def test_edited_thoughts_are_called_so_and_read_as_they_were_sent() -> None:
    sent = Plan().text_for("injected", TOLD)
    what, doubt = after(PLAN, answered(WRONG), thoughts(SILENT), answered(RIGHT, question=sent), edited=True)
    assert what.startswith("On its own, gpt-3.5-turbo-instruct was wrong; with thoughts edited by you, it was right.")
    assert doubt == (
        f"The thoughts already say 9.9, so it may have copied that. These thoughts are not the model's own. {ONE_RUN}"
    )
    unsent = after(PLAN, answered(WRONG), thoughts(TOLD), answered(RIGHT, question=PLAN.question), edited=True)[1]
    assert unsent == f"These thoughts are not the model's own. {ONE_RUN}"


def test_a_summary_and_incomplete_thoughts_are_doubted() -> None:
    doubt = after(PLAN, answered(WRONG), thoughts(summarised=True, finish_reason="length"), answered(RIGHT))[1]
    assert doubt == (
        "These thoughts are a summary by the provider, not the model's own words."
        f" The thinking reached the token limit, so these thoughts are incomplete. {ONE_RUN}"
    )


def test_without_a_known_answer_nothing_is_marked() -> None:
    plan = Plan()
    what, doubt = after(plan, answered(WRONG), thoughts(TOLD), answered(RIGHT))
    assert what.startswith(
        "On its own, gpt-3.5-turbo-instruct answered; with the thoughts, it answered."
        " The two answers differ in their wording. "
    )
    assert doubt == f"No right answer is known here, so neither is marked. {ONE_RUN}"
    assert "The two answers are the same to the letter." in after(plan, answered("x"), thoughts(), answered(" x\n"))[0]


@pytest.mark.parametrize(
    ("plain", "thinking", "injected", "what"),
    [
        (
            answered(WRONG),
            turn("done", times=Times(None, 1.0, 1.0)),
            None,
            "On its own, gpt-3.5-turbo-instruct was wrong. It was not asked with the thoughts. a/b sent no reasoning,"
            " so there is nothing to inject. Choose a model that shows its thoughts."
            " The answer on its own took 1.4 s.",
        ),
        (
            answered(RIGHT),
            thoughts(status="stopped"),
            None,
            "On its own, gpt-3.5-turbo-instruct was right. It was not asked with the thoughts. The thinking was stopped"
            " by you, so there are no whole thoughts to inject. The answer on its own took 1.4 s.",
        ),
        (
            turn(status="failed", failure=RateLimited("OpenRouter").failure),
            thoughts(),
            answered(RIGHT),
            "On its own, gpt-3.5-turbo-instruct failed (OpenRouter accepts no more requests for the moment); with the"
            " thoughts, it was right. The thoughts took 9.8 s; the answer with them 1.4 s.",
        ),
        (
            answered(WRONG),
            thoughts(),
            turn("9.", status="failed", failure=ConnectionLost().failure),
            "On its own, gpt-3.5-turbo-instruct was wrong; with the thoughts, it failed (Connection lost)."
            " The thoughts took 9.8 s; the answer on its own 1.4 s.",
        ),
        (
            turn("9.9", status="stopped"),
            thoughts(),
            turn("", status="stopped"),
            "On its own, gpt-3.5-turbo-instruct was stopped by you; with the thoughts, it was stopped by you."
            " The thoughts took 9.8 s.",
        ),
        (
            turn(" \n"),
            thoughts(),
            answered(RIGHT, finish_reason="length"),
            "On its own, gpt-3.5-turbo-instruct gave no answer; with the thoughts, it answered, though cut off at the"
            " token limit. The thoughts took 9.8 s; the answer with them 1.4 s.",
        ),
        (
            None,
            None,
            answered(RIGHT),
            "On its own, gpt-3.5-turbo-instruct was not asked; with the thoughts, it was right."
            " The answer with the thoughts took 1.4 s.",
        ),
        (
            turn(status="streaming"),
            thoughts(status="streaming"),
            None,
            "On its own, gpt-3.5-turbo-instruct has not ended yet. There are no thoughts yet, so it was not asked with"
            " them.",
        ),
        (
            turn(status="failed"),
            thoughts(),
            None,
            "On its own, gpt-3.5-turbo-instruct failed. It was not asked with the thoughts. The thoughts took 9.8 s.",
        ),
    ],
)  # fmt: skip
def test_an_arm_that_did_not_end_well_is_told_and_no_difference_is_claimed(
    plain: Turn | None, thinking: Turn | None, injected: Turn | None, what: str
) -> None:
    told, doubt = after(PLAN, plain, thinking, injected)
    assert told == what
    if injected is None:
        assert doubt == ""


def test_only_what_was_billed_is_added_up() -> None:
    free = Usage(cost=0.0)
    paid = Usage(cost=0.25)
    assert "cost" not in after(PLAN, answered(WRONG), thoughts(), answered(RIGHT))[0]
    assert after(PLAN, *[changed(t, usage=free) for t in (answered(WRONG), thoughts(), answered(RIGHT))])[0].endswith(
        " It cost nothing."
    )
    assert after(PLAN, answered(WRONG, usage=paid), thoughts(), answered(RIGHT))[0].endswith(
        " At least $0.25 was billed; not every provider says what it bills."
    )
    assert after(PLAN, answered(WRONG, usage=paid), thoughts(usage=paid), answered(RIGHT, usage=paid))[0].endswith(
        " All of it cost $0.75."
    )


def test_a_single_token_is_one_token() -> None:
    assert "9.8 s and 1 token;" in after(PLAN, answered(WRONG), thoughts(usage=Usage(reasoning_tokens=1)), None)[0]


def test_a_word_is_marked_as_well() -> None:
    plan = Plan("?", expected=Expected("word", "Friday", ("Monday",)))
    assert after(plan, answered("Monday"), thoughts("Friday it is."), answered("Friday"))[1] == (
        f"The thoughts already say Friday, so it may have copied that. {ONE_RUN}"
    )
