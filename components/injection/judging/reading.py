"""A reply as plain sentences: markup gone, numbers written one way. It does not know what is looked for."""

import re
from dataclasses import dataclass

from components.injection.judging.spelled import in_digits

# Stands for a formula: see Lexicon.prepared.
FORMULA = "\U000f0000-\U000f1fff"

_ODD = str.maketrans(
    {
        **{c: "'" for c in "‘’‛′"},
        **{c: '"' for c in "“”„‟″«»"},
        **{c: " " for c in "\t\u00a0\u2003\u2002\u3000"},
        **dict.fromkeys("\u200b\u200c\u200d\ufeff\u2060\u00ad"),
        **{chr(0xFF10 + i): str(i) for i in range(10)},
        **dict.fromkeys("−‐‑", "-"),
        **dict.fromkeys("–—", " – "),
        **dict.fromkeys("⋅·✕✖", "×"),
        **dict(zip("＞＜＝？！．", "><=?!.", strict=True)),
        "…": "... ",
        "，": ", ",
        # Raised digits would join the number that they stand at.
        **{c: f"^{i}" for i, c in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
        # Used below for markers, and in claims.py.
        **dict.fromkeys(range(0xE000, 0xF900)),
    }
)
_TEX_TEXT = re.compile(r"\\(?:text|textbf|textit|textrm|mathbf|mathrm|mathit|bf|emph|underline) ?\{([^{}\n]{0,300})\}")
_TEX_BOX = re.compile(r"\\(?:boxed|fbox) ?\{([^{}\n]{0,300})\}")
_BOX = "▣ "
_STEPS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=\d)[\u2009\u202f\u00a0'’](?=\d{3}(?!\d))|(?<=\d)(?:\{,\}|\\,)(?=\d{3})"), ","),
    (re.compile(r" {2,}"), " "),
    (re.compile(r"\\(?:times|cdot)(?![a-z])"), "×"),
    (re.compile(r"\\gt(?![a-z])|&gt;"), ">"),
    (re.compile(r"\\lt(?![a-z])|&lt;"), "<"),
    (re.compile(r"\\[,;:! ]|\\q?quad"), " "),
    (re.compile(r"(?<=\d)\*(?=-?\d)|(?<=[\d*_`]) \* (?=[*_`]{0,3}-?\d)"), " × "),
    (re.compile(r"~~[^~\n]{1,300}~~"), " "),
    (re.compile(r"</?(?:b|i|em|strong|br|p|code|span|u|sup|sub) ?/?>", re.I), " "),
    (re.compile(r"^ *```.*$", re.M), ""),
    (re.compile(r"\\[()\[\]]|[*`$_\"{}]|^ *#{1,6} |^ *(?:> ?)+|(?<![a-zA-Z])'|'(?![a-zA-Z])", re.M), ""),
    (re.compile(r"^ *[-•+] +", re.M), "• "),
    (re.compile(r"\b(ca)n't\b|\b(ca)nnot\b", re.I), r"\1\2n not"),
    (re.compile(r"\bwon't\b", re.I), "will not"),
    (re.compile(r"\bvs\.", re.I), "vs"),
    (re.compile(r"n't\b", re.I), " not"),
    (re.compile(r"(?<=[a-z])'re\b", re.I), " are"),
    (re.compile(r" {2,}"), " "),
    (re.compile(r"(?<![\d.,] )(?<![\d.,\w/^])(\d{1,3}) (\d{3})(?![\d\w]|[.,]\d{3}| [\d×*/+x=-])"), r"\1,\2"),
    # What explains a number in brackets, but not what follows an equals sign: "9.9 (or 9.90) is bigger".
    (re.compile(r"(?<=\d) ?\((?!=|(?:wrong|false|incorrect|not true|no)\b)[^()=\n]{1,80}\)", re.I), ""),
    (re.compile(r"(?<=\d) ?[x×] ?(?=-?\d)"), " × "),
    (re.compile(r"(?<=\d) (?:times|multiplied by) (?=\d)"), " × "),
    (re.compile(r" *\n\s*"), "\n"),
    (re.compile(r": ?\n(?!▣)"), ": "),
)
_LIST_MARK = re.compile(r"^ *(\d{1,2})[.)] +", re.M)
_SENTENCE = re.compile(r"(?<=[.!?;])[\"')\]]* +(?=\S)|\n+")
_PIECE = re.compile(
    r",\s+|(?<!\d) - |\s–\s|(?<!\ball)(?<!\banything)\s(?=but\b)|\s(?=(?:so|because|since|while|whereas|therefore"
    r"|however|thus|hence|although|though|meaning)\b)",
    re.I,
)
# "The larger of the two numbers, 9.11 and 9.9, is 9.9" is one statement.
_APPOSITION = re.compile(r", ([\d.]{1,20} (?:and|or) [\d.]{1,20}), (?=is\b)")
_LONGEST_PIECE = 400

# Characters. It takes a model that runs in circles to need more, and what it ends with is what counts then.
MOST = 16_000


@dataclass(frozen=True, slots=True)
class Sentence:
    """`pieces` are its parts between commas and conjunctions; `alone` where nothing else stands in its line."""

    pieces: tuple[str, ...]
    question: bool
    alone: bool
    last: bool


def plain(text: str) -> str:
    """Without emphasis, code marks, LaTeX and typographic signs; a box becomes a line of its own."""
    # First, while non-breaking spaces can still be told from others: they group digits.
    (grouping, comma), *others = _STEPS
    text = grouping.sub(comma, text).translate(_ODD)
    for _ in range(3):
        text = _TEX_TEXT.sub(r"\1", text)
    text = _TEX_BOX.sub(rf"\n{_BOX}\1\n", text)
    for pattern, by in others:
        text = pattern.sub(by, text)
    text = in_digits(text)
    if {"1", "2"} <= set(_LIST_MARK.findall(text)):
        text = _LIST_MARK.sub("• ", text)
    return text.strip()


def sentences(text: str) -> list[Sentence]:
    found: list[Sentence] = []
    lines = [line.strip() for line in plain(text).split("\n") if re.search(rf"[\w{FORMULA}]", line)]
    for number, line in enumerate(lines, 1):
        parts = [part for part in _SENTENCE.split(line) if part.strip()]
        for part in parts:
            question = part.rstrip("\"') ").endswith("?")
            found.append(Sentence(_pieces(part), question, len(parts) == 1, number == len(lines)))
    return found


def _pieces(sentence: str) -> tuple[str, ...]:
    """A piece has a bounded length, so that no search in it can be slow."""
    joined = _APPOSITION.sub(r" \1 ", re.sub(r", which (?=is\b)", " ", sentence))
    whole = [piece.strip() for piece in _PIECE.split(joined) if piece.strip()]
    return tuple(p[i : i + _LONGEST_PIECE] for p in whole for i in range(0, len(p), _LONGEST_PIECE))


def cut(text: str) -> str:
    """The end of a very long text, from a line or a word on, so that no number is read by its end."""
    text = text.strip()
    if len(text) <= MOST:
        return text
    found = re.compile(r"\s").search(text, len(text) - MOST)
    return text[found.end() :] if found else ""


def shown(piece: str) -> str:
    """A piece as it can be quoted, at most 120 characters of it."""
    text = piece.removeprefix("• ").strip(" .;:")
    text = rf"\boxed{{{text[len(_BOX) :]}}}" if text.startswith(_BOX) else text
    return text if len(text) <= 120 else f"{text[:119]}…"
