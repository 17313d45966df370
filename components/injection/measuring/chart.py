"""The picture of a measurement as a file that stands alone: one interval an arm, below its sentence."""

import textwrap
from collections.abc import Sequence
from html import escape

from components.injection.measuring.results import ArmResult
from components.injection.measuring.series import ARMS

WIDTH, LEFT, RIGHT, STEP = 1280, 400, 90, 84  # pixels
GREY, VIOLET, INK, LINES = "#6f6b7a", "#6b4fb0", "#1e1b26", "#e3e0ea"


def as_svg(found: Sequence[ArmResult], sentence: str) -> str:
    """White behind it, so that it can be laid on any slide."""
    shown = [one for one in found if one.judged]
    lines = textwrap.wrap(sentence, 78)
    top = 60 + 36 * len(lines)
    bottom = top + STEP * len(shown)
    parts = [_text(40, 52 + 36 * at, line, 28, INK, "start", 600) for at, line in enumerate(lines)]
    for percent in range(0, 101, 20):
        x = _x(percent / 100)
        parts.append(f'<path d="M{x} {top}V{bottom}" stroke="{LINES}" stroke-width="2"/>')
        parts.append(_text(x, bottom + 34, f"{percent} %", 20, INK))
    parts.append(_text(_x(0.5), bottom + 72, "right answers, with 95 % intervals", 20, INK))
    for row, one in enumerate(shown):
        y, colour = top + STEP * row + STEP // 2 + 12, GREY if one.arm == "without" else VIOLET
        parts.append(_text(LEFT - 24, y + 8, ARMS[one.arm].label, 22, INK, "end"))
        interval = f"M{_x(one.low)} {y}H{_x(one.high)}"
        parts.append(f'<path d="{interval}" stroke="{colour}" stroke-opacity=".5" stroke-width="8"/>')
        parts.append(f'<circle cx="{_x(one.share)}" cy="{y}" r="11" fill="{colour}"/>')
        parts.append(_text(_x(one.share), y - 22, f"{one.right} of {one.judged}", 20, colour))
    height = bottom + 100
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
        f' font-family="sans-serif"><rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _x(share: float) -> float:
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _text(x: float, y: float, said: str, size: int, colour: str, anchor: str = "middle", weight: int = 400) -> str:
    style = f'font-size="{size}" font-weight="{weight}" fill="{colour}" text-anchor="{anchor}"'
    return f'<text x="{x}" y="{y}" {style}>{escape(said)}</text>'
