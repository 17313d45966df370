"""A model that speaks: a question -> its tokens, one by one, as thoughts and answer. Knows text; knows no HTTP."""

import json
import random
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from components.pocket.core import use_one_core
from components.pocket.network import NEVER, Floats, Network
from components.pocket.request import THINKER, Wish
from components.pocket.said import Channel, Ended, Said
from components.pocket.start import start
from components.pocket.tokenizer import ANSWER, END, SPECIAL, Tokenizer
from components.pocket.turns import Turns

GREEDY_BELOW = 0.01  # a temperature that leaves no choice


class Speaker:
    """A thinker writes thoughts before its answer and reads the question alone; else it answers at once, and reads what
    stands after the question too. Shared by all threads: they take turns, a token each."""

    def __init__(self, network: Network, tokenizer: Tokenizer, thinks: bool, turns: Turns) -> None:
        self.network, self.tokenizer, self.thinks = network, tokenizer, thinks
        self._turns = turns

    def reply(self, wish: Wish) -> Iterator[Said | Ended]:
        """Nothing is computed before it is asked for, and only the next token then. What was given is not said."""
        begun = start(wish, self.tokenizer, self.thinks, self.network.context)
        most = min(wish.max_tokens, begun.room)
        memory = self.network.memory(self.network.context - begun.room + most)
        chance = random.Random(wish.seed)
        unread, rest, channel, edges = begun.tokens, begun.text.rest, begun.channel, Edges(bool(begun.text))
        count, thoughts, spoken = 0, 0, bool(begun.text)
        while count < most:
            with self._turns:
                logits = self.network.read(memory, unread)
            if rest:
                logits = self._fitting(logits, rest)
            token = _chosen(logits, channel, wish.temperature, chance, may_end=spoken)
            unread, text = [token], self.tokenizer.vocabulary[token]
            text, rest = text[len(rest) :], rest[len(text) :]
            if not text:  # it was given
                continue
            count, spoken = count + 1, True
            thoughts += channel == "reasoning"
            if token == END:
                yield Ended("stop", begun.prompt, count, thoughts)
                return
            if token == ANSWER:
                yield Said(channel, "")
                channel, edges, spoken = "answer", Edges(bool(begun.answer)), bool(begun.answer)
                unread, rest = [token, *begun.answer.tokens], begun.answer.rest
            else:
                yield Said(channel, edges.within(text))
        yield Ended("length", begun.prompt, count, thoughts)

    def _fitting(self, logits: Floats, rest: str) -> Floats:
        """Only pieces that `rest` begins with, or that begin with it."""
        fits = [piece.startswith(rest) or rest.startswith(piece) for piece in self.tokenizer.vocabulary]
        fits[: len(SPECIAL)] = [False] * len(SPECIAL)
        return np.where(fits, logits, NEVER)


class Edges:
    """White space at the two ends of a text is left out: what a piece ends with waits for the next piece. `begun`: the
    text goes on from one that was given, so that its first white space is in its middle."""

    def __init__(self, begun: bool = False) -> None:
        self._begun = begun
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
