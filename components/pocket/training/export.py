"""torch -> the .npz that numpy reads: float16, matrices turned so that a row vector is multiplied from the left."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from components.pocket.training.network import Block, Network


def export(network: Network, words: Sequence[str], path: Path) -> None:
    arrays = {"embedding": _half(network.embedding.weight.detach().numpy())}
    for number, block in enumerate(network.blocks):
        assert isinstance(block, Block)
        arrays[f"{number}.mix"] = _half(block.mix.detach().numpy())
        for name in ("qkv", "out", "up", "down"):
            arrays[f"{number}.{name}"] = _half(getattr(block, name).weight.detach().numpy().T)
    config, vocabulary = np.array(json.dumps(network.config)), np.array(json.dumps(list(words)))
    np.savez_compressed(path, config=config, vocabulary=vocabulary, **arrays)  # pyright: ignore[reportArgumentType]


def _half(array: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(array, dtype=np.float16)
