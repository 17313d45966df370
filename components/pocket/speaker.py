"""A model that speaks: a question -> its tokens, one by one, as thoughts and answer. Knows text; knows no HTTP."""

import json
import random
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from components.pocket.core import use_one_core
from components.pocket.network import Floats, Network
from components.pocket.request import THINKER, Wish
from components.pocket.said import Channel, Ended, Said
from components.pocket.tokenizer import ANSWER, END, THINK, Tokenizer
from components.pocket.turns import Turns

LEAST_ROOM = 64  # tokens of the context that stay free for a reply, however long the question
GREEDY_BELOW = 0.01  # a temperature that leaves no choice


class Speaker:
    """A thinker writes thoughts before its answer and reads the question alone; else it answers at once, and reads what
    stands after the question too. Shared by all threads: they take turns, a token each."""

    def __init__(self, network: Network, tokenizer: Tokenizer, thinks: bool, turns: Turns) -> None:
        self.network, self.tokenizer, self.thinks = network, tokenizer, thinks
        self._turns = turns

    def reply(self, wish: Wish) -> Iterator[Said | Ended]:
        """Nothing is computed before it is asked for, and only the next token then."""
        prompt = self._prompt(wish)
        most = min(wish.max_tokens, self.network.context - len(prompt))
        memory = self.network.memory(len(prompt) + most)
        chance = random.Random(wish.seed)
        channel: Channel = "reasoning" if self.thinks else "answer"
        edges = Edges()
        unread, count, thoughts, spoken = prompt, 0, 0, 0
        while count < most:
            with self._turns:
                logits = self.network.read(memory, unread)
            token = _chosen(logits, channel, wish.temperature, chance, may_end=spoken > 0)
            unread, count, spoken = [token], count + 1, spoken + 1
            thoughts += channel == "reasoning"
            if token == END:
                yield Ended("stop", len(prompt), count, thoughts)
                return
            if token == ANSWER:
                yield Said(channel, "")
                channel, edges, spoken = "answer", Edges(), 0
            else:
                yield Said(channel, edges.within(self.tokenizer.vocabulary[token]))
        yield Ended("length", len(prompt), count, thoughts)

    def _prompt(self, wish: Wish) -> list[int]:
        read = self.tokenizer.prompt(wish.question, later=wish.later, context=not self.thinks)
        return [*read, THINK if self.thinks else ANSWER][-(self.network.context - LEAST_ROOM) :]


class Edges:
    """White space at the two ends of a text is left out: what a piece ends with waits for the next piece."""

    def __init__(self) -> None:
        self._begun = False
        self._waiting = ""

    def within(self, piece: str) -> str:
        text = (self._waiting if self._begun else "") + piece
        text = text if self._begun else text.lstrip()
        kept = text.rstrip()
        self._waiting = text[len(kept) :]
        self._begun = self._begun or bool(kept)
        return kept


def _chosen(logits: Floats, channel: Channel, temperature: float, chance: random.Random, may_end: bool) -> int:
    """The likeliest token, or a chance one. Marks that only a prompt has are never chosen; numbers below ANSWER are
    theirs. Thoughts end with ANSWER alone, so that an answer follows, and an answer with END, once it has begun."""
    least = ANSWER if channel == "reasoning" else END
    allowed = logits[least:].copy()
    if channel == "reasoning" or not may_end:
        allowed[END - least] = -np.inf
    if temperature < GREEDY_BELOW:
        return least + int(allowed.argmax())
    scaled = (allowed - allowed.max()).astype(np.float64) / temperature
    sums = np.cumsum(np.exp(scaled))
    return least + min(int(np.searchsorted(sums, chance.random() * sums[-1], "right")), len(sums) - 1)


_speakers: dict[Path, Speaker] = {}
_loading = threading.Lock()
_turns = Turns()  # one for all models: they share the same processor


class Unreadable(Exception):
    """The file of a model is missing, or is none of ours."""


def speaker(model: str, folder: Path) -> Speaker:
    """The model of that id from its file in `folder`, read once a process. Raises Unreadable."""
    path = folder / f"{model.rpartition('/')[2]}.npz"
    if path in _speakers:
        return _speakers[path]
    with _loading:
        if path not in _speakers:
            use_one_core()
            try:
                _speakers[path] = read(path, model == THINKER, _turns)
            except Exception as error:  # whatever is wrong in a file of ours, it is the file
                raise Unreadable(f"{path.name} ({type(error).__name__})") from error
        return _speakers[path]


def read(path: Path, thinks: bool, turns: Turns) -> Speaker:
    """The model of a file. What is wrong with the file is raised as it comes: OSError, ValueError, KeyError …"""
    # Opened here: numpy leaves a file open that turns out to be no archive.
    with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
        network = Network(json.loads(file["config"].item()), file)
        tokenizer = Tokenizer(json.loads(file["vocabulary"].item()))
    # One token, so that a damaged file is found now and not in the middle of a reply.
    logits = network.read(network.memory(1), [END])
    if logits.shape != (len(tokenizer.vocabulary),) or not np.isfinite(logits).all():
        raise ValueError("weights and vocabulary do not fit")
    return Speaker(network, tokenizer, thinks, turns)
