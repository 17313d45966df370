"""What is put together from the fields of a choice."""

from dataclasses import replace

from components.conversation import Asked, thinking_in_a_word

ASKED = Asked("openrouter", "model")


def test_the_thinking_in_a_word() -> None:
    assert thinking_in_a_word(replace(ASKED, effort="xhigh")) == "extra high"
    assert thinking_in_a_word(replace(ASKED, budget=4_096)) == "4,096 tokens"
    assert thinking_in_a_word(replace(ASKED, effort="hidden")) == "not asked for"
