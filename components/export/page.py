"""A chat as one HTML file that needs nothing else: no script, no font, no picture, no request."""

import re
from collections.abc import Mapping, Sequence
from html import escape

from components import wording
from components.conversation import Chat, Note, Turn, quote_of
from components.export import words
from components.export.beside import NOTHING
from components.export.look import STYLE
from components.export.markdown import text_of_source
from components.export.prose import as_prose
from components.markup.escaping import OVERRIDES, UNREADABLE

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
# What HTML forbids (controls, halves of characters, noncharacters), and what turns the order of letters around.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + OVERRIDES
    + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
LINE_END = re.compile(r"\r\n?")


def as_html(
    chat: Chat, turns: Sequence[Turn], reasoning: bool = True, notes: Mapping[str, Sequence[Note]] = NOTHING.notes
) -> str:
    """`turns` in the order in which they are to be read, with their texts; `notes` by their ids."""
    title = escape(words.title_of(chat))
    shown = "".join(_turn(number, turn, reasoning, notes.get(turn.id, ())) for number, turn in enumerate(turns, 1))
    return FORBIDDEN.sub(
        UNREADABLE,
        f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
{STYLE}</style>
</head>
<body>
<main>
<header>
<p class="room">Thinkroom</p>
<h1 dir="auto">{title}</h1>
<p class="about">{escape(words.about(chat, len(turns), reasoning))}</p>
</header>
{shown}</main>
</body>
</html>
""",
    )


def _turn(number: int, turn: Turn, reasoning: bool, notes: Sequence[Note]) -> str:
    parts = [
        f'<article aria-labelledby="question-{number}">\n<h2 id="question-{number}">Question {number}</h2>\n',
        f'<p class="question" dir="auto">{escape(LINE_END.sub(chr(10), turn.question))}</p>\n',
    ]
    if found := wording.given(turn):
        parts.append(f'<p class="withheld">{escape(found)}</p>\n')
    if reasoning and turn.given and turn.taken == "words" and not turn.given.answer:
        parts.append(_unfolded("Thoughts that it was given", turn.given.thoughts))
    if reasoning and turn.reasoning.strip():
        standing = wording.standing_line(turn)
        parts.append(
            _unfolded(
                "Thoughts",
                turn.reasoning,
                words.clock(turn),
                standing,
            )
        )
        parts += _noted(turn, notes)
    if found := wording.withheld(turn):
        parts.append(f'<p class="withheld">{escape(found)}</p>\n')
    if turn.answer.strip():
        parts.append(f'<div class="answer">\n{as_prose(turn.answer, 2)}</div>\n')
    parts += _beside(turn)
    if found := wording.ended(turn):
        parts.append(f'<p class="ending" dir="auto">{escape(found)}</p>\n')
    if found := wording.figures(turn, asked=True):
        parts.append(f'<p class="figures" dir="auto">{escape(found)}</p>\n')
    return "".join((*parts, "</article>\n"))


def _noted(turn: Turn, notes: Sequence[Note]) -> list[str]:
    """As text: what was noted, below the words that it stands beside."""
    parts = [f'<p class="withheld">{words.NOTES}</p>\n'] if notes else []
    for note in notes:
        parts.append(f'<blockquote dir="auto">{escape(quote_of(turn.reasoning, note))}</blockquote>\n')
        parts.append(f'<p class="note" dir="auto">{escape(note.body)}</p>\n')
    return parts


def _beside(turn: Turn) -> list[str]:
    """What is neither thought nor answer: nothing of it is fetched, and a picture is only told of."""
    parts: list[str] = []
    if refusal := turn.reply.refusal.strip():
        parts.append(
            f'<p class="withheld">The model refused:</p>\n<p class="answer" dir="auto">{escape(refusal)}</p>\n'
        )
    if pictures := turn.reply.of("image"):
        parts.append(f'<p class="withheld">{escape(words.pictures(len(pictures)))}</p>\n')
    if sources := turn.reply.sources:
        told = "\n".join(f"- {text_of_source(part)}" for part in sources)
        parts.append(f'<p class="withheld">Sources</p>\n<div class="answer">\n{as_prose(told, 2)}</div>\n')
    for name, text in words.others(turn):
        row = f'<summary><span class="name">{escape(name)}</span></summary>'
        parts.append(
            f'<details class="thoughts">\n{row}\n<pre class="words" dir="auto">{escape(text)}</pre>\n</details>\n'
        )
    return parts


def _unfolded(name: str, text: str, clock: str = "", standing: str = "") -> str:
    """The name on the left, the clock on the right, the words beneath while it is open."""
    beside = f' <span class="clock">{escape(clock)}</span>' if clock else ""
    below = f'<p class="standing">{escape(standing)}</p>\n' if standing else ""
    row = f'<summary><span class="name">{name}</span>{beside}</summary>'
    return f'<details class="thoughts">\n{row}\n<div class="words">\n{as_prose(text, 2)}</div>\n{below}</details>\n'
