"""The headline of a growing thought: the provider's heading, else the newest aim."""

import pytest

from components.conversation import AnswerDelta, Draft, Headlines, ReasoningDelta
from components.conversation.headline import BATCH, HOLDS, LONGEST, MOST


def headline(text: str, size: int = 4) -> str:
    headlines = Headlines()
    for at in range(0, len(text), size):
        headlines.feed(text[at : at + size])
    return headlines.feed("\n")


@pytest.mark.parametrize(
    ("thought", "told"),
    [
        ("**Comparing decimals**\n\nI need to look at 9.11 and 9.9 first. ", "Comparing decimals"),
        ("**One**\n\nText of it.\n\n**Two**\n\nText of that. ", "Two"),
        ('**Deconstructing the "Trick"**\n', 'Deconstructing the "Trick"'),
        ('**"What is that?"**\n', "What is that?"),
        ("1.  **Analyze User Input:**\n   - Request: count. ", "Analyze User Input"),
        ("The digits differ. I need to compare the tenths. They are 1 and 9.", "I need to compare the tenths"),
        ("Let me check 9.11 against 9.9.", "Let me check 9.11 against 9.9"),
        ("Okay, so let’s go through each letter:", "Let’s go through each letter"),
        ("Hmm. First, I count the letters. Then more.", "First, I count the letters"),
        ("I should keep **my** `reply` short.\nIt is.", "I should keep my reply short"),
        ("3.5 is what I need to halve. 2. Now we compare 3.5 with it.", "Now we compare 3.5 with it"),
        ("- Now we compare the tenths\n", "Now we compare the tenths"),
        ("Also, ich muss die Stellen vergleichen. Gut.", "Ich muss die Stellen vergleichen"),
        ("Zunächst zähle ich die Buchstaben.", "Zunächst zähle ich die Buchstaben"),
        ("Bon, je dois comparer les dixièmes.", "Je dois comparer les dixièmes"),
        ("D’abord, je compte les lettres.", "D’abord, je compte les lettres"),
        ("Veamos: 9,11 y 9,9 son distintos. Bueno, tengo que comparar.", "Tengo que comparar"),
        ("用户问了一个问题。首先，我需要比较小数部分。是的。", "首先，我需要比较小数部分"),
        ("好的，让我检查一下。", "让我检查一下"),
        ("まず、小数点以下を比べる。そうだ。", "まず、小数点以下を比べる"),
        ("次の桁を計算してみよう。", "次の桁を計算してみよう"),
        ("« Maintenant, je compare les deux. » Oui.", "Maintenant, je compare les deux"),
    ],
)
def test_a_headline_says_what_is_being_done(thought: str, told: str) -> None:
    assert headline(thought) == told


@pytest.mark.parametrize(
    "thought",
    [
        "The answer is 9.9. It is bigger than 9.11.\n",
        "Let me see. Let me think.\n",
        "Nowhere is it said. First-class seats cost more.\n",
        "now = 5\n",
        "```python\nlet me = the one\n# Now we compare the tenths\n```\n",
        "So **Comparing decimals** is what I do\n",
        "**\n\n** **\n",
        "先生はそう言いました。\n",
        "",
    ],
)
def test_where_nothing_is_meant_to_be_done_there_is_none(thought: str) -> None:
    assert headline(thought) == ""


def test_code_ends_where_it_ends() -> None:
    assert headline("```\nNow we loop over it all\n```\nNow we compare the tenths\n") == "Now we compare the tenths"


def test_a_heading_stands_for_what_follows_it_and_not_for_ever() -> None:
    aim = "I need to compare the tenths. "
    soon = f"**Comparing decimals**\n\n{aim}"
    assert headline(soon) == "Comparing decimals"
    assert headline(soon + "It is so. " * (HOLDS // 8) + aim) == "I need to compare the tenths"


def test_a_long_one_is_cut_behind_a_word() -> None:
    told = headline("I need to " + "compare all of the many digits " * 20 + ".")
    assert len(told) <= MOST and told.endswith("…") and told[:-1].split()[-1] in "compare all of the many digits"
    assert headline("**" + "字" * 150 + "**\n") == "字" * (MOST - 1) + "…"


def test_a_long_sentence_is_told_before_its_end_and_its_end_says_nothing_more() -> None:
    headlines = Headlines()
    assert headlines.feed("I need to compare all of it, " + "and more " * LONGEST).startswith("I need to compare")
    assert headlines.feed("now there is an end of it all. Let me count the letters. ") == "Let me count the letters"


@pytest.mark.parametrize("size", [1, 2, 3, 7, BATCH, 10_000])
def test_it_is_the_same_however_the_text_is_cut(size: int) -> None:
    text = (
        "Hmm. First, I count 9.11.\n\n**Heading**\n\n" + "Filler. " * 190 + "So, let me check (all of it.) "
        "Now: we compare the tenths of both " + "numbers " * 60 + "\n```\nlet me in\n```\n让我检查一下。是"
    )
    for end in range(0, len(text), 97):
        assert headline(text[:end], size) == headline(text[:end], 1)


def test_a_draft_has_the_headline_of_its_thoughts_and_begins_anew_with_each_round() -> None:
    draft = Draft()
    draft.fold(ReasoningDelta("I need to compare the tenths.\n"), 1.0)
    assert draft.progress.headline == "I need to compare the tenths"
    draft.fold(AnswerDelta("Let me tell you the answer.\n"), 2.0)
    assert draft.progress.headline == "I need to compare the tenths"
    draft.fold(ReasoningDelta("Wait."), 3.0)
    assert draft.progress.headline == ""


@pytest.mark.slow
def test_a_character_costs_the_same_wherever_it_stands() -> None:
    """Counted in what is looked through, not in time: no more is kept of a text than a sentence of the longest."""
    headlines = Headlines()
    for _ in range(20_000):
        headlines.feed("words without an end ")
        assert len(headlines._line) <= LONGEST and headlines._size < BATCH
