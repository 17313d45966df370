"""The training itself: lessons -> batches -> steps on one device, with a line of log now and then."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset

from components.pocket.tokenizer import ANSWER, END, PAD, THINK, Tokenizer, split
from components.pocket.training.export import export, load, vocabulary
from components.pocket.training.mix import Lesson, lessons, puzzle
from components.pocket.training.network import Network
from components.pocket.training.optimiser import Optimiser

SHAPES = {"thinker": (160, 4, 5), "control": (160, 4, 5), "novice": (96, 2, 3)}  # width, layers, heads
BATCH_TOKENS = 5_400
BATCHES_A_STEP = 2
POOL = 3_072  # lessons that are sorted by length together
WARM_UP, COOL_DOWN = 60, 0.45  # steps; the last part of all steps
LAST_RATE = 0.15  # of the full one, falling to nothing, in the second stage
LEAST_SEEN = 20  # of 20,000 puzzles: rarer pieces are spelled


def words() -> list[str]:
    """The pieces of the tokenizer, the same ones each time."""
    random, counts = Random(1), Counter[str]()
    for _ in range(20_000):
        made = puzzle(random)
        for text in (made.reasoning, made.answer, made.retold):
            counts.update(piece for piece in split(text) if len(piece) > 1)
    return sorted(piece for piece, count in counts.items() if count >= LEAST_SEEN)


def encoded(lesson: Lesson, tokenizer: Tokenizer) -> tuple[list[int], int]:
    """(all tokens, how many of them are the question)"""
    text = lesson.question + lesson.context
    prompt = tokenizer.prompt(text, lesson.later, context=True)
    thoughts = [] if lesson.reasoning is None else [THINK, *tokenizer.pieces(lesson.reasoning)]
    return [*prompt, *thoughts, ANSWER, *tokenizer.pieces(lesson.answer), END], len(prompt)


class Batches(IterableDataset[tuple[Tensor, Tensor]]):
    """(tokens, targets), both [texts, length of the longest]; a target is -1 where nothing is to be learned."""

    def __init__(self, kind: str, stage: int, tokenizer: Tokenizer) -> None:
        self.kind, self.stage, self.tokenizer = kind, stage, tokenizer

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        random, drawn = Random(8), lessons(self.kind, self.stage)
        while True:
            pool = sorted(
                (encoded(next(drawn), self.tokenizer) for _ in range(POOL)), key=lambda lesson: len(lesson[0])
            )
            found: list[list[tuple[list[int], int]]] = [[]]
            for lesson in pool:
                if found[-1] and (len(found[-1]) + 1) * len(lesson[0]) > BATCH_TOKENS:
                    found.append([])
                found[-1].append(lesson)
            random.shuffle(found)
            yield from map(_padded, found)


def _padded(batch: list[tuple[list[int], int]]) -> tuple[Tensor, Tensor]:
    longest = max(len(tokens) for tokens, _ in batch)
    x = torch.full((len(batch), longest), PAD)
    y = torch.full((len(batch), longest), -1)
    for row, (tokens, asked) in enumerate(batch):
        x[row, : len(tokens)] = torch.tensor(tokens)
        # What is learned begins with the word that says whether to think or to answer, which is given.
        y[row, asked : len(tokens) - 1] = torch.tensor(tokens[asked + 1 :])
    return x, y


def train(kind: str, stage: int, steps: int, folder: Path, device: str) -> None:
    """Writes <kind>.npz, now and then and at the end, and <kind>.log.jsonl. The second stage goes on from the file that
    the first one wrote. `device`: cpu (one core, and a bit of another for the lessons) or cuda."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    path, log = folder / f"{kind}.npz", folder / f"{kind}.log.jsonl"
    pieces = words() if stage == 1 else vocabulary(path)
    tokenizer = Tokenizer(pieces)
    network = Network(len(tokenizer.vocabulary), *SHAPES[kind])
    if stage > 1:
        load(network, path)
    network.to(device)
    optimiser, drawn = Optimiser(network), iter(DataLoader(Batches(kind, stage, tokenizer), None, num_workers=1))
    parameters = sum(p.numel() for p in network.parameters())
    name = torch.cuda.get_device_name() if device == "cuda" else device
    head = {"kind": kind, "parameters": parameters, "stage": stage, "steps": steps, "device": name}
    with log.open("w" if stage == 1 else "a", encoding="utf-8") as file:
        file.write(json.dumps(head) + "\n")
    began, seen, total = time.monotonic(), 0, torch.zeros((), device=device)
    for step in range(1, steps + 1):
        for _ in range(BATCHES_A_STEP):
            x, y = next(drawn)
            seen += x.numel()
            with torch.autocast(device, torch.bfloat16):
                loss = network.loss(x.to(device), y.to(device)) / BATCHES_A_STEP
            loss.backward()
            total += loss.detach()
        rate = min(1.0, (1 - step / steps) / COOL_DOWN + 0.01) if stage == 1 else LAST_RATE * (1 - step / steps)
        optimiser.step(min(1.0, step / WARM_UP) * rate)
        if step % 100 == 0:
            minutes = (time.monotonic() - began) / 60
            line = {"step": step, "minutes": round(minutes, 2), "tokens": seen, "loss": round(total.item() / 100, 5)}
            with log.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
            print(line, flush=True)
            total.zero_()
        if step % 500 == 0 or step == steps:
            export(network, pieces, path)
