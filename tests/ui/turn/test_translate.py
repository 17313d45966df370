"""What a translation will cost, and to whom the thoughts go, said before."""

import pytest

from components.conversation import Asked, Model, Server, translation_of
from components.ui.turn.translate import Whom, price, sent_to
from tests.turns import made, pieces

ASKED = Asked("openrouter", "a/b")
TURN = made("t", "c", None, 0.0, "Why?", ASKED, "done", pieces=pieces("x" * 4_000, "So."))
PROMPT = len(translation_of("", "de"))  # what stands around the thoughts
IN = -(-(PROMPT + 4_000) // 4)  # tokens


@pytest.mark.parametrize(
    ("model", "server", "told"),
    [
        (Model("a/b", "B", prompt_price=1e-6, completion_price=1e-4), Server("openrouter", "OpenRouter"), "≈$0.10."),
        (Model("a/b", "B", prompt_price=0.0, completion_price=0.0), Server("openrouter", "OpenRouter"), "free."),
        (Model("a/b", "B"), Server("openrouter", "OpenRouter"), "price unknown."),
        (None, Server("openrouter", "OpenRouter"), "price unknown."),
        (None, Server("ollama", "Ollama", at_home=True), "free."),
        (Model("a/b", "B", prompt_price=0.0, completion_price=1e-4), Server("vllm", "vLLM", at_home=True), "≈$0.10."),
    ],
)
def test_the_price_is_that_of_the_thoughts_there_and_back(model: Model | None, server: Server, told: str) -> None:
    assert price(TURN, "de", Whom(ASKED, server, model)) == f"About {IN:,} tokens in and 1,000 out: {told}"


def test_it_is_said_to_whom_the_thoughts_go() -> None:
    assert "sent to OpenRouter, and nothing else of this chat" in sent_to(Server("openrouter", "OpenRouter"))
