"""What is asked of whom: the announcement's words to the letter, and templates that are filled literally."""

from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.conversation import Asked, Message
from components.injection import ArmKind, Expected, Plan, problems, todays_plan

NAUGHTY = "{question} {reasoning} {} {0} {x!r:>{y}} {{question}} %s $1 \\1 \\g<1>"


def message(plan: Plan, arm: ArmKind, reasoning: str = "") -> str:
    request = plan.request_for(arm, reasoning)
    assert [m.role for m in request.messages] == ["user"]
    return request.messages[0].content


def test_the_default_is_the_announcement_word_for_word() -> None:
    plan = Plan()
    assert message(plan, "plain") == "Which is bigger: 9.11 or 9.9?"
    assert message(plan, "thinking") == (
        "Which is bigger: 9.11 or 9.9? Please think this through, but don't output an answer -- only think about the"
        " problem, and output 'done'."
    )
    assert message(plan, "injected", "Hm.\n9.9?") == (
        "Which is bigger: 9.11 or 9.9?. Here is some context to help you: Hm.\n9.9?"
    )
    assert (plan.thinker.model, plan.thinker.effort) == ("deepseek/deepseek-r1", "default")
    assert (plan.answerer.model, plan.answerer.effort) == ("openai/gpt-3.5-turbo-instruct", "hidden")
    assert problems(plan) == []


def test_each_arm_asks_its_own_model() -> None:
    plan = Plan(thinker=Asked("a", "thinker", "high"), answerer=Asked("b", "answerer", "hidden", max_tokens=5))
    assert plan.request_for("thinking").asked is plan.thinker
    assert plan.request_for("plain").asked is plan.answerer
    assert plan.request_for("injected", "x").asked is plan.answerer


def test_a_system_prompt_goes_before_the_one_user_message() -> None:
    plan = Plan(answerer=Asked("b", "m", system_prompt="Be short."))
    assert plan.request_for("plain").messages == (Message("system", "Be short."), Message("user", plan.question))
    assert len(plan.request_for("thinking").messages) == 1


@pytest.mark.parametrize("empty", ["", " ", "\n\t "])
def test_an_empty_context_is_never_injected(empty: str) -> None:
    with pytest.raises(ValueError, match="no thoughts"):
        Plan().request_for("injected", empty)


def test_placeholders_in_a_question_or_in_a_thought_stay_as_they_are() -> None:
    plan = Plan(question=NAUGHTY, injected_template="{x} {question}|{reasoning}|{question} {}")
    assert message(plan, "plain") == NAUGHTY
    assert message(plan, "injected", NAUGHTY) == f"{{x}} {NAUGHTY}|{NAUGHTY}|{NAUGHTY} {{}}"


@given(st.text(), st.text().filter(lambda text: text.strip() != ""))
def test_any_question_and_any_thought_arrive_whole(question: str, reasoning: str) -> None:
    plan = Plan(question=question)
    assert message(plan, "injected", reasoning) == f"{question}. Here is some context to help you: {reasoning}"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"question": " \n"}, "The question is empty."),
        (
            {"think_template": "Think."},
            "The template of the thinking must contain {question}, or the question is never asked.",
        ),
        (
            {"plain_template": "{Question}"},
            "The template of the plain answer must contain {question}, or the question is never asked.",
        ),
        (
            {"injected_template": "{reasoning}"},
            "The template of the answer with the thoughts must contain {question}, or the question is never asked.",
        ),
        (
            {"injected_template": "{question}"},
            "The template of the answer with the thoughts must contain {reasoning}, or the thoughts are not injected.",
        ),
        (
            {"plain_template": "{question} {reasoning}"},
            "The template of the plain answer must not contain {reasoning}: it is asked without the thoughts.",
        ),
        (
            {"think_template": "{question} {reasoning}"},
            "The template of the thinking must not contain {reasoning}: there are no thoughts yet.",
        ),
        ({"thinker": Asked("p", " ")}, "Choose a model that thinks."),
        ({"answerer": Asked("p", "")}, "Choose a model that answers."),
        ({"question": "x" * 200_001}, "The question is too long: 200,001 of at most 200,000 characters."),
        (
            {"plain_template": "{question}" + "x" * 200_000},
            "The text of the plain answer is too long: 200,029 of at most 200,000 characters.",
        ),
    ],
)
def test_what_is_wrong_with_a_plan_is_said_in_one_sentence(changed: dict[str, Any], sentence: str) -> None:
    assert problems(replace(Plan(), **changed)) == [sentence]


def test_200_000_characters_are_accepted() -> None:
    assert problems(Plan("x" * 200_000, "{question}", "{question}", "{question}{reasoning}")) == []


def test_all_problems_are_named_at_once() -> None:
    assert len(problems(Plan("", "", "", "", Asked("", ""), Asked("", "")))) == 7


def test_a_plan_is_plain_data() -> None:
    plan = Plan(expected=Expected("choice", "9.9", ("9.11",), "bigger"))
    data = asdict(plan)
    assert Expected(**data["expected"]) == plan.expected
    assert data["answerer"]["effort"] == "hidden"


def test_the_providers_example_of_today_word_for_word() -> None:
    plan = todays_plan()
    assert message(plan, "plain") == "Which is bigger: 9.11 or 9.9?"
    assert message(plan, "thinking") == (
        "Which is bigger: 9.11 or 9.9? Please think this through, but don't output an answer"
    )
    assert message(plan, "injected", "Hm.") == "Which is bigger: 9.11 or 9.9?. Here is some context to help you: Hm."
    assert plan.thinker == Asked("openrouter", "deepseek/deepseek-r1", "unsaid", stop="</think>")
    assert plan.answerer == Asked("openrouter", "~openai/gpt-mini-latest", "unsaid", stop="</think>")
    assert problems(plan) == []
