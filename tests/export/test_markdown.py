"""The document of a chat keeps its shape, whatever stands in a turn."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from markdown_it import MarkdownIt

from components.conversation import Conversation, Failure, Times, Turn, Usage
from components.export import as_markdown
from tests.browser.hostile import HEAVY, OPEN, SETTLED, TRIES, samples
from tests.export.chats import CHAT, a_turn, conversations

HOSTILE = samples("127.0.0.1:9", SETTLED, OPEN, HEAVY, TRIES)
END = "The end of everything."
READER = MarkdownIt("commonmark")


def outline(text: str) -> list[str]:
    """The headings at the top of the document, and the fences of its questions."""
    tokens = READER.parse(text)
    found: list[str] = []
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        if token.level == 0 and token.type == "heading_open" and after and after.content.startswith("Question "):
            found.append(after.content)
        elif token.level == 0 and token.type == "fence" and token.info == "text":
            found.append(token.content)
    return found


def shape(*questions: str) -> list[str]:
    return [line for n, said in enumerate(questions, 1) for line in (f"Question {n}", f"{said}\n")]


def test_a_whole_document() -> None:
    times = Times(1.0, 4.2, 6.0)
    first = a_turn("One.\n\nTwo.", "**Bees**.", "Who # hums?", times=times, usage=Usage(5, 30, 20, 0.1))
    failure = Failure("rate limited", "Too many *requests*.", "Wait.", "slow\ndown")
    second = a_turn(question="```\nAnd now?", number=2, status="failed", failure=failure)
    assert (
        as_markdown(replace(CHAT, title="Bees *and*\nwasps"), [first, second])
        == """\
# Bees \\*and\\* wasps

*2026-11-18 · 2 turns*

---

## Question 1

```text
Who # hums?
```

**Thoughts** · Thought for 3.2 s · 20 tokens

> One.
>
> Two.

**Answer** · deepseek/deepseek-r1 · waited 1.0 s · thought 3.2 s · answered 1.8 s · 30 tokens · 6 tokens/s · \\$0.10

**Bees**.

---

## Question 2

````text
```
And now?
````

**Answer** · deepseek/deepseek-r1

**Too many \\*requests\\*. The provider's words: slow down**
"""
    )


def test_thoughts_can_be_left_out_and_the_document_says_so() -> None:
    found = as_markdown(CHAT, [a_turn("Secretly.", "Openly.")], reasoning=False)
    assert "Secretly" not in found and "Thoughts" not in found
    assert "Openly." in found and "exported without the thoughts" in found


@pytest.mark.parametrize(
    ("turn", "line"),
    [
        (a_turn(status="stopped"), "Stopped before the first word."),
        (a_turn("Hm", status="stopped"), "Stopped while it was thinking."),
        (a_turn("Hm", "So", status="stopped"), "Stopped in the middle of the answer."),
        (a_turn(status="failed"), "The turn failed."),
        (a_turn(answer="So", status="failed"), "The turn failed. What arrived is incomplete."),
        (a_turn(status="queued"), "This question was waiting to be asked when the chat was exported."),
        (a_turn(answer="So", status="streaming"), "This turn was still growing when the chat was exported."),
        (
            a_turn(answer="So", finish_reason="length"),
            "The answer reached the token limit. What arrived is incomplete.",
        ),
        (a_turn("Hm", finish_reason="length"), "The model used its whole budget thinking, so there is no answer."),
        (a_turn(answer="So", finish_reason="content_filter"), "The provider's filter ended this answer."),
        (a_turn("Hm"), "The model ended without an answer."),
        (a_turn(), "The model sent nothing."),
        (a_turn(answer="So", encrypted=True), "It thought, but the provider keeps the text private."),
        (
            a_turn(answer="So", usage=Usage(1, 2, 1_204, None)),
            "It thought (1,204 tokens billed), but the provider keeps the text private.",
        ),
        (a_turn("Hm", "So", summarised=True), "A summary by the provider, not the model's own words."),
    ],
)
def test_what_did_not_end_well_or_is_withheld_is_said(turn: Turn, line: str) -> None:
    assert line in as_markdown(CHAT, [turn])


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_reaches_beyond_its_place(name: str) -> None:
    text = HOSTILE[name]
    asked = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    found = as_markdown(replace(CHAT, title=text), [a_turn(text, text, text), a_turn(question=END)])
    assert outline(found) == shape(asked, END)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(some.text("`~\n #->*=1. \t<!:|[]ab\\", max_size=30), some.text("`~\n #->*=1. \t<!:|[]ab\\", max_size=30))
def test_no_marks_reach_beyond_their_place(question: str, answer: str) -> None:
    found = as_markdown(CHAT, [a_turn(answer, answer, question), a_turn(question=END)])
    assert outline(found) == shape(question, END)


@pytest.mark.parametrize(
    "opened", ["```py\nx", "~~~~\nx\n~~~", "- ```\n  x", "<!-- x", "<pre>\nx", "1. a\n\n   ```\n   b"]
)
def test_what_an_answer_leaves_open_is_closed(opened: str) -> None:
    found = as_markdown(CHAT, [a_turn(answer=opened), a_turn(question=END)])
    assert all(line in found for line in opened.split("\n"))
    assert outline(found) == shape("Why?", END)


@pytest.mark.parametrize(
    "opened",
    [
        *(
            "a\n```py\nx",
            "~~~\nx",
            "`````\n```\nx",
            "  ```\n  x",
            "- a\n  ```\n  x",
            "> ```\n> x",
            "1. > - ~~~~\n   >   x",
        ),
        *(
            "$$\nx",
            "a\n\n$$ x\n\n# b",
            "<!-- x",
            "<pre>\nx",
            "<div>\nx",
            "<![CDATA[ x",
            "[x]: http://a.b\n'x",
            "a\r```\rx",
        ),
    ],
)
def test_what_thoughts_leave_open_swallows_no_answer(opened: str) -> None:
    found = READER.parse(as_markdown(CHAT, [a_turn(opened, "The **answer**."), a_turn(question=END)]))
    assert [token.level for token in found if token.content == "The **answer**."] == [1]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("$$\nx = 1", "$$"),
        ("a\n\n$$ x\n\n```\ny\n```", "$$"),
        ("$$\nx = 1\n$$", "$$"),
        # For readers of CommonMark alone and for those of formulas too, these are closed, or none.
        ("$$\nx\n$$\n\nb", "b"),
        ("$$x$$\n\nb", "b"),
        ("It costs $$ a lot.", "It costs $$ a lot."),
        ("- a\n\n  $$\n  x", "  x"),
        ("```\n$$\n```\n\nb", "b"),
    ],
)
def test_an_open_formula_is_closed(text: str, last: str) -> None:
    lines = as_markdown(CHAT, [a_turn(text, text)]).split("\n")
    assert lines[-2] == last and lines[lines.index("**Answer** · deepseek/deepseek-r1") - 2] == f"> {last}"
    assert lines.count("$$") == len(re.findall(r"(?m)^\$\$$", text)) + (last == "$$" and not text.endswith("$$"))


def test_who_answered_is_named_once() -> None:
    by = "deepseek/deepseek-r1 at Fireworks"
    assert f"**Answer** · {by}\n" in as_markdown(CHAT, [a_turn(answered_by=by)])
    assert "**Answer** · deepseek/deepseek-r1 · Someone\n" in as_markdown(CHAT, [a_turn(answered_by="Someone")])


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(conversations())
def test_any_chat_becomes_a_document(conversation: Conversation) -> None:
    found = as_markdown(conversation.chat, list(conversation.turns.values()))
    assert found.startswith("# ") and found.encode()
