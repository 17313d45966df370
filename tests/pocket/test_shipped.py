"""The weights that come with the room: they fit the code, and what they say comes to its end."""

import json
from pathlib import Path

import httpx
import numpy as np
import pytest

from components.pocket import MODELS, transport
from components.pocket.early import curve
from components.pocket.evaluation.cutting import rows_of
from components.pocket.evaluation.scoring import Tally
from components.pocket.network import Block
from components.pocket.request import CONTEXT, THINKER
from components.pocket.server import WEIGHTS
from components.pocket.speaker import speaker
from components.pocket.tokenizer import Tokenizer

MOST_BYTES = 4_000_000  # all files together
QUESTION = {"messages": [{"role": "user", "content": "Which is bigger: 9.11 or 9.9?"}]}


def path(model: str) -> Path:
    return WEIGHTS / f"{model.rpartition('/')[2]}.npz"


@pytest.mark.parametrize("model", MODELS)
def test_a_file_has_what_the_code_reads_and_no_more(model: str) -> None:
    with np.load(path(model), allow_pickle=False) as file:
        config, words = json.loads(file["config"].item()), json.loads(file["vocabulary"].item())
        blocks = {f"{layer}.{name}" for layer in range(config["layers"]) for name in Block._fields}
        arrays = {name: file[name] for name in file.files if name not in ("config", "vocabulary")}
    assert set(arrays) == blocks | {"embedding"}
    assert {array.dtype for array in arrays.values()} == {np.dtype(np.float16)}
    assert config["context"] == CONTEXT  # what the list of models tells
    assert arrays["embedding"].shape == (len(Tokenizer(words).vocabulary), config["width"])


def test_all_files_together_are_small() -> None:
    assert sum(file.stat().st_size for file in WEIGHTS.iterdir()) <= MOST_BYTES


def test_its_size_is_the_one_that_the_pages_and_its_card_tell() -> None:
    counts: dict[str, int] = {}
    for model in MODELS:
        with np.load(path(model), allow_pickle=False) as file:
            counts[model] = sum(file[name].size for name in file.files if name not in ("config", "vocabulary"))
    assert round(counts[THINKER] / 1e6, 1) == 1.3 and counts["pocket/novice"] < 300_000
    card = (WEIGHTS.parent / "MODEL.md").read_text("utf-8")
    for model, count in counts.items():
        assert f"{count:,}" in card
        assert f"{path(model).stat().st_size / 1e6:.2f} MB" in card


def test_its_card_and_the_room_tell_the_same_of_thoughts_that_were_ended_early() -> None:
    card = (WEIGHTS.parent / "MODEL.md").read_text("utf-8").partition("## When must it have thought enough?")[2]
    table = [line for line in card.partition("\n## ")[0].splitlines() if line.startswith("| ")][2:]
    tallies = {one.percent: Tally(one.right, one.of) for one in curve()}
    assert table == [f"| {' | '.join(row)} |" for row in rows_of(tallies)]
    assert list(tallies) == [10 * number for number in range(1, 11)]


@pytest.mark.parametrize("model", MODELS)
def test_its_weights_are_those_of_the_whole_training(model: str) -> None:
    from components.pocket.training.__main__ import STEPS

    name = model.rpartition("/")[2]
    lines = [json.loads(line) for line in (WEIGHTS / f"{name}.log.jsonl").read_text("utf-8").splitlines()]
    begun = [line["steps"] for line in lines if "steps" in line]
    ended = [line["step"] for line, after in zip(lines, [*lines[1:], {"steps": 0}], strict=True) if "steps" in after]
    assert begun == ended == list(STEPS[name])


@pytest.mark.slow
@pytest.mark.parametrize("text", ["a" * 100_000, "0" * 5_000, "why " * 500, "你好" * 3_000, "🙂" * 400])
def test_too_long_a_text_is_refused(text: str) -> None:
    body = {"model": THINKER, "messages": [{"role": "user", "content": text}]}
    with httpx.Client(transport=transport(0)) as http:
        (choice,) = http.post("http://pocket.invalid/v1/chat/completions", json=body).json()["choices"]
    assert choice["finish_reason"] == "stop" and choice["message"]["content"].startswith("I am sorry")


@pytest.mark.parametrize("model", MODELS)
def test_a_reply_comes_to_its_end(model: str) -> None:
    with httpx.Client(transport=transport(0)) as http:
        reply = http.post("http://pocket.invalid/v1/chat/completions", json=QUESTION | {"model": model}).json()
    (choice,) = reply["choices"]
    assert choice["finish_reason"] == "stop" and "9." in choice["message"]["content"]
    assert bool(choice["message"]["reasoning"]) == speaker(model, WEIGHTS).thinks == (model == THINKER)
