"""torch -> the .npz that numpy reads, and back: float16, matrices turned so that a row vector is multiplied from the
left."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from components.pocket.training.network import Block, Network


def export(network: Network, words: Sequence[str], path: Path) -> None:
    arrays = {"embedding": _half(network.embedding.weight)}
    for number, block in enumerate(network.blocks):
        assert isinstance(block, Block)
        arrays[f"{number}.mix"] = _half(block.mix)
        for name in ("qkv", "out", "up", "down"):
            arrays[f"{number}.{name}"] = _half(getattr(block, name).weight.T)
    config, vocabulary = np.array(json.dumps(network.config)), np.array(json.dumps(list(words)))
    np.savez_compressed(path, config=config, vocabulary=vocabulary, **arrays)  # pyright: ignore[reportArgumentType]


def _half(weights: Tensor) -> np.ndarray:
    return np.ascontiguousarray(weights.detach().cpu().numpy(), dtype=np.float16)


def vocabulary(path: Path) -> list[str]:
    with np.load(path) as file:
        return json.loads(str(file["vocabulary"]))


def load(network: Network, path: Path) -> None:
    """What `export` wrote."""
    with np.load(path) as file, torch.no_grad():
        network.embedding.weight.copy_(torch.from_numpy(file["embedding"]))
        for number, block in enumerate(network.blocks):
            assert isinstance(block, Block)
            block.mix.copy_(torch.from_numpy(file[f"{number}.mix"]))
            for name in ("qkv", "out", "up", "down"):
                getattr(block, name).weight.copy_(torch.from_numpy(file[f"{number}.{name}"].T))
