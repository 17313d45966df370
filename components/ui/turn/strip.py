"""The strip of time: grey waited, violet thought, blue answered; the figures on hover."""

from collections.abc import Iterable
from typing import NamedTuple

import streamlit as st

from components.conversation import Times

WAITED, THOUGHT, ANSWERED = "w", "t", "a"  # classes: each turn has a strip


class Span(NamedTuple):
    kind: str
    seconds: float


def spans_of(times: Times) -> list[Span]:
    found = ((WAITED, times.waited), (THOUGHT, times.thought), (ANSWERED, times.answered))
    return [Span(kind, seconds) for kind, seconds in found if seconds is not None]


def show_strip(spans: Iterable[Span], told: str, total: float | None = None) -> None:
    """`total` in seconds is the full width, for strips that share one clock; else the spans fill it."""
    drawn = list(spans)
    if not drawn:
        return
    rest = max((total or 0.0) - sum(span.seconds for span in drawn), 0.0)
    bars = "".join(f'<i class="{span.kind}" style="flex:{max(span.seconds, 0.01) * 1000:.0f}"></i>' for span in drawn)
    bars += f'<i style="flex:{rest * 1000:.0f}"></i>' if rest else ""
    # The sanitizer takes the whole line away over a closing tag in a title.
    title = told.replace("&", "&amp;").replace('"', "&quot;").replace("<", "‹").replace(">", "›")
    st.html(f'<div role="img" tabindex="0" title="{title}" class="strip">{bars}</div>')
