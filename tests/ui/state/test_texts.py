"""A growing text in blocks: they are large enough, never change, and are cut where a cut changes no meaning."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from components.conversation import AnswerDelta, Draft, Piece, ReasoningDelta, Refiled, rounds
from components.markup.seams import seams
from components.ui.state.texts import Blocks, Texts

LIMIT = 10_000  # bytes: smaller elements are sent again on every tick
SENTENCE = "So the sum must be even, and the first term must be odd. "
PARAGRAPH = SENTENCE * 6 + "\n\n"
CODE = "```python\n" + "def f(x):\n    return x\n\n" * 40 + "```\n\n"
WIDE = "因此总和必须是偶数。" * 12 + "\n\n"

SMALL = ["\n", "\n\n", " ", "- a\n- b\n\n", "> q\n\n", "$$\na\n\nb\n$$\n\n"]
pieces_of_text = some.sampled_from([SENTENCE, PARAGRAPH, CODE, WIDE, *SMALL, "x" * 3000, "😀" * 500])
texts = some.lists(pieces_of_text, max_size=60).map("\n".join)  # so that fences begin their lines


def fed(text: str, size: int, markdown: bool) -> Blocks:
    """The blocks of a text that came in pieces of `size`; sealed ones are seen never to change."""
    blocks = Blocks(markdown=markdown)
    for at in range(0, len(text), size):
        before = [*blocks.sealed]
        blocks.feed(text[at : at + size])
        assert blocks.sealed[: len(before)] == before
    return blocks


@settings(max_examples=60)
@given(text=texts, size=some.sampled_from([7, 100, 4096, 10**6]), markdown=some.booleans())
def test_sealed_blocks_are_large_and_the_whole_is_the_text(text: str, size: int, markdown: bool) -> None:
    blocks = fed(text, size, markdown)
    assert "".join(blocks.sealed) + blocks.tail == text
    assert all(len(block.encode()) >= LIMIT for block in blocks.sealed)
    if markdown:
        assert all(block.count("```") % 2 == 0 and block.count("$$") % 2 == 0 for block in blocks.sealed)


@pytest.mark.parametrize("unit", [SENTENCE, PARAGRAPH, WIDE, "x", "😀", "\n"])
def test_plain_text_never_leaves_a_long_tail(unit: str) -> None:
    text = unit * (60_000 // len(unit.encode()))
    blocks = fed(text, 97, markdown=False)
    assert len(blocks.sealed) >= 3 and len(blocks.tail.encode()) < 14_000
    assert all(len(block.encode()) < 22_000 for block in blocks.sealed)


def test_plain_text_is_cut_at_a_blank_line_if_one_comes_soon() -> None:
    blocks = fed(PARAGRAPH * 100, 11, markdown=False)
    assert len(blocks.sealed) >= 2 and all(block.endswith("\n\n") for block in blocks.sealed)


def test_markdown_is_cut_at_seams_alone_and_fences_never() -> None:
    text = (PARAGRAPH * 10 + CODE) * 16
    blocks = fed(text, 13, markdown=True)
    assert len(blocks.sealed) >= 3
    at = 0
    for block in blocks.sealed:
        at += len(block)
        assert at in seams(text)


@pytest.mark.slow
def test_one_large_fence_is_not_cut() -> None:
    code = "```\n" + "line\n\n" * 10_000 + "```\n"
    blocks = fed(code, 1000, markdown=True)
    assert blocks.sealed == [] and blocks.tail == code
    more = "And then. " * 1_000  # it is not looked for with every word
    blocks.feed("\n" + more)
    assert blocks.sealed == [code + "\n"] and blocks.tail == more


@pytest.mark.parametrize(("text", "shows"), [("", False), (" \n\t", False), ("a", True), ("\na", True)])
def test_blank_text_is_nothing_to_show(text: str, shows: bool) -> None:
    assert bool(fed(text, 1, markdown=False)) == shows == bool(fed(text, 1, markdown=True))


@settings(max_examples=60)
@given(
    text=some.lists(some.tuples(some.sampled_from(["reasoning", "answer"]), pieces_of_text), max_size=40),
    cuts=some.lists(some.integers(0, 40), max_size=5),
)
def test_pieces_taken_in_any_partition_give_the_same_texts(text: list[tuple[str, str]], cuts: list[int]) -> None:
    draft, live, late = Draft(), Texts(), Texts()
    for number, (channel, said) in enumerate(text):
        if number in cuts:
            live.take(draft.progress)
        draft.fold(ReasoningDelta(said) if channel == "reasoning" else AnswerDelta(said), 1.0)
    live.take(draft.progress)
    live.take(draft.progress)  # nothing new
    late.add([Piece(channel, said) for channel, said in text])  # type: ignore[arg-type]
    pieces = [Piece("reasoning" if channel == "reasoning" else "answer", said) for channel, said in text]
    told = rounds(pieces)
    for taken in (live, late):
        assert len(taken.rounds) == len(told)
        for said_there, of_round in zip(taken.rounds, told, strict=True):
            for channel in ("reasoning", "answer"):
                # Line breaks before the first word are the wire's, not the reader's.
                whole = "".join(piece.text for piece in of_round if piece.channel == channel).lstrip()
                blocks = getattr(said_there, channel)
                assert "".join(blocks.sealed) + blocks.tail == whole
    assert live.taken == len(text)


def test_refiling_starts_over() -> None:
    draft, live = Draft(), Texts()
    draft.fold(AnswerDelta("\nLet me see. " + PARAGRAPH * 50), 1.0)
    live.take(draft.progress)
    assert live.answer.sealed and not live.reasoning
    draft.fold(Refiled(), 2.0)
    draft.fold(AnswerDelta("It is 4."), 3.0)
    live.take(draft.progress)
    assert (live.answer.sealed, live.answer.tail) == ([], "It is 4.")
    assert "".join(live.reasoning.sealed) + live.reasoning.tail == "Let me see. " + PARAGRAPH * 50
    draft.fold(AnswerDelta(" Yes."), 4.0)
    live.take(draft.progress)
    assert live.answer.tail == "It is 4. Yes."


def test_a_very_long_answer_is_sealed_as_it_comes() -> None:
    blocks = Blocks(markdown=True)
    for _ in range(4000):
        blocks.feed(SENTENCE + "\n\n")
        assert len(blocks.tail.encode()) < 14_000
    assert len(blocks.sealed) >= 15
