"""A formula as it is written, in LaTeX or plainly, without what means nothing, and with each sign written one way."""

import re
import unicodedata

MOST_LENGTH = 1_000  # characters
FRACTIONS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"


class NoFormula(ValueError):
    """It is not understood as one."""


_WRAPPED = re.compile(r"\\(?:text|textbf|textit|textrm|mathrm|mathbf|mathit|mbox|operatorname|emph) ?\{([^{}]*)\}")
_MEANS_NOTHING = re.compile(
    r"\\(?:left|right|displaystyle|limits|big[lr]?|Big[lr]?)(?![a-zA-Z])|\\[!,;: ]|\\q?quad(?![a-z])|[~$]"
    r"|\\[()\[\]]|\\\$|[€£]|[\u200b\u2060\u00ad\u2061]"
)
_PLAIN = str.maketrans(
    {"−": "-", "–": "-", "×": "*", "·": "*", "⋅": "*", "÷": "/", "∞": r"\infty ", "π": r"\pi ", "\u00a0": " ",
     **{c: f"^{{{i}}}" for i, c in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
     **{c: "\\frac{{{}}}{{{}}}".format(*unicodedata.normalize("NFKC", c).split("⁄")) for c in FRACTIONS}}
)  # fmt: skip
_SPELLED = (
    (re.compile(r"\\(?:d|t|c)frac(?![a-z])"), r"\\frac"),
    (re.compile(r"(?<=\d)(?:\{,\}|,(?:\\!)+|\\,)(?=\d{3}(?!\d))"), ","),
    (re.compile(r"\\(?:cdot|times|ast)(?![a-z])"), "*"),
    (re.compile(r"\\div(?![a-z])"), "/"),
    (re.compile(r"\\pm(?![a-z])"), "±"),
    (re.compile(r"\\\{|\\lbrace(?![a-z])"), "⦃"),
    (re.compile(r"\\\}|\\rbrace(?![a-z])"), "⦄"),
    (re.compile(r"√ ?(\d+(?:\.\d+)?|\([^()]*\))"), r"\\sqrt{\1}"),
    (re.compile(r"(?<=\d)[eE]([+-]?\d{1,3})(?!\w)"), r"*10^{\1}"),
)
_NAMED = re.compile(r"\\(?:text|mathrm|mbox) ?\{([^{}]*)\}(?:\^\{?\d\}?)?[\s.$]*$")
_COUNTED = re.compile(r"[\d)}\]%]\s*(?:\\[!,;: ])?$")
_UNIT = re.compile(r"(?:\^ ?\{?\\circ\}?|°|\\degrees?)\s*$|\\?%\s*$")
# "5 cm", "18 apples": what follows a number is what there are so many of.
_WORDS = re.compile(r"(?<=\d)\s+[a-zA-Z]{2,}(?:\s+[a-zA-Z]+){0,3}$")
# Dates, "3,5" (a decimal or two), H2O.
_UNSURE = re.compile(r"\d/\d+/\d|(?<![\d.])\d+,\d|[a-zA-Z]\d|\d:\d")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d]|,\d)")


def cleaned(text: str) -> tuple[str, str]:
    """The formula and its unit."""
    said, unit = text.translate(_PLAIN).strip().rstrip("."), ""
    for form, by in _SPELLED:
        said = form.sub(by, said)
    found = _NAMED.search(said)
    if found and _COUNTED.search(said[: found.start()].rstrip()):
        said, unit = said[: found.start()], " ".join(found[1].split()).casefold().rstrip(".")
    said = _MEANS_NOTHING.sub(" ", _WRAPPED.sub(r" \1 ", said)).strip()
    if found := _UNIT.search(said):
        said, unit = said[: found.start()], "%" if "%" in found[0] else "degrees"
    elif found := _WORDS.search(said):
        said, unit = said[: found.start()], " ".join(found[0].split()).casefold()
    return _ungrouped(said.strip()), unit


def _ungrouped(said: str) -> str:
    """1,234 without its comma; in (1,234) it may separate two numbers."""
    if _GROUPED.search(said):
        if re.search(r"[(\[⦃]", said) or re.search(r",(?!\d{3}(?!\d))", said):
            raise NoFormula
        said = _GROUPED.sub(lambda found: found[0].replace(",", ""), said)
    unsure = _UNSURE.search(re.sub(r"\\[a-zA-Z]+|_\w", " ", said))
    if unsure and not ("," in unsure[0] and said[:1] in "([⦃"):
        raise NoFormula
    return said


def written_alike(said: str) -> str:
    """Without spaces, and without brackets around one sign."""
    return re.sub(r"\{(\w)\}", r"\1", re.sub(r"\s+", "", said)).replace("\\frac", "\\f")
