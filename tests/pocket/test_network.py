"""The network in numpy computes what the one in torch computes, however its tokens come."""

import json
from pathlib import Path

import numpy as np
import pytest

from components.pocket.core import cores, use_one_core
from components.pocket.network import Network
from tests.pocket.weights import VOCABULARY, config, weights

# tokens, and after some places the logits that training/network.py (torch 2.13.0) gave with weights(1)
TORCH = json.loads((Path(__file__).parent / "torch.json").read_text("utf-8"))
TOKENS: list[int] = TORCH["tokens"]
NETWORK = Network(config(), weights(1))


@pytest.mark.parametrize("place", TORCH["logits"])
def test_the_logits_are_those_of_torch(place: str) -> None:
    logits = NETWORK.read(NETWORK.memory(64), TOKENS[: int(place) + 1])
    assert logits.dtype == np.float32 and logits.shape == (VOCABULARY,)
    np.testing.assert_allclose(logits, TORCH["logits"][place], atol=2e-5)


@pytest.mark.parametrize("cut", range(1, len(TOKENS)))
def test_tokens_in_two_passes_are_read_as_in_one(cut: int) -> None:
    whole, memory = NETWORK.read(NETWORK.memory(64), TOKENS), NETWORK.memory(64)
    NETWORK.read(memory, TOKENS[:cut])
    np.testing.assert_allclose(NETWORK.read(memory, TOKENS[cut:]), whole, atol=1e-5)


def test_tokens_one_by_one_are_read_as_in_one_pass() -> None:
    memory = NETWORK.memory(64)
    logits = [NETWORK.read(memory, [token]) for token in TOKENS]
    for place, told in TORCH["logits"].items():
        np.testing.assert_allclose(logits[int(place)], told, atol=2e-5)


def test_two_memories_know_nothing_of_each_other() -> None:
    alone = NETWORK.read(NETWORK.memory(64), TOKENS)
    one, other = NETWORK.memory(64), NETWORK.memory(64)
    for token in TOKENS[:-1]:
        NETWORK.read(one, [token])
        NETWORK.read(other, [token + 1 if token > 7 else token])
    np.testing.assert_allclose(NETWORK.read(one, TOKENS[-1:]), alone, atol=1e-5)


def test_a_full_memory_says_so_and_stays_as_it_is() -> None:
    memory = NETWORK.memory(8)
    NETWORK.read(memory, TOKENS[:8])
    with pytest.raises(ValueError, match="8 tokens cannot take 9"):
        NETWORK.read(memory, TOKENS[8:9])
    assert memory.length == 8


def test_the_matrix_library_is_held_to_one_core() -> None:
    use_one_core()
    assert cores() in (1, None)
