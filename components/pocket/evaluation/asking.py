"""Asks the models, each as its weights are in a file, greedily: the same question always gets the same reply."""

import multiprocessing
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from components.pocket.evaluation.scoring import CUT
from components.pocket.request import NOVICE, THINKER, Wish
from components.pocket.said import Said
from components.pocket.server import WEIGHTS

if TYPE_CHECKING:
    from components.pocket.speaker import Speaker

Reply = tuple[str, str]  # thoughts, answer; this ends with CUT where the tokens did not suffice
# A model by its id, a question, the beginning of its thoughts where that is given, and whether they are over with it;
# the reply is what it adds.
Asked = tuple[str, str] | tuple[str, str, str] | tuple[str, str, str, bool]
Ask = Callable[..., Reply]
AskAll = Callable[[Sequence[Asked]], list[Reply]]  # the same, many at once


@dataclass(frozen=True, slots=True)
class Files:
    """`direct`: the thinker is made to answer without thoughts, for a comparison with one trained so."""

    thinker: Path
    novice: Path
    direct: bool = False


SHIPPED = Files(WEIGHTS / "thinker.npz", WEIGHTS / "novice.npz")


def one_by_one(ask: Ask) -> AskAll:
    return lambda asked: [ask(*one) for one in asked]


def in_process(files: Files) -> Ask:
    """A model is read when it is first asked. Raises OSError, ValueError or KeyError where its file is missing or is
    none of ours."""
    # Read when numpy is loaded: for matrices as small as these, more threads only cost.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from components.pocket.speaker import read
    from components.pocket.turns import Turns

    paths = {THINKER: files.thinker, NOVICE: files.novice}
    speakers: dict[str, Speaker] = {}

    def ask(model: str, question: str, thoughts: str = "", closed: bool = False) -> Reply:
        if model not in speakers:
            speakers[model] = read(paths[model], model == THINKER and not files.direct, Turns())
        texts = {"reasoning": "", "answer": ""}
        for token in speakers[model].reply(Wish(model, question, given_thoughts=thoughts, closed=closed)):
            if isinstance(token, Said):
                texts[token.channel] += token.text
            elif token.reason == "length":
                texts["answer"] += CUT
        return texts["reasoning"], texts["answer"]

    return ask


class Workers:
    """As many processes, each with its own models. For `with`."""

    def __init__(self, files: Files, count: int) -> None:
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # theirs too
        context = multiprocessing.get_context("spawn")
        self._pool = context.Pool(count, _open, (files,))

    def __enter__(self) -> AskAll:
        return self.ask_all

    def __exit__(self, *_: object) -> None:
        self._pool.terminate()
        self._pool.join()

    def ask_all(self, asked: Sequence[Asked]) -> list[Reply]:
        return self._pool.starmap(_ask, asked, chunksize=10)


_opened: list[Ask] = []


def _open(files: Files) -> None:
    _opened[:] = [in_process(files)]


def _ask(*asked: str | bool) -> Reply:
    return _opened[0](*asked)
