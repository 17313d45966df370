"""A question becomes tokens: the likeliest ones or chance ones, thoughts before the answer, no more than asked for."""

import random
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from components.pocket.network import Network
from components.pocket.request import MOST_TOKENS, NOVICE, THINKER, Wish
from components.pocket.said import Ended, Said
from components.pocket.speaker import Edges, Speaker, Unreadable, speaker
from components.pocket.start import LEAST_ROOM
from components.pocket.tokenizer import ANSWER, CHARACTERS, END, LATER, PAD, QUESTION, THINK, UNREADABLE, Tokenizer
from components.pocket.turns import Turns
from tests.pocket.weights import WORDS, numbers, reciting, write


def reply(folder: Path, wish: Wish) -> tuple[list[Said], Ended]:
    *said, ended = speaker(wish.model, folder).reply(wish)
    assert isinstance(ended, Ended)
    return [token for token in said if isinstance(token, Said)], ended


def following(*tokens: int, thinks: bool = True) -> Speaker:
    """One that says these tokens, whatever is asked."""
    arrays, told = reciting(THINK if thinks else ANSWER, *tokens)
    return Speaker(Network(told, arrays), Tokenizer(WORDS), thinks, Turns())


def test_thoughts_come_first_and_the_mark_after_them_begins_the_answer() -> None:
    tokens = [*numbers("\n", "First", " bigger", ".\n"), ANSWER, *numbers(" ", "9", " is"), END]
    *said, ended = following(*tokens).reply(Wish(THINKER, "?"))
    assert said == [
        *(Said("reasoning", text) for text in ("", "First", " bigger", ".", "")),
        *(Said("answer", text) for text in ("", "9", " is")),
    ]
    assert ended == Ended("stop", prompt=3, completion=9, reasoning=5)


def test_who_does_not_think_answers_at_once() -> None:
    *said, ended = following(*numbers("9"), END, thinks=False).reply(Wish(NOVICE, "?"))
    assert said == [Said("answer", "9")] and ended == Ended("stop", 3, 2, 0)


def test_thoughts_do_not_end_without_an_answer_and_no_answer_ends_before_it_began() -> None:
    # It would say its END there; the likeliest piece that is allowed comes instead.
    *said, ended = following(*numbers("9"), END).reply(Wish(THINKER, "?", max_tokens=20))
    assert isinstance(ended, Ended) and ended.reason == "length" and len(said) == 20
    arrays, told = reciting(ANSWER, END)
    first, *_ = Speaker(Network(told, arrays), Tokenizer(WORDS), False, Turns()).reply(Wish(NOVICE, "?", max_tokens=9))
    assert isinstance(first, Said)


@pytest.mark.slow
@given(st.integers(0, 2**32), st.sampled_from([0.7, 1.5, 2.0]))
def test_at_any_temperature_a_thinker_that_stops_has_begun_an_answer(seed: int, temperature: float) -> None:
    tokens = [*numbers("First"), ANSWER, *numbers("9"), END]
    *said, ended = following(*tokens).reply(Wish(THINKER, "?", temperature=temperature, seed=seed, max_tokens=200))
    assert isinstance(ended, Ended)
    if ended.reason == "stop":
        assert any(isinstance(token, Said) and token.channel == "answer" for token in said)


@pytest.mark.parametrize("mark", [PAD, QUESTION, LATER, UNREADABLE, THINK])
def test_marks_that_only_a_prompt_has_are_never_said(mark: int) -> None:
    arrays, told = reciting(ANSWER, mark)
    *said, ended = Speaker(Network(told, arrays), Tokenizer(WORDS), False, Turns()).reply(
        Wish(NOVICE, "?", max_tokens=9)
    )
    assert len(said) <= 9 and isinstance(ended, Ended)
    assert not any("<" in token.text for token in said if isinstance(token, Said))


def test_nothing_is_computed_before_it_is_asked_for(folder: Path) -> None:
    network = speaker(THINKER, folder).network
    before = network.passes
    tokens = speaker(THINKER, folder).reply(Wish(THINKER, "?"))
    assert network.passes == before
    for number in range(1, 6):
        next(tokens)
        assert network.passes == before + number


@pytest.mark.parametrize("most", [1, 2, 17, MOST_TOKENS])
def test_the_limit_is_kept_to_the_token(folder: Path, most: int) -> None:
    said, ended = reply(folder, Wish(THINKER, "?", max_tokens=most))
    assert (len(said), ended.completion, ended.reason) == (most, most, "length")


def test_the_likeliest_tokens_are_always_the_same(folder: Path) -> None:
    assert reply(folder, Wish(THINKER, "9.11 or 9.9?")) == reply(folder, Wish(THINKER, "9.11 or 9.9?"))


def test_chance_repeats_itself_with_its_seed_alone(folder: Path) -> None:
    def said(seed: int | None) -> list[Said]:
        return reply(folder, Wish(THINKER, "9.11 or 9.9?", max_tokens=60, temperature=1.5, seed=seed))[0]

    assert said(5) == said(5) != said(6)
    assert said(None) != said(None)
    assert said(10**30) == said(10**30)


def test_hardly_any_temperature_is_none(folder: Path) -> None:
    cold = reply(folder, Wish(THINKER, "?", temperature=1e-300))
    assert cold == reply(folder, Wish(THINKER, "?"))


@pytest.mark.slow
def test_chance_follows_the_likelihoods(folder: Path) -> None:
    network = speaker(NOVICE, folder).network
    prompt = [*Tokenizer(WORDS).prompt("?", context=True), ANSWER]
    logits = network.read(network.memory(8), prompt)[END:].astype(float)
    likely = np.exp(logits - logits.max())
    likely /= likely.sum()
    counts = np.zeros(len(likely))
    vocabulary = {text: number for number, text in enumerate((*CHARACTERS, *WORDS), 1)}
    for seed in range(4_000):
        said, _ = reply(folder, Wish(NOVICE, "?", max_tokens=1, temperature=1, seed=seed))
        counts[vocabulary.get(said[0].text, 0) if said else 0] += 1
    seen = [number for text, number in vocabulary.items() if text.strip() == text]  # others lose their white space
    expected = likely[seen] * 4_000
    assert float(np.abs(counts[seen] - expected).max()) < 5 * float(np.sqrt(expected.max()))


def test_a_context_that_is_too_short_leaves_room_for_a_reply(tmp_path: Path) -> None:
    write(tmp_path, context=128)
    said, ended = reply(tmp_path, Wish(THINKER, "x" * 300))
    assert (ended.prompt, ended.completion, ended.reason) == (128 - LEAST_ROOM, LEAST_ROOM, "length") and said


def test_a_later_question_is_read_as_one(folder: Path) -> None:
    assert reply(folder, Wish(THINKER, "?"))[0] != reply(folder, Wish(THINKER, "?", later=True))[0]


def test_a_file_is_read_once_by_however_many_threads(tmp_path: Path) -> None:
    write(tmp_path)
    found, both = list[Speaker](), threading.Barrier(8)

    def load() -> None:
        both.wait()
        found.append(speaker(THINKER, tmp_path))

    threads = [threading.Thread(target=load) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8 and len(set(map(id, found))) == 1


@given(st.lists(st.sampled_from(["a", " b", "\n", " ", ".\n", ", ", "c", ""])))
def test_white_space_is_left_out_at_the_ends_and_nowhere_else(pieces: list[str]) -> None:
    edges = Edges()
    assert "".join(edges.within(piece) for piece in pieces) == "".join(pieces).strip()


@given(st.lists(st.sampled_from(["a", " b", "\n", " ", ".\n", ", ", "c", ""])))
def test_white_space_at_the_left_of_what_goes_on_is_kept(pieces: list[str]) -> None:
    edges = Edges(begun=True)
    assert "".join(edges.within(piece) for piece in pieces) == "".join(pieces).rstrip()


def test_a_damaged_file_is_said_to_be_unreadable_and_nothing_else_is_raised(tmp_path: Path) -> None:
    whole = (write(tmp_path) / "novice.npz").read_bytes()
    chance = random.Random(1)
    for number in range(60):
        folder = tmp_path / str(number)
        folder.mkdir()
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 20, 300))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        (folder / "novice.npz").write_bytes(damaged if number % 3 else whole[: chance.randrange(len(whole))])
        try:
            list(speaker(NOVICE, folder).reply(Wish(NOVICE, "?", max_tokens=3)))
        except Unreadable as error:
            assert str(error).startswith("novice.npz (")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("config", np.array("[1]")),
        ("config", np.array('{"width": 8, "layers": 1, "heads": 0, "context": 1024}')),
        ("vocabulary", np.array("7")),
        ("vocabulary", np.array('["too", "few"]')),
        ("embedding", np.full((4, 4), 1, np.float16)),
        ("0.mix", np.full(1, np.nan, np.float16)),
    ],
)
def test_a_file_whose_parts_do_not_fit_is_unreadable(name: str, value: NDArray[Any], tmp_path: Path) -> None:
    with np.load(write(tmp_path) / "novice.npz") as file:
        parts: dict[str, Any] = {one: file[one] for one in file.files} | {name: value}
    with (tmp_path / "novice.npz").open("wb") as opened:
        np.savez(opened, **parts)
    with pytest.raises(Unreadable):
        speaker(NOVICE, tmp_path)
