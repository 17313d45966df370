"""How a formula is set: what the library leaves to a browser, and what the browsers leave to whoever writes MathML."""

import unicodedata
from collections.abc import Sequence
from xml.etree.ElementTree import Element

# Marks that stand for a thing, and take no space around them.
THINGS = "∞∅∀∃∄∂∇∎∠∡∢⊤"
LIMITS = ("lim", "max", "min", "sup", "inf", "gcd", "det")
LARGE = "∑∏∐⋀⋁⋂⋃⨀⨁⨂⨄⨆"
BESIDE_OR_BELOW = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
ACCENTS = "´¯˘ˇ˙¨\u20db\u20dc`^˚~→"
BAR = "―"
STROKE = "⧸"
UPRIGHT_BARS = "|‖"
THIN = "0.167em"
BREAKABLE = 16  # letters; a shorter formula moves to the next line as a whole
ROWS = ("math", "mrow", "mstyle", "msqrt", "mpadded", "mphantom", "mtd")


def arranged(element: Element, display: bool) -> Element:
    """The same with operators for what is one, their spaces, limits below them, and brackets as large as what they
    hold. Of the outermost element its rows alone remain."""
    children = [arranged(child, display) for child in element]
    for child in list(element):
        element.remove(child)
    element.extend(children)
    if element.tag in ("mi", "mo"):
        _name(element)
    elif element.tag in BESIDE_OR_BELOW:
        _place_limits(element)
    elif element.tag in ("mover", "munder", "munderover"):
        element = _over(element, display)
    if element.tag in ROWS:
        _fill(element)
    if element.tag == "math":
        element = _inner(element)
    return element


def _inner(element: Element) -> Element:
    row = element[0] if len(element) == 1 and element[0].tag == "mrow" else element
    made = Element("mrow", {} if row is element else row.attrib)
    made.extend(row)
    return made


def _name(element: Element) -> None:
    """A letter or an operator?"""
    text = element.text or ""
    if len(text) == 1 and text in THINGS:
        element.tag = "mi"
        element.attrib = {"mathvariant": "normal"}
    elif element.tag == "mi" and len(text) == 1 and unicodedata.category(text) in ("Sm", "Ps", "Pe"):
        element.tag = "mo"
        element.attrib = {} if unicodedata.category(text) == "Sm" else {"stretchy": "false"}
    elif _is_word(text):
        element.tag = "mo"
        element.attrib.pop("mathvariant", None)
    elif element.tag == "mo" and text == "/":
        element.attrib = {"lspace": "0", "rspace": "0"}


def _is_word(text: str) -> bool:
    letters = text.replace("\u2009", "").replace("\u2006", "")  # "lim sup" has a thin space
    return len(letters) > 1 and letters.isalpha() and letters.isascii()


def _place_limits(element: Element) -> None:
    base = element[0]
    if base.tag != "mo":
        return
    if base.get("movablelimits") == "true" or base.text in LIMITS or (base.text and base.text in LARGE):
        element.tag = BESIDE_OR_BELOW[element.tag]
        base.set("movablelimits", "true")


def _over(element: Element, display: bool) -> Element:
    base, mark = element[0], element[1]
    if element.tag != "munderover" and mark.tag == "mo" and mark.text == BAR:
        # A line of the style is as long as what it covers; a character is not.
        made = Element("mrow", {"class": "over" if element.tag == "mover" else "under"})
        made.append(base)
        return made
    if element.tag == "mover" and mark.tag == "mo" and mark.text and mark.text in ACCENTS:
        element.set("accent", "true")
        if mark.text == "→" and mark.get("stretchy"):  # a vector, not what lies over a row of letters
            mark.set("stretchy", "false")
    elif base.tag == "mo" and not display and base.text and base.text in LARGE:
        base.set("movablelimits", "false")
    elif base.tag == "mstyle":  # an arrow, which is as long as what stands on it
        for label in list(element)[1:]:
            label.tag, label.attrib = "mrow", {"class": "label"}
    return element


def _fill(row: Element) -> None:
    _strike(row)
    children = list(row)
    for number, child in enumerate(children):
        before = children[number - 1] if number else None
        after = children[number + 1] if number + 1 < len(children) else None
        operator = _core(child)
        if operator is None:
            continue
        if _is_word(operator.text or ""):
            operator.set("lspace", THIN if before is not None and before.tag not in ("mo", "mspace") else "0")
            tight = after is None or after.tag == "mspace" or _opens(after)
            operator.set("rspace", "0" if tight else THIN)
        elif _is_fence(child) and not child.attrib and "mtable" not in (_tag(before), _tag(after)):
            child.set("stretchy", "false")
        if _is_fence(child) and child.get("stretchy") == "false" and (child.text or "") in UPRIGHT_BARS:
            child.set("lspace", "0")
            child.set("rspace", "0")
    if row.tag == "mrow" and len(children) == 1 and children[0].tag == "mo" and "class" not in row.attrib:
        # Braces around an operator take its spaces away: 1{,}000.
        children[0].set("lspace", "0")
        children[0].set("rspace", "0")
    _hold_tables(row, children)


def _strike(row: Element) -> None:
    """A stroke through the sign that follows it: as one character, since browsers do not lay one over the other."""
    for stroke, sign in zip(list(row), list(row)[1:], strict=False):
        if stroke.tag == "mpadded" and [child.text for child in stroke] == [STROKE] and sign.tag == "mo" and sign.text:
            sign.text = unicodedata.normalize("NFC", f"{sign.text}\u0338")
            row.remove(stroke)


def _hold_tables(row: Element, children: Sequence[Element]) -> None:
    """The brackets of a matrix grow with it alone, not with what stands beside it."""
    for number, table in enumerate(children):
        if table.tag != "mtable" or not 0 < number < len(children) - 1:
            continue
        around = (children[number - 1], table, children[number + 1])
        if all(_is_fence(bracket) and not bracket.attrib for bracket in (around[0], around[2])):
            held = Element("mrow")
            row.insert(list(row).index(around[0]), held)
            for child in around:
                row.remove(child)
                held.append(child)
            for bracket in (around[0], around[2]):
                bracket.set("stretchy", "true")
                bracket.set("form", "prefix" if bracket is around[0] else "postfix")


def _core(element: Element) -> Element | None:
    """The operator that an element is, with whatever indices."""
    while element.tag in ("msub", "msup", "msubsup", "munder", "mover", "munderover") and len(element):
        element = element[0]
    return element if element.tag == "mo" else None


def _tag(element: Element | None) -> str:
    return "" if element is None else element.tag


def _is_fence(element: Element) -> bool:
    text = element.text or ""
    return (
        element.tag == "mo" and len(text) == 1 and (text in UPRIGHT_BARS or unicodedata.category(text) in ("Ps", "Pe"))
    )


def _opens(element: Element) -> bool:
    if element.tag == "mrow" and len(element):
        element = element[0]
    return element.tag == "mo" and (element.text or "") in ("(", "[", "{")


def laid_out(row: Element) -> list[Element]:
    """A long row in the parts between which a line may end: behind its relations and signs, as the page breaks it."""
    if width_of(row) <= BREAKABLE or "class" in row.attrib:
        return [row]
    parts: list[Element] = []
    part = Element("mrow")
    for number, child in enumerate(row):
        part.append(child)
        signs = child.tag == "mo" and len(child.text or "") == 1 and unicodedata.category(child.text or " ") == "Sm"
        if signs and len(part) > 1 and part[-2].tag != "mo" and number + 1 < len(row) and not _is_fence(child):
            child.set("form", "infix")  # else it would be taken for a suffix
            parts.append(part)
            part = Element("mrow")
    return [*parts, part] if len(part) else parts


def width_of(element: Element) -> float:
    """About how many letters of the text it is wide."""
    inner = [width_of(child) for child in element]
    match element.tag:
        case "msub" | "msup":
            return inner[0] + 0.7 * inner[1]
        case "msubsup":
            return inner[0] + 0.7 * max(inner[1:])
        case "mfrac" | "mover" | "munder" | "munderover" | "mroot":
            return max(inner) + 0.5
        case "mtable":
            rows = [[width_of(cell) + 1.5 for cell in row] for row in element]
            columns = max((len(row) for row in rows), default=0)
            return sum(max((row[at] for row in rows if at < len(row)), default=0.0) for at in range(columns))
        case "mspace":
            return 2.0 if element.get("width") else 0.0
        case "mo":
            return len(element.text or "") + 1.0
        case _:
            return len(element.text or "") * 1.1 + sum(inner)
