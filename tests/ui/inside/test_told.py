"""What is asked about one step: what it will cost, to whom what is sent, and which of it stands with the steps."""

import pytest

from components.conversation import Aside, Asked, Model, Server, explanation_of, translation_of
from components.insight import steps_of
from components.ui.inside.told import of_steps, price, sent_to
from components.ui.turn.actions import AsideView
from components.ui.turn.translate import Whom
from tests.turns import made, pieces

ASKED = Asked("openrouter", "a/b")
OPENROUTER = Server("openrouter", "OpenRouter")
AROUND = len(explanation_of("", "", "de"))  # characters that stand around the step and the question
AROUND_TRANSLATED = len(translation_of("", "de"))


@pytest.mark.parametrize(
    ("model", "server", "told"),
    [
        (
            Model("a/b", "B", prompt_price=0.0, completion_price=1e-3),
            OPENROUTER,
            "≈$0.15.",
        ),  # 150 tokens of a tenth of a cent
        (Model("a/b", "B", prompt_price=0.0, completion_price=0.0), OPENROUTER, "free."),
        (None, OPENROUTER, "price unknown."),
        (None, Server("ollama", "Ollama", at_home=True), "free."),
    ],
)
def test_an_explanation_is_taken_to_have_four_sentences(model: Model | None, server: Server, told: str) -> None:
    tokens = -(-(AROUND + 400 + 36) // 4)
    whom = Whom(ASKED, server, model)
    assert price("explain", "x" * 400, "?" * 36, "de", whom) == f"About {tokens:,} tokens in and 150 out: {told}"


def test_a_translation_of_a_step_is_taken_to_be_as_long_as_the_step_and_has_no_question() -> None:
    tokens = -(-(AROUND_TRANSLATED + 400) // 4)
    told = price("translate", "x" * 400, "?" * 36, "de", Whom(ASKED, OPENROUTER, None))
    assert told == f"About {tokens:,} tokens in and 100 out: price unknown."


def test_it_is_said_to_whom_what_is_sent() -> None:
    assert sent_to("explain", OPENROUTER) == (
        "When you press Explain it, this step and the question are sent to OpenRouter, and nothing else of this chat."
    )
    assert sent_to("translate", OPENROUTER) == (
        "When you press Translate it, this step is sent to OpenRouter, and nothing else of this chat."
    )


def test_what_is_of_a_step_stands_in_the_order_of_the_steps_and_nothing_else_does() -> None:
    first = "First of all I have to work out what is asked of me here, and in which order I do it.\n\n"
    text = first + "Three of ten apples are eaten, so seven of them are left in the basket at this moment."
    steps = steps_of(text)
    assert [(step.start, step.end) for step in steps] == [(0, len(first)), (len(first), len(text))]

    def view(name: str, kind: str, start: int, end: int) -> AsideView:
        turn = made(name, "hidden", None, 0.0, "Why?", ASKED, "done", pieces=pieces("", "So."))
        return AsideView(Aside(name, "t", kind, start, end, "de", name, 0.0), turn)  # type: ignore[arg-type]

    later = view("later", "explanation", len(first), len(text))
    both = view("whole", "translation", 0, len(text))
    probe = view("probe", "probe", 0, len(first))
    earlier = view("earlier", "translation", 0, len(first))
    cut = view("cut", "explanation", 3, len(first) + 9)  # as steps were cut once
    assert of_steps(steps, [later, both, probe, earlier, cut]) == [(0, earlier), (0, cut), (1, later)]
    (alone,) = steps_of(first)
    assert of_steps([alone], [earlier]) == [(0, earlier)] and of_steps([], [earlier]) == []
