"""A chat as one Markdown document. Nothing of a turn may reach beyond its place: not a mark, not an open fence."""

import re
from collections.abc import Mapping, Sequence

from markdown_it import MarkdownIt

from components import wording
from components.conversation import Chat, Note, Part, Turn, quote_of
from components.export import words
from components.export.beside import NOTHING
from components.markup.escaping import literal

LINE_END = re.compile(r"\r\n|\r|\n")
PROBE = "probe"
# What begins a formula of several lines for those who read one: of a line that it alone begins.
FORMULA = re.compile(r" {0,3}\$\$[^$]*\Z")
# Blocks alone, HTML among them: what is in a line ends with it.
_READER = MarkdownIt("commonmark").disable("inline")


def as_markdown(
    chat: Chat, turns: Sequence[Turn], reasoning: bool = True, notes: Mapping[str, Sequence[Note]] = NOTHING.notes
) -> str:
    """`turns` in the order in which they are to be read, with their texts; `notes` by their ids."""
    parts = [f"# {_line(words.title_of(chat))}", f"*{_line(words.about(chat, len(turns), reasoning))}*"]
    for number, turn in enumerate(turns, 1):
        parts += [
            "---",
            f"## Question {number}",
            fenced(turn.question, "text"),
            *_reply(turn, reasoning, notes.get(turn.id, ())),
        ]
    return "\n\n".join(parts) + "\n"


def _reply(turn: Turn, reasoning: bool, notes: Sequence[Note]) -> list[str]:
    parts: list[str] = []
    if found := wording.given(turn):
        parts.append(f"*{found}*")
    if reasoning and turn.given and turn.taken == "words" and not turn.given.answer:
        parts += ["**Thoughts that it was given**", _quoted(turn.given.thoughts)]
    if reasoning and turn.reasoning.strip():
        parts += [
            f"**Thoughts** · {wording.clock(turn, reasoning_bytes=len(turn.reasoning.encode(errors='replace')))}",
            _quoted(turn.reasoning),
        ]
        parts += [f"*{wording.SUMMARY}*"] if turn.summarised else []
        parts += [f"**{words.NOTES}**"] if notes else []
        for note in notes:
            parts += [f"“{_line(quote_of(turn.reasoning, note))}”", fenced(note.body, "text")]
    if found := wording.withheld(turn):
        parts.append(f"*{found}*")
    figures = _line(wording.figures(turn, asked=True))
    parts.append(f"**Answer** · {figures}" if figures else "**Answer**")
    if turn.answer.strip():
        parts.append(closed(turn.answer))
    parts += _beside(turn)
    if found := wording.ended(turn):
        parts.append(f"**{_line(found)}**")
    return parts


def _beside(turn: Turn) -> list[str]:
    """What is neither thought nor answer; a picture is only told of."""
    parts: list[str] = []
    if refusal := turn.reply.refusal.strip():
        parts += ["**The model refused:**", fenced(refusal, "text")]
    if pictures := turn.reply.of("image"):
        parts.append(f"*{words.pictures(len(pictures))}*")
    if sources := turn.reply.sources:
        parts += ["**Sources**", "\n".join(f"- {text_of_source(part)}" for part in sources)]
    for name, text in words.others(turn):
        parts += [f"**{_line(name)}**", fenced(text, "text")]
    return parts


def text_of_source(part: Part) -> str:
    """As Markdown: its title, and where it leads."""
    data = part.data or {}
    address, title = str(data.get("url") or ""), " ".join(str(data.get("title") or "").split())[:200]
    if not address:
        return _line(part.text)
    plain = f"<{address}>" if not re.search(r"[\s<>]", address) else _line(address)
    return f"{_line(title)}: {plain}" if title else plain


def _line(text: str) -> str:
    """Any text, on one line and literally."""
    return literal(" ".join(text.split()))


def fenced(text: str, language: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    marks = "`" * max(3, longest + 1)
    return f"{marks}{language}\n{text}\n{marks}"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in LINE_END.split(_formula_closed(text.strip("\r\n"))))


def closed(text: str) -> str:
    """Markdown after which a new paragraph is one. What is left open is closed, or, where that is not possible, the
    whole is shown as its source."""
    text = _formula_closed(text.strip("\r\n"))
    if _ends(text):
        return text
    last = next((token for token in reversed(_READER.parse(text)) if token.type == "fence"), None)
    if last and _ends(mended := f"{text}\n{last.markup}"):
        return mended
    return fenced(text, "markdown")


def _formula_closed(text: str) -> str:
    """Closed, if the last of them is open: many a reader has formulas beside CommonMark, and takes all that follows for
    one."""
    if "$$" not in text:
        return text
    tokens = _READER.parse(text)
    said = {
        line
        for token in tokens
        if token.type == "paragraph_open" and not token.level and token.map
        for line in range(*token.map)
    }
    is_open = False
    for number, line in enumerate(LINE_END.split(text)):
        is_open = "$$" not in line if is_open else number in said and bool(FORMULA.match(line))
    return f"{text}\n$$" if is_open else text


def _ends(text: str) -> bool:
    last = _READER.parse(f"{text}\n\n{PROBE}")[-2:]
    return (
        [token.type for token in last] == ["inline", "paragraph_close"]
        and last[0].content == PROBE
        and not last[1].level
    )
