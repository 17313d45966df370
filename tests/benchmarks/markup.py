"""What it costs to write a settled paragraph for the page, beside markdown-it-py's own reading of the same text.

python -m tests.benchmarks.markup: milliseconds of CPU a text, the least of many, and how often that is the reader's.
"""

import time
from collections.abc import Callable

from markdown_it import MarkdownIt

from components.markup.seams import seams
from components.ui.faithful import as_markdown

ROUNDS = 300
PLAIN = "So the sum must be even, and the first term must be odd, since no other pair of them fits. " * 6
SPANS = "The `first` term must be odd, since no other pair of `them` fits: f(x) = 3 is all that remains of it. " * 5
RICH = (
    "So the **sum** must be `even`, see [the docs](https://docs.a.org/3) and $x_1 + y^2$, since *no* other pair - 2*3*4"
    " - fits: \\(a+b\\) holds.\n- a list\n- of `two` items (https://a.b/c).\n"
) * 3
CODE = "Then:\n\n```python\n" + "def f(x):\n    return x[0] * 2\n" * 10 + "```\n"
TABLE = "| a | b |\n|---|---|\n" + "| `x` | **y** and 5*6*7 |\n" * 8
TEXTS = {"plain": PLAIN, "spans": SPANS, "rich": RICH, "code": CODE, "table": TABLE}
TEXTS["whole"] = "\n\n".join([PLAIN, SPANS, RICH, CODE, TABLE] * 6)


def least(work: Callable[[str], object], text: str) -> float:
    """Milliseconds of CPU."""
    times: list[float] = []
    for _ in range(ROUNDS if len(text) < 2_000 else ROUNDS // 10):
        begun = time.process_time_ns()
        work(text)
        times.append((time.process_time_ns() - begun) / 1e6)
    return min(times)


def main() -> None:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    print(f"{'text':6} {'letters':>8} {'written':>9} {'× plain':>8} {'seams':>9}")
    for name, text in TEXTS.items():
        written, plain = least(as_markdown, text), least(reader.render, text)
        print(f"{name:6} {len(text):8,} {written:6.3f} ms {written / plain:8.2f} {least(seams, text):6.3f} ms")


if __name__ == "__main__":
    main()
