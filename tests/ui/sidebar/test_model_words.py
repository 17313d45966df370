"""The words for models: prices to the last digit, what a level becomes, when there is no room for an answer."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from components.conversation import Asked, Budget, Catalogue, Credits, Effort, Model, Thinking, Tier
from components.ui.sidebar import model_words as words
from components.ui.sidebar import price_words
from components.wire import OPENROUTER
from components.wire.catalog import models_in

ASKED = Asked("openrouter", "a/b")
NOON = datetime(2027, 3, 3, 12, tzinfo=UTC)
LEVELS: tuple[Effort, ...] = ("low", "medium", "high")
OWN = Thinking(True, levels=LEVELS, own_levels=True, off=True)
BUDGET = Thinking(True, levels=LEVELS, budget=True, off=True)
MAPPED = Thinking(None, levels=LEVELS, off=True)


@pytest.mark.parametrize(
    ("usd", "told"),
    [
        (0.00000055, "$0.55"),
        (0.0000022, "$2.20"),
        (0.000003, "$3"),
        (0.00000007, "$0.07"),
        (0.000000075, "$0.075"),
        (0.0000000375, "$0.0375"),
        (0.0006, "$600"),
        (0.0012345, "$1,234.50"),
        (0.02, "$20,000"),
        (0.0, "$0"),
    ],
)
def test_a_price_is_told_for_a_million_tokens_exactly(usd: float, told: str) -> None:
    assert price_words.per_million(usd) == told


@pytest.mark.parametrize("name", ["openrouter-models-list.json", "openrouter-models-list-2026.json"])
def test_the_prices_of_all_recorded_models_are_exact(captures: Path, name: str) -> None:
    found = json.loads((captures / name).read_text("utf-8"))
    for model, row in zip(models_in(found, OPENROUTER), found["data"], strict=True):
        said = price_words.price(model)
        prompt, completion, request = (Decimal(row["pricing"].get(k, "0")) for k in ("prompt", "completion", "request"))
        if prompt < 0:
            assert said == "price of the model it chooses"
        elif (prompt, completion, request) == (0, 0, 0):
            assert said == "free"
        else:
            figures = re.match(r"\$([\d,.]+) in, \$([\d,.]+) out per 1M(.*)", said)
            assert figures, (model.id, said)
            told = [Decimal(figure.replace(",", "")) for figure in figures.groups()[:2]]
            assert told == [prompt * 1_000_000, completion * 1_000_000], model.id
            each = re.fullmatch(r" \+ \$([\d.]+) a request", figures[3])
            assert (Decimal(each[1]) if each else 0) == request, (model.id, said)


def test_a_price_that_is_not_told_is_not_invented() -> None:
    assert price_words.price(Model("a", "a")) == ""
    assert price_words.price(Model("a", "a", prompt_price=1e-6)) == ""
    assert price_words.price(Model("a", "a", request_price=0.005)) == "$0.005 a request"
    both = Model("a", "a", prompt_price=1e-6, completion_price=2e-6, request_price=0.005)
    assert price_words.price(both) == "$1 in, $2 out per 1M + $0.005 a request"


def test_other_prices_are_told_beside_the_usual_ones_and_explained() -> None:
    model = Model(
        "a",
        "a",
        prompt_price=3e-6,
        completion_price=1.5e-5,
        cache_read_price=3e-7,
        cache_write_price=3.75e-6,
        tiers=(Tier((("prompt", 6e-6), ("completion", 2.25e-5)), above=200_000),),
        discount=0.25,
        reads=("text", "image", "file"),
        defaults=(("temperature", 0.6), ("top_p", 0.95)),
    )
    assert price_words.price(model) == "$3 in, $15 out per 1M, other prices above 200k tokens"
    assert price_words.about(model) == (
        "Per 1M tokens: $0.30 read from a cache, $3.75 written to a cache. "
        "Questions of more than 200,000 tokens: $6 in, $22.50 out. A discount of 25% is taken off already. "
        "It reads text, images and files; this room sends text. "
        "Its own settings, where none is chosen: temperature 0.6, top p 0.95."
    )
    assert price_words.default_of("temperature", model) == "usual 0.6"
    assert price_words.default_of("temperature", None) == "default" == price_words.default_of("seed", model)


@pytest.mark.parametrize(
    ("tier", "line", "sentence"),
    [
        (Tier((("prompt", 1e-6),), hours=(990, 30)), ", other prices at some hours",
         "Questions from 16:30 to 00:30 UTC: $1 in."),
        (Tier((("cache_read", None),), 272_500), ", other prices above 272,500 tokens",
         "Questions of more than 272,500 tokens: an unknown price read from a cache."),
        (Tier((("reasoning", 3e-6),), 1_000), ", other prices above 1k tokens",
         "Questions of more than 1,000 tokens: $3 for thoughts."),
        (Tier((("completion", 1e-6), ("reasoning", 0.0)), 1_000), ", other prices above 1k tokens",
         "Questions of more than 1,000 tokens: $1 out, no price of their own for thoughts."),
        (Tier((("prompt", None), ("completion", None))), ", other prices for some questions",
         "Under conditions that this room does not know: an unknown price in, an unknown price out."),
    ],
)  # fmt: skip
def test_what_is_not_known_of_a_price_is_told_as_unknown(tier: Tier, line: str, sentence: str) -> None:
    model = Model("a", "a", prompt_price=0.0, completion_price=0.0, tiers=(tier,))
    assert price_words.price(model) == f"$0 in, $0 out per 1M{line}" and price_words.about(model) == sentence


def test_of_a_model_that_tells_nothing_more_nothing_more_is_told() -> None:
    assert price_words.about(None) == price_words.about(Model("a", "a")) == ""
    assert price_words.about(Model("a", "a", reads=("text",), cache_read_price=1e-6)) == ""


@pytest.mark.parametrize(
    ("tokens", "told"),
    [(None, ""), (0, ""), (900, "900 context"), (8_192, "8k context"), (131_072, "131k context"),
     (1_000_000, "1M context"), (1_048_576, "1M context"), (1_500_000, "1.5M context")],
)  # fmt: skip
def test_the_context_is_told_shortly(tokens: int | None, told: str) -> None:
    assert words.context(Model("a", "a", context=tokens)) == told


def test_the_line_under_the_model_begins_with_its_thoughts() -> None:
    model = Model("a", "a", OWN, 8_192, prompt_price=0.0, completion_price=0.0)
    assert words.facts(model, OWN, Catalogue()) == "Shows its thoughts · free · 8k context"
    assert words.facts(model, Thinking(False), Catalogue()).startswith("Shows no thoughts")
    assert words.facts(model, Thinking(), Catalogue()) == "Free · 8k context"
    assert words.facts(None, OWN, Catalogue()) == words.facts(Model("a", "a"), Thinking(), Catalogue()) == ""
    assert "Not in the list" in words.facts(None, OWN, Catalogue((model,)))


NOW = 1_000_000.0
ONE = (Model("a", "a"),)


@pytest.mark.parametrize(
    ("catalogue", "told"),
    [
        (Catalogue(), "The list of models of Box has not been read yet. You can still type a name."),
        (Catalogue(loading=True), "Reading the list of models from Box …"),
        (Catalogue(ONE, NOW), "1 model at Box, read just now."),
        (Catalogue(ONE * 1_200, NOW - 61), "1,200 models at Box, read 1 minute ago."),
        (Catalogue(ONE * 2, NOW - 7_300), "2 models at Box, read 2 hours ago."),
        (Catalogue(ONE * 2, NOW - 200_000), "2 models at Box, read 2 days ago."),
        (Catalogue(ONE * 2, NOW + 50), "2 models at Box, read just now."),
        (Catalogue(problem="It failed."), "It failed. You can still type a name."),
        (Catalogue(ONE, NOW - 3_600, "It failed."),
         "It failed. This one was read 1 hour ago. You can still type a name."),
    ],
)  # fmt: skip
def test_the_age_of_a_list_is_told(catalogue: Catalogue, told: str) -> None:
    assert words.age("Box", catalogue, NOW) == told


MUST = Thinking(True, mandatory=True)
# what is chosen, what the model takes, its limit: the line, and a part of what stands behind its "?"
CHOSEN: list[tuple[dict[str, object], Thinking, int | None, str, str]] = [
    ({}, Thinking(True), None, "Thoughts asked for · effort: the model's default",
     "The thoughts are asked for; how much it thinks is left to the model."),
    ({}, OWN, None, "Thinking on · effort: the model's default", "The model is told to think; how much is left to it."),
    ({}, replace(OWN, default_level="medium"), None, "Thinking on · effort: its default, medium",
     "Its own default is medium."),
    ({}, MUST, None, "Thinking on (this model always thinks) · effort: the model's default",
     "It always thinks: that cannot be turned off."),
    ({}, Thinking(False), None, "This model shows no thoughts",
     "The catalogue says that this model shows no thoughts."),
    ({"effort": "hidden"}, OWN, None, "Thoughts not asked for · it may think all the same", "is left to the model."),
    ({"effort": "off"}, OWN, None, "Thinking off", "The model is asked not to think."),
    ({"effort": "off"}, MAPPED, None, "Thinking off · some models think all the same",
     "Some models think all the same."),
    ({"effort": "on"}, Thinking(True, on=True), None, "Thinking on · no levels to choose from",
     "it has no levels to choose from"),
    ({"effort": "low"}, OWN, None, "Effort: low, one of this model's own levels",
     "Low is one of this model's own levels and sent as it is."),
    ({"effort": "high"}, MAPPED, None, "Effort: high · the provider fits it to the model",
     "Asks for high effort. The provider maps it to what the model has."),
    ({"effort": "high"}, BUDGET, 10_000, "Effort: high, about 8,000 of 10,000 tokens",
     "high is sent on as about 8,000 of 10,000 tokens."),
    ({"effort": "high", "max_tokens": 20_000}, BUDGET, 10_000, "Effort: high, about 16,000 of 20,000 tokens",
     "about 16,000 of 20,000 tokens."),
    ({"effort": "medium"}, BUDGET, None, "Effort: medium, a share of its token limit",
     "medium becomes a share of its token limit."),
    ({"budget": 4_096}, BUDGET, None, "Thinks for up to 4,096 tokens", "It may think for up to 4,096 tokens."),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "thinking", "limit", "line", "sentence"), CHOSEN)
def test_what_becomes_of_the_chosen_thinking_is_one_line_with_more_behind_it(
    asked: dict[str, object], thinking: Thinking, limit: int | None, line: str, sentence: str
) -> None:
    chosen = replace(ASKED, **asked)  # type: ignore[arg-type]
    assert words.told(chosen, thinking, limit, True) == line and len(line) <= 70
    assert sentence in words.explained(chosen, thinking, limit, True)


def test_where_the_announcement_is_sent_to_the_letter_it_is_said_that_this_may_not_suffice() -> None:
    assert words.told(ASKED, OWN, None, True, literally=True) == "Thoughts asked for · it may not think by that alone"
    assert "choose On or a level" in words.explained(ASKED, OWN, None, True, literally=True)
    for other in (MUST, Thinking(True), Thinking(False)):  # these think by it, or nothing is known, or never do
        assert words.told(ASKED, other, None, True, literally=True) == words.told(ASKED, other, None, True)


def test_the_day_on_which_a_model_ends_is_told() -> None:
    model = Model("a", "a", ends="2027-03-03")
    assert words.facts(model, Thinking(), Catalogue()) == "Ends on 3 March 2027"


def test_where_nothing_is_asked_for_it_is_not_claimed() -> None:
    assert words.told(ASKED, Thinking(), None, False) == "Thinks as its server is set up"
    assert words.explained(ASKED, Thinking(), None, False).startswith("No switch is sent")


def test_each_way_of_sending_thoughts_back_is_a_line() -> None:
    assert all(len(line) <= 40 < len(why) and why.endswith(".") for line, why in words.SENT_BACK.values())


@pytest.mark.parametrize(
    ("asked", "thinking", "limit", "told"),
    [
        ({}, OWN, 8_000, ""),
        ({}, OWN, None, ""),
        ({"max_tokens": 499}, OWN, 8_000, "none may be left"),
        ({"max_tokens": 500}, OWN, 8_000, ""),
        ({"max_tokens": 100}, Thinking(False), 8_000, ""),
        ({"max_tokens": 100, "effort": "off"}, OWN, 8_000, ""),
        ({"budget": 4_096, "max_tokens": 4_096}, BUDGET, None, "leaves no room for an answer"),
        ({"budget": 4_096, "max_tokens": 4_500}, BUDGET, None, "That leaves 404 tokens for the answer."),
        ({"budget": 4_096, "max_tokens": 4_596}, BUDGET, None, ""),
        ({"budget": 9_000}, BUDGET, 8_000, "may take 9,000 tokens and the limit is 8,000"),
        ({"budget": 9_000}, BUDGET, None, ""),
        ({"effort": "high", "max_tokens": 1_024}, BUDGET, None, "leaves no room"),  # at least 1,024 go into it
        ({"effort": "xhigh", "max_tokens": 8_000}, replace(BUDGET, levels=("xhigh",)), None, "leaves 400 tokens"),
        ({"effort": "high", "max_tokens": 8_000}, BUDGET, None, ""),
    ],
)
def test_a_warning_is_given_where_thinking_leaves_no_room(
    asked: dict[str, object], thinking: Thinking, limit: int | None, told: str
) -> None:
    found = words.warning(replace(ASKED, **asked), thinking, limit)  # type: ignore[arg-type]
    assert told in found and bool(told) == bool(found)


@pytest.mark.parametrize(
    ("credits", "told"),
    [
        (Credits(4.25, 10.0, 5.75, 0.31, "monthly"),
         "$4.25 of $10.00 left on this key, resets monthly. Today $0.31."),
        (Credits(-0.5, 10.0, 10.5), "$0.00 of $10.00 left on this key."),
        (Credits(None, None, 5.75), "This key has no limit of its own; $5.75 used so far."),
        (Credits(None, None, 0.0, 0.0, "", True), "used so far. Free tier: 50 free requests a day."),
        (Credits(None, None, None), ""),
        (Credits(None, None, 5.75,
                 budgets=(Budget(17.5, 50.0, "guardrail", "weekly"), Budget(90.0, 100.0, "workspace"))),
         "This key has no limit of its own; $5.75 used so far. A guardrail allows $50.00; $17.50 of it is left, resets "
         "weekly. The workspace allows $100.00; $90.00 of it is left."),
        (Credits(4.25, 10.0, 5.75, budgets=(Budget(-0.5, 50.0, "guardrail", "daily"),)),
         "$4.25 of $10.00 left on this key. A guardrail allows $50.00, and nothing of it is left: requests are refused "
         "until it resets (daily)."),
        (Credits(None, None, None, budgets=(Budget(0.0, 5.0),)),
         "A budget allows $5.00, and nothing of it is left: requests are refused."),
        (Credits(None, None, 0.0, free_tier=True, free_left=0, free_limit=50),
         "This key has no limit of its own; $0.00 used so far. 0 of 50 free requests left today."),
        (Credits(4.25, 10.0, 5.75, ends=NOON.timestamp() + 3_600, budgets=(Budget(1.0, 5.0),)),
         "$4.25 of $10.00 left on this key. This key ends on 3 March 2027. A budget allows $5.00; $1.00 of it is "
         "left."),
        (Credits(None, None, None, ends=NOON.timestamp() - 86_400), "This key ended on 2 March 2027."),
        (Credits(None, None, 0.0, free_left=990, free_limit=1_000), "990 of 1,000 free requests left today."),
    ],
)  # fmt: skip
def test_credits_are_one_line(credits: Credits, told: str) -> None:
    found = words.credit(credits, NOON)
    assert found.endswith(told) and bool(found) == bool(told)


@pytest.mark.parametrize(
    ("calls_tools", "told"), [(True, "It can call tools; this room gives it none."), (False, ""), (None, "")]
)
def test_that_a_model_can_call_tools_is_told_with_what_the_room_does(calls_tools: bool | None, told: str) -> None:
    assert price_words.about(Model("a", "a", calls_tools=calls_tools)) == told


def test_the_day_on_which_a_key_ends_is_that_of_who_reads_it() -> None:
    late = datetime(2027, 3, 3, 23, 30, tzinfo=UTC)
    told = Credits(None, None, None, ends=late.timestamp())
    assert words.credit(told, NOON) == "This key ends on 3 March 2027."
    assert words.credit(told, NOON.astimezone(ZoneInfo("Asia/Tokyo"))) == "This key ends on 4 March 2027."


def test_a_price_that_thoughts_have_of_their_own_is_told() -> None:
    model = Model("a", "a", prompt_price=2e-6, completion_price=8e-6, reasoning_price=3e-6)
    assert price_words.price(model) == "$2 in, $8 out per 1M"
    assert price_words.about(model) == "Thoughts have a price of their own: $3 per 1M tokens."
    assert not Model("a", "a", prompt_price=0.0, completion_price=0.0, reasoning_price=3e-6).free
