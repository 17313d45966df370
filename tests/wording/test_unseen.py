"""What nobody sees of a thought, in words: every state says what is shown, what is not and why."""

from typing import Any, get_args

import pytest

from components.conversation import Asked, Interrupted, Piece, Prefill, Times, Turn, Usage
from components.insight.unseen import UnseenKind, unseen
from components.wording.unseen import EMPTY, GIVES, Told, told
from tests.turns import made

THOUGHTS, ANSWER = Piece("reasoning", "Let me see. 2 + 2.", 1.0), Piece("answer", "It is 4.", 3.0)
LONG = Piece("summary", "x" * 1_200)
WORKING = "Above stands what the model wrote while working. Useful, but no proof of how it decided."
SUMMED = "A summary by the provider, not the model's own words. Useful, but no proof of how it decided."
OWN_WORDS = "For a model's own words ask an open one: DeepSeek, Qwen, one at home, or Pocket."
UNDER_THINKING = "To see what it thinks, choose another setting under Thinking and ask again."


def done(
    *pieces: Piece, provider: str = "openrouter", model: str = "a/b", effort: Any = "default", **more: Any
) -> Turn:
    asked = Asked(provider, model, effort)
    more = {"status": "done", "finish_reason": "stop", **more}
    return made("t", "c", None, 1.0, "What is 2 + 2?", asked, pieces=pieces, **more)


def billed(tokens: int) -> Usage:
    return Usage(reasoning_tokens=tokens)


TURNS: tuple[tuple[Turn, Told], ...] = (
    (
        done(
            LONG, ANSWER, provider="openai", model="gpt-5", summarised=True, usage=billed(1_200), times=Times(12.3, 15)
        ),
        Told(
            SUMMED,
            why="OpenAI gives out no raw thoughts: summaries at most, and those by its Responses protocol alone, where"
            " they are asked for.",
            figures="1,200 tokens (pieces of words) of thoughts billed, about 300 visible by their length: a summary."
            " The first word came after 12.3 s.",
            next_step=OWN_WORDS,
        ),
    ),
    (
        done(
            *(ANSWER,),
            model="openai/gpt-5",
            encrypted=True,
            usage=billed(1_016),
            times=Times(None, 25.0, 30.0),
            details=({"type": "reasoning.encrypted", "data": "x" * 8_056},),
        ),
        Told(
            "It thought (1,016 tokens billed), but the provider keeps the text private.",
            why="OpenRouter passes on what the maker of a model gives out. OpenAI gives out no raw thoughts, but"
            " summaries of some, and the rest sealed or not at all.",
            figures="The first word came after 25.0 s: what it thought unseen lies in that time. 1 sealed item (8,056"
            " characters) came with it, for the provider alone to read.",
            next_step=OWN_WORDS,
        ),
    ),
    (
        done(THOUGHTS, ANSWER, provider="anthropic", model="claude-3-7-sonnet", usage=billed(5), times=Times(1.0, 3.0)),
        Told(
            WORKING,
            why="Of Claude 3.7 Anthropic gives out the thoughts themselves; of later ones, summaries.",
            figures="5 tokens (pieces of words) of thoughts billed, about 4 visible by their length."
            " The first word came after 1.0 s.",
        ),
    ),
    (
        done(THOUGHTS, ANSWER, model="anthropic/claude-sonnet-4.5", details=({"signature": "a"}, {"signature": "b"})),
        Told(
            SUMMED,
            why="OpenRouter passes on what the maker of a model gives out. Of Claude 4 and later Anthropic gives out"
            " summaries, and may seal parts of the thoughts.",
            figures="Thoughts of about 4 tokens are visible; the provider does not tell how many it billed as such. 2"
            " signatures came with it, by which the provider knows its own thoughts again.",
            next_step=OWN_WORDS,
        ),
    ),
    (
        done(ANSWER, provider="gemini", model="gemini-2.5-flash", usage=billed(1)),
        Told(
            "It thought (1 token billed), but the provider keeps the text private.",
            why="Google gives out summaries of what Gemini thinks, where they are asked for.",
            next_step=OWN_WORDS,
        ),
    ),
    (
        done(ANSWER, provider="deepseek", model="deepseek-reasoner", usage=billed(40)),
        Told(
            "It thought (40 tokens billed), but the provider keeps the text private.",
            why="DeepSeek's models think in the open: what is sent are their own words. Here none of them came.",
            next_step=OWN_WORDS,
        ),
    ),
    (
        done(THOUGHTS, ANSWER, provider="dashscope", model="qwen3-max", usage=billed(0)),
        Told(
            WORKING,
            why="Qwen's models think in the open: what is sent are their own words.",
            figures="Thoughts of about 4 tokens are visible; the provider counted none as such.",
        ),
    ),
    (
        done(THOUGHTS, ANSWER, provider="xai", model="grok-code-fast-1", usage=billed(198)),
        Told(
            WORKING,
            why="xAI sends the thoughts of this model with its reply. Whether that is all of them, it does not say.",
            figures="198 tokens (pieces of words) of thoughts billed, about 4 visible by their length: more was"
            " billed than stands here.",
        ),
    ),
    (
        done(ANSWER, provider="xai", model="grok-4-fast", effort="hidden"),
        Told(
            "Its thoughts were not asked for, so none came. It may have thought all the same.",
            why="Of its newer models xAI gives out summaries at most; the thoughts themselves come sealed, or not at"
            " all.",
            next_step=UNDER_THINKING,
        ),
    ),
    (
        done(ANSWER, provider="ollama", model="qwen3", effort="off"),
        Told(
            "It was told not to think, and no thoughts came.",
            why="This server runs the model itself and passes on its own words.",
            next_step=UNDER_THINKING,
        ),
    ),
    (
        done(ANSWER, provider="custom", model="gpt-oss-20b", effort="unsaid"),
        Told(
            "Nothing was said of thinking when it was asked, and no thoughts came.",
            why="This model is open: whoever runs it can pass on its own words.",
            next_step=UNDER_THINKING,
        ),
    ),
    (
        done(ANSWER, provider="perplexity", model="sonar"),
        Told(
            "This model sent no reasoning.",
            why="This provider does not say how much of a model's thoughts it gives out.",
            next_step="Choose a level or On under Thinking and ask again; where nothing comes then, it does not think.",
        ),
    ),
    (
        done(status="stopped", times=Times(None, None, 3.0)),
        Told("It ended before the first word, so there are no thoughts.", next_step="Ask again."),
    ),
    (
        done(status="failed", failure=Interrupted().failure),
        Told("It ended before the first word, so there are no thoughts.", next_step="Ask again."),
    ),
    (
        done(ANSWER, times=Times(1.0, 13.4, 15.0)),
        Told(
            "It thought, and its thoughts are not kept here: the file that this turn came from had none.",
            figures="The first word came after 1.0 s.",
            next_step="Ask again to see it think.",
        ),
    ),
    (
        done(
            Piece("reasoning", "2 + 2 is 4."),
            ANSWER,
            given=Prefill("t0", "2 + 2 is 4."),
            taken="own",
            provider="pocket",
        ),
        Told("The thoughts that stand here are those that it was given. It added none of its own."),
    ),
    (
        done(
            *(THOUGHTS, ANSWER, Piece("reasoning", "So it is. " * 300)),
            provider="pocket",
            model="pocket/thinker",
            usage=billed(760),
        ),
        Told(
            WORKING,
            also="It thought 2 times, with answers between, and all of it stands here. It goes in circles: it says the"
            " same words again.",
            why="Pocket runs inside this room: every word that it thinks is shown.",
            figures="760 tokens (pieces of words) of thoughts billed, about 755 visible by their length.",
        ),
    ),
    (
        done(THOUGHTS, provider="vllm", model="m", finish_reason="length"),
        Told(
            WORKING,
            also="All its tokens went into these thoughts, and they have no end.",
            why="This server runs the model itself and passes on its own words.",
            figures="Thoughts of about 4 tokens are visible; the provider does not tell how many it billed as such.",
            next_step="Raise Max tokens under Advanced and ask again.",
        ),
    ),
    (
        done(status="streaming", provider="mistral", model="magistral"),
        Told(
            "No word has come yet.",
            why="It sends thoughts beside the answer. Whether that is all of them, this provider does not say.",
        ),
    ),
    (
        done(ANSWER, status="streaming", provider="pocket", times=Times(None, 3.0)),
        Told(
            "No thoughts have come so far.",
            why="Pocket runs inside this room: every word that it thinks is shown.",
            figures="The first word came after 3.0 s.",
        ),
    ),
)


@pytest.mark.parametrize(("turn", "expected"), TURNS)
def test_what_is_told(turn: Turn, expected: Told) -> None:
    assert told(turn) == expected


def test_every_state_and_every_maker_has_its_sentence() -> None:
    with_words = {"raw", "summary", "encrypted", "withheld"}
    assert set(EMPTY) == set(get_args(UnseenKind)) - with_words
    found = {unseen(turn).kind for turn, _ in TURNS}
    assert set(get_args(UnseenKind)) - found == {"blank", "unread"}
    makers = {unseen(turn).gives.maker for turn, _ in TURNS}
    assert set(GIVES) <= makers


def test_thoughts_that_were_given_do_not_hide_that_others_were_billed() -> None:
    handed = Piece("reasoning", "2 + 2 is 4.")
    turn = done(handed, ANSWER, given=Prefill("t0", "2 + 2 is 4."), taken="own", usage=billed(30))
    assert told(turn).shown == "It thought (30 tokens billed), but the provider keeps the text private."
