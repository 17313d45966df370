"""python -m components.pocket.evaluation held-out | development | written | injection | changed | cut | all"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path

from components.pocket.evaluation.asking import SHIPPED, AskAll, Files, Workers, in_process, one_by_one
from components.pocket.evaluation.changing import changed
from components.pocket.evaluation.cutting import cut, keep
from components.pocket.evaluation.injection import contexts, injection
from components.pocket.evaluation.measuring import held_out, measured, outcomes
from components.pocket.evaluation.report import Section
from components.pocket.evaluation.written import Half, development, written

WHAT = ("held-out", "development", "written", "injection", "changed", "cut", "all")
HALVES: dict[str, tuple[Half, ...]] = {"seen": ("seen",), "blind": ("blind",), "both": ("seen", "blind")}


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    files = Files(options.thinker, options.novice, options.direct)
    several = Workers(files, options.workers) if options.workers > 1 else nullcontext(one_by_one(in_process(files)))
    raw: dict[str, object] = {}
    with several as ask_all:
        for name, section in _sections(ask_all, options):
            print(section.table, section.second or "", sep="\n", flush=True)
            for miss in section.misses[: options.show_misses]:
                print(f"- {miss}", flush=True)
            raw[name] = {**section.figures, "misses": section.misses[: options.show_misses]}
    if options.json:
        options.json.write_text(json.dumps(raw, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


def _sections(ask_all: AskAll, options: argparse.Namespace) -> Iterator[tuple[str, Section]]:
    def wanted(name: str) -> bool:
        return options.what in (name, "all")

    if wanted("held-out"):
        yield "held-out", held_out(ask_all, options.n)
    if wanted("development"):
        yield "development", measured("Development questions", outcomes(ask_all, development()))
    if wanted("written"):
        for half in HALVES[options.half]:
            yield f"written {half}", measured(f"Written questions, the {half} half", outcomes(ask_all, written(half)))
    if wanted("injection"):
        yield "injection", injection(ask_all, options.n)
        yield "contexts", contexts(ask_all)
    if wanted("changed"):
        yield "changed", changed(ask_all, options.n)
    if wanted("cut"):
        section = cut(ask_all, options.n)
        if options.keep:
            keep(section)
        yield "cut", section


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m components.pocket.evaluation", description=__doc__)
    parser.add_argument("what", choices=WHAT)
    parser.add_argument("--half", choices=tuple(HALVES), default="seen", help="of the written questions")
    parser.add_argument("--n", type=int, default=200, help="questions a task; of cut in all")
    parser.add_argument("--thinker", type=Path, default=SHIPPED.thinker, metavar="FILE", help="its weights")
    parser.add_argument("--novice", type=Path, default=SHIPPED.novice, metavar="FILE", help="its weights")
    parser.add_argument("--direct", action="store_true", help="let the thinker answer without thoughts")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--keep", action="store_true", help="keep the curve of cut for the room and the model's card")
    parser.add_argument("--show-misses", type=int, default=0, metavar="N", help="of each table")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    options = parser.parse_args(arguments)
    for path in (options.thinker, options.novice if options.what in ("injection", "all") else None):
        if path and not path.is_file():
            parser.error(f"there is no file {path}")
    return options


if __name__ == "__main__":
    sys.exit(main())
