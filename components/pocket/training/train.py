"""The training itself: lessons -> batches -> steps on one core, with a line of log now and then."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import torch
from torch import Tensor

from components.pocket.tokenizer import ANSWER, END, PAD, THINK, Tokenizer, split
from components.pocket.training.export import export
from components.pocket.training.mix import Lesson, lessons, puzzle
from components.pocket.training.network import Network
from components.pocket.training.optimiser import Optimiser

SHAPES = {"thinker": (160, 4, 5), "control": (160, 4, 5), "novice": (96, 2, 3)}  # width, layers, heads
BATCH_TOKENS = 1_800
BATCHES_A_STEP = 2
POOL = 1_024  # lessons that are sorted by length together
WARM_UP, COOL_DOWN = 60, 0.45  # steps; the last part of all steps
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


def batches(kind: str, tokenizer: Tokenizer) -> Iterator[tuple[Tensor, Tensor]]:
    random, drawn = Random(8), lessons(kind)
    while True:
        pool = sorted((encoded(next(drawn), tokenizer) for _ in range(POOL)), key=lambda lesson: len(lesson[0]))
        found: list[list[tuple[list[int], int]]] = [[]]
        for lesson in pool:
            if found[-1] and (len(found[-1]) + 1) * len(lesson[0]) > BATCH_TOKENS:
                found.append([])
            found[-1].append(lesson)
        random.shuffle(found)
        for batch in found:
            longest = max(len(tokens) for tokens, _ in batch)
            x = torch.full((len(batch), longest), PAD)
            y = torch.full((len(batch), longest), -1)
            for row, (tokens, asked) in enumerate(batch):
                x[row, : len(tokens)] = torch.tensor(tokens)
                # What is learned begins with the word that says whether to think or to answer, which is given.
                y[row, asked : len(tokens) - 1] = torch.tensor(tokens[asked + 1 :])
            yield x, y


def train(kind: str, steps: int, folder: Path) -> None:
    """Writes <kind>.npz, now and then and at the end, and <kind>.log.jsonl. One core."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    pieces = words()
    tokenizer = Tokenizer(pieces)
    network = Network(len(tokenizer.vocabulary), *SHAPES[kind])
    optimiser, drawn = Optimiser(network), batches(kind, tokenizer)
    parameters = sum(p.numel() for p in network.parameters())
    log = folder / f"{kind}.log.jsonl"
    log.write_text(json.dumps({"kind": kind, "parameters": parameters, "steps": steps}) + "\n", "utf-8")
    began, seen, total = time.process_time(), 0, 0.0
    for step in range(1, steps + 1):
        for _ in range(BATCHES_A_STEP):
            x, y = next(drawn)
            seen += x.numel()
            with torch.autocast("cpu", torch.bfloat16):
                loss = network.loss(x, y) / BATCHES_A_STEP
            loss.backward()
            total += loss.item()
        optimiser.step(min(1.0, step / WARM_UP) * min(1.0, (1 - step / steps) / COOL_DOWN + 0.01))
        if step % 100 == 0:
            minutes = (time.process_time() - began) / 60
            line = {"step": step, "cpu_minutes": round(minutes, 2), "tokens": seen, "loss": round(total / 100, 5)}
            with log.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
            print(line, flush=True)
            total = 0.0
        if step % 500 == 0 or step == steps:
            export(network, pieces, folder / f"{kind}.npz")
