"""A formula as MathML, which browsers typeset by themselves: no script, no font, no picture.

The library knows LaTeX; what it makes of a stranger's formula is read again here, and only elements and attributes that
typeset are written. What it did not understand, or what asks for more than a formula (links, pictures, styles), is no
MathML at all: half a formula would say something else than the whole.
"""

import re
import unicodedata
from html import escape
from xml.etree.ElementTree import Element

from latex2mathml.converter import Converter

from components.export.mending import arranged, laid_out, width_of

LONGEST = 2_000  # characters; a page of formulas is many of them
DEEPEST = 30  # braces in each other, and later elements
# What the library calls otherwise than KaTeX, or would give numbers that are not those of the page.
ENVIRONMENTS = {
    **dict.fromkeys(("aligned", "align", "align*"), "split"),
    **dict.fromkeys(("gathered", "gather", "gather*"), "matrix"),
    "dcases": "cases",
}
ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([a-z]+\*?)\}")
# Each of these would lead somewhere, load something or look like something else.
REFUSED = re.compile(
    r"\\(?:href|url|includegraphics|html[A-Z]?\w*|class|style|unicode|verb|bbox|cssId|require|fcolorbox|colorbox|"
    r"new\w+|def|DeclareMathOperator)(?![a-z])"
)
ENTITY = re.compile(r"&#x([0-9A-Fa-f]{1,6});")
ESCAPED = re.compile(r"\\([%$#&_ ])")
ARITY = {
    **dict.fromkeys(("msub", "msup", "mfrac", "mroot", "mover", "munder"), 2),
    **dict.fromkeys(("msubsup", "munderover"), 3),
}
TOKENS = ("mi", "mn", "mo", "mtext", "mspace")
HOLDERS = ("math", "mrow", "mstyle", "msqrt", "mpadded", "mphantom", "mtable", "mtr", "mtd")
WORDS = re.compile(r"true|false|prefix|postfix|infix|[0-3]")
LENGTH = re.compile(r"(-?)(\d{0,2}(?:\.\d{1,4})?)\s*(em|ex|px|pt|mm|cm|mu|)")
LARGEST = {"em": 9.0, "ex": 18.0, "px": 99.0, "pt": 99.0, "mm": 40.0, "cm": 4.0, "mu": 99.0, "": 0.0}
NAMED = {
    "thinmathspace": "0.167em",
    "thickmathspace": "0.278em",
    "negativethinmathspace": "-0.167em",
    "negativemediummathspace": "-0.222em",
    "negativethickmathspace": "-0.278em",
}
SAID = {"accent", "displaystyle", "fence", "form", "largeop", "movablelimits", "scriptlevel", "separator", "stretchy"}
MEASURED = {"depth", "height", "linethickness", "lspace", "maxsize", "minsize", "rspace", "voffset", "width"}
# How something is written that MathML of today leaves to the letters themselves, or to the style.
VARIANTS = {
    "bold": "BOLD",
    "italic": "ITALIC",
    "bold-italic": "BOLD ITALIC",
    "double-struck": "DOUBLE-STRUCK",
    "script": "SCRIPT",
    "fraktur": "FRAKTUR",
    "sans-serif": "SANS-SERIF",
    "sans-serif-italic": "SANS-SERIF ITALIC",
    "monospace": "MONOSPACE",
}
LETTER = re.compile(r"(?:LATIN|GREEK) (SMALL|CAPITAL) LETTER (\w+)")


class NotTypeset(ValueError):
    """It is shown as it was written."""


def typeset(inner: str, display: bool) -> tuple[str, float] | None:
    """`inner` as MathML, and about how many letters wide the widest part is that cannot be broken. None where it is
    to be shown as it was written."""
    if len(inner) > LONGEST or REFUSED.search(inner) or _depth(inner) > DEEPEST:
        return None
    try:
        return _typeset(inner, display)
    # The library says by errors of every kind that it cannot read something.
    except Exception:
        return None


def _typeset(inner: str, display: bool) -> tuple[str, float]:
    latex = ENVIRONMENT.sub(_environment, inner)
    found = Converter(display="block" if display else "inline").convert_to_element(latex)
    row = arranged(_read(found, 0), display)
    # A line may end within a formula, as on the page, but only one among words.
    parts = [row] if display else laid_out(row)
    marks = ' display="block"' if display else ""
    # For programs that read MathML: they get the formula back as it was.
    source = f'<annotation encoding="application/x-tex">{escape(inner)}</annotation>'
    first, *others = (_written(part) for part in parts)
    whole = f"<math{marks}><semantics>{first}{source}</semantics></math>"
    whole += "".join(f"<wbr><math>{other}</math>" for other in others)
    return whole, max(width_of(part) for part in parts)


def _depth(latex: str) -> int:
    depth = most = 0
    for mark in re.findall(r"\\.|[{}]", latex):
        depth += (mark == "{") - (mark == "}")
        most = max(most, depth)
    return most


def _environment(found: re.Match[str]) -> str:
    return f"\\{found[1]}{{{ENVIRONMENTS.get(found[2], found[2])}}}"


def _read(found: Element, depth: int) -> Element:
    """The same with nothing in it that does more than typeset. Raises NotTypeset."""
    tag = found.tag
    boxed = tag == "menclose" and found.get("notation") == "box"
    if depth > DEEPEST * 2 or not (boxed or tag in TOKENS or tag in HOLDERS or tag in ARITY):
        raise NotTypeset
    children = [_read(child, depth + 1) for child in found]
    if boxed or (tag in TOKENS and children):  # an operator may consist of several letters
        tag = "mrow"
    if len(children) != ARITY.get(tag, len(children)):
        raise NotTypeset
    made = Element(tag, _attributes(found))
    made.extend(children)
    if boxed:
        made.set("class", "boxed")
    if tag in TOKENS:
        _read_text(found, made)
    if tag == "mtable":
        _rule(found, made)
    return made


def _attributes(found: Element) -> dict[str, str]:
    kept: dict[str, str] = {}
    for name, value in found.attrib.items():
        if name in ("href", "style", "class", "linebreak", "mathbackground"):
            raise NotTypeset
        if name in SAID and WORDS.fullmatch(value):
            kept[name] = value
        elif name in MEASURED and (length := _length(value)):
            kept[name] = length
        elif name == "columnalign" and value in ("left", "right"):
            kept["class"] = value
    return kept


def _length(value: str) -> str:
    """ "" for one that is relative to another, which browsers leave out as well."""
    value = NAMED.get(value, value)
    if value.startswith("+") or "width" in value:
        return ""
    found = LENGTH.fullmatch(value)
    if not found or not found[2] or found[2] == "." or float(found[2]) > LARGEST[found[3]]:
        raise NotTypeset
    if found[3] == "mu":
        return f"{found[1]}{float(found[2]) / 18:.3f}em"
    return f"{found[1]}{found[2]}{found[3]}"


def _read_text(found: Element, made: Element) -> None:
    raw = found.text or ""
    if made.tag == "mtext":
        raw = ESCAPED.sub(r"\1", raw)
        strange = r"[\\{}]|\$.*\$"
    else:
        strange = r"[\\{}&#$]"
    # A command that it does not know, and marks that belong to what it left out, it writes as they are.
    if re.search(strange, ENTITY.sub("", raw)):
        raise NotTypeset
    text = ENTITY.sub(lambda entity: chr(int(entity[1], 16)), raw)
    variant = found.get("mathvariant", "")
    if made.tag == "mtext":
        made.text = text
        if variant in VARIANTS:
            made.set("class", variant)
        return
    made.text = "".join(_styled(letter, VARIANTS[variant]) for letter in text) if variant in VARIANTS else text
    upright = variant == "normal" or (ENTITY.fullmatch(raw) and text.isascii() and text.isalpha())
    if made.tag == "mi" and len(text) == 1 and (upright or "Α" <= text <= "Ω"):
        made.set("mathvariant", "normal")


def _styled(letter: str, variant: str) -> str:
    """Unicode has the letters of formulas, some of them under older names."""
    name = LETTER.sub(r"\1 \2", unicodedata.name(letter, ""))
    for kind in (f"MATHEMATICAL {variant}", variant, variant.replace("FRAKTUR", "BLACK-LETTER")):
        try:
            return unicodedata.lookup(f"{kind} {name}")
        except KeyError:
            continue
    return letter


def _rule(found: Element, made: Element) -> None:
    """Lines between columns and rows, which only the style can draw; and columns that belong to each other."""
    if found.get("columnspacing") == "0em":
        made.set("class", "aligned")
    beside, below = found.get("columnlines", "").split(), found.get("rowlines", "").split()
    for number, row in enumerate(made):
        for column, cell in enumerate(row):
            kinds = [cell.get("class", "")]
            kinds += ["beside"] if beside[column : column + 1] == ["solid"] and column + 1 < len(row) else []
            kinds += ["below"] if below[number : number + 1] == ["solid"] and number + 1 < len(made) else []
            if any(kinds):
                cell.set("class", " ".join(kind for kind in kinds if kind))


def _written(element: Element) -> str:
    marks = "".join(f' {name}="{escape(value)}"' for name, value in element.attrib.items())
    inner = escape(element.text or "") + "".join(_written(child) for child in element)
    return f"<{element.tag}{marks}>{inner}</{element.tag}>"
