"""Small models in the format of the real ones: some whose weights are chance, some that say what is written down."""

import json
import random
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from components.pocket import MODELS
from components.pocket.request import CONTEXT
from components.pocket.tokenizer import ANSWER, CHARACTERS, END, SPECIAL, THINK

WORDS = (" bigger", " smaller", " is", " than", ".\n", " done", "First", " Wait", ", ", "**")
PIECES = (*SPECIAL, *CHARACTERS, *WORDS)
VOCABULARY = len(PIECES)
WIDTH, LAYERS, HEADS = 32, 2, 2


def weights(seed: int) -> dict[str, NDArray[np.float16]]:
    """The same ones with every numpy and every Python."""
    chance = random.Random(seed)

    def array(*shape: int) -> NDArray[np.float16]:
        size = int(np.prod(shape))
        return np.array([chance.random() - 0.5 for _ in range(size)], np.float16).reshape(shape)

    found = {"embedding": array(VOCABULARY, WIDTH)}
    for layer in range(LAYERS):
        found |= {
            f"{layer}.mix": array(WIDTH),
            f"{layer}.qkv": array(WIDTH, 3 * WIDTH),
            f"{layer}.out": array(WIDTH, WIDTH),
            f"{layer}.up": array(WIDTH, 4 * WIDTH),
            f"{layer}.down": array(4 * WIDTH, WIDTH),
        }
    return found


def config(width: int = WIDTH, layers: int = LAYERS, heads: int = HEADS, context: int = CONTEXT) -> dict[str, int]:
    return {"width": width, "layers": layers, "heads": heads, "context": context}


def reciting(*tokens: int) -> tuple[dict[str, NDArray[np.float16]], dict[str, int]]:
    """Weights and config of one that says each of these after the one before it, whatever was asked. None comes twice.

    Its embedding is the identity, its attention sees nothing, and its one layer is a table of what follows what.
    """
    width = VOCABULARY + VOCABULARY % 2
    table = np.zeros((4 * width, width), np.float16)
    for token, following in pairwise(tokens):
        table[token, following] = 1
    nothing = np.zeros((width, 3 * width), np.float16)
    found = {"embedding": np.eye(VOCABULARY, width, dtype=np.float16), "0.mix": nothing[0, :width], "0.qkv": nothing}
    found |= {"0.out": nothing[:, :width], "0.up": np.eye(width, 4 * width, dtype=np.float16), "0.down": table}
    return found, config(width, 1, 1)


def numbers(*pieces: str) -> list[int]:
    return [PIECES.index(piece) for piece in pieces]


def write(folder: Path, seed: int = 1, context: int = CONTEXT) -> Path:
    """Chance weights, a file for each model; the folder again."""
    for number, model in enumerate(MODELS):
        _write(folder, model, weights(seed + number), config(context=context))
    return folder


def write_reciting(folder: Path, thoughts: list[str], answer: list[str]) -> Path:
    """The thinker says these pieces, and the novice the answer alone; the folder again."""
    thinker, novice = MODELS
    _write(folder, thinker, *reciting(THINK, *numbers(*thoughts), ANSWER, *numbers(*answer), END))
    _write(folder, novice, *reciting(ANSWER, *numbers(*answer), END))
    return folder


def _write(folder: Path, model: str, arrays: dict[str, NDArray[np.float16]], told: dict[str, int]) -> None:
    texts = {"config": np.array(json.dumps(told)), "vocabulary": np.array(json.dumps(WORDS))}
    with (folder / f"{model.rpartition('/')[2]}.npz").open("wb") as file:
        np.savez(file, **texts, **cast(dict[str, Any], arrays))
