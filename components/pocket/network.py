"""The network: token numbers -> what comes next. Pure numpy, in float32; knows no text.

A decoder-only transformer: RMSNorm without weights, a token shift before each attention, RoPE on halves, normed queries
and keys, ReLU² and an embedding that is also the output. The torch model in training/ computes the same.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

EPSILON = np.float32(1.1920929e-07)  # torch's for float32
ROPE_BASE = 10_000.0
SHARPNESS = 1.5  # of the attention; normed queries alone are too even
NEVER = np.float32(-1e9)


class Block(NamedTuple):
    """One layer, each matrix oriented for `x @ matrix`: mix (width,), qkv (width, 3 * width), out (width, width),
    up (width, 4 * width), down (4 * width, width)."""

    mix: Floats
    qkv: Floats
    out: Floats
    up: Floats
    down: Floats


class Memory:
    """What one reply has read so far: keys and values (layers, heads, capacity, head width), and for each layer the
    last normed input (layers, width), which the token shift needs."""

    def __init__(self, layers: int, heads: int, width: int, capacity: int) -> None:
        self.length = 0
        # Empty pages cost nothing until they are written.
        self.keys: Floats = np.empty((layers, heads, capacity, width // heads), np.float32)
        self.values: Floats = np.empty_like(self.keys)
        self.last: Floats = np.zeros((layers, width), np.float32)


class Network:
    """`config` has width, layers, heads and context (the most tokens of a memory); `weights` have `embedding`
    (vocabulary, width) and `{layer}.{name}` for each field of Block, of any float type."""

    def __init__(self, config: Mapping[str, int], weights: Mapping[str, NDArray[Any]]) -> None:
        self.width, self.heads, self.context = config["width"], config["heads"], config["context"]
        self.passes = 0  # how often tokens were read, by all replies together
        self._embedding = _as_floats(weights["embedding"])
        self._blocks = [
            Block(*(_as_floats(weights[f"{layer}.{name}"]) for name in Block._fields))
            for layer in range(config["layers"])
        ]
        head_width = self.width // self.heads
        self._query_scale = np.float32(SHARPNESS * head_width**-0.5)
        self._logit_scale = np.float32(self.width**-0.5)
        frequencies = ROPE_BASE ** (-np.arange(0, head_width, 2) / head_width)
        angles = np.arange(self.context)[:, None, None, None] * frequencies
        self._cosines, self._sines = _as_floats(np.cos(angles)), _as_floats(np.sin(angles))

    def memory(self, capacity: int) -> Memory:
        return Memory(len(self._blocks), self.heads, self.width, min(capacity, self.context))

    def read(self, memory: Memory, tokens: Sequence[int]) -> Floats:
        """Adds the tokens to the memory, all in one pass, and returns the logits (vocabulary,) of what comes next.

        Raises ValueError where the memory is full. A memory belongs to one thread at a time.
        """
        end = memory.length + len(tokens)
        if end > memory.keys.shape[2]:
            raise ValueError(f"a memory for {memory.keys.shape[2]} tokens cannot take {end}")
        x = _normed(self._embedding[np.asarray(tokens)])
        for layer, block in enumerate(self._blocks):
            qkv = _shifted(_normed(x), memory.last[layer], block.mix) @ block.qkv
            x += self._attention(qkv, memory, layer, end) @ block.out
            inner = np.maximum(_normed(x) @ block.up, 0)
            x += np.square(inner, out=inner) @ block.down
        memory.length = end
        self.passes += 1
        return self._embedding @ _normed(x[-1]) * self._logit_scale

    def _attention(self, qkv: Floats, memory: Memory, layer: int, end: int) -> Floats:
        """(tokens, 3 * width) -> (tokens, width); its scores are (heads, tokens, end)."""
        first, tokens = memory.length, len(qkv)
        parts = qkv.reshape(tokens, 3, self.heads, -1)
        turned = _turned(_normed(parts[:, :2]), self._cosines[first:end], self._sines[first:end])
        keys, values = memory.keys[layer, :, :end], memory.values[layer, :, :end]
        keys[:, first:] = turned[:, 1].swapaxes(0, 1)
        values[:, first:] = parts[:, 2].swapaxes(0, 1)
        scores: Floats = np.multiply(turned[:, 0], self._query_scale).swapaxes(0, 1) @ keys.swapaxes(1, 2)
        if tokens > 1:
            scores += np.triu(np.full((tokens, end), NEVER), first + 1)
        scores -= scores.max(-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(-1, keepdims=True)
        return (scores @ values).swapaxes(0, 1).reshape(tokens, self.width)


def _normed(x: Floats) -> Floats:
    """Each vector of the last axis, scaled to a mean square of 1."""
    length: Floats = np.sqrt(np.add.reduce(x * x, -1, keepdims=True) / np.float32(x.shape[-1]) + EPSILON)
    return np.divide(x, length)


def _shifted(x: Floats, last: Floats, mix: Floats) -> Floats:
    """Each token's vector with a share `mix` of the one before it; `last` is that of the first, and becomes the new
    last one."""
    shifted: Floats = np.concatenate((last[None], x[:-1]))
    last[:] = x[-1]
    shifted -= x
    shifted *= mix
    shifted += x
    return shifted


def _turned(x: Floats, cosines: Floats, sines: Floats) -> Floats:
    """RoPE: pairs of the first and the second half turned by their place's angle; x (tokens, …, head width)."""
    half = x.shape[-1] // 2
    a, b = x[..., :half], x[..., half:]
    turned = np.empty_like(x)
    np.subtract(a * cosines, b * sines, out=turned[..., :half])
    np.add(a * sines, b * cosines, out=turned[..., half:])
    return turned


def _as_floats(values: NDArray[Any]) -> Floats:
    return np.ascontiguousarray(values, np.float32)
