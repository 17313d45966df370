"""A regular expression, read from its text as the module `regex` reads it (in its version 1, in which sets nest), and
how large it becomes when it is written out. What is not surely understood is refused: no count hides in what was not
read."""

import re
from dataclasses import dataclass

MOST_DEPTH = 50  # brackets within brackets

_COUNT = re.compile(r"\{(?:(\d+)|(\d*),(\d*))\}")
_COST = r"(?:\d+<=?)?[deis](?:<=?\d+)?|(?:\d*[dis]\+){0,2}\d*[dis]<=?\d+"
_FUZZY = re.compile(rf"\{{(?:{_COST})(?:,(?:{_COST}))*([:}}])")
_MAYBE_COUNT = re.compile(r"\{\s*[\d,deis#]")
_NAME = r"[^\W\d]\w*"
_FLAGS = re.compile(r"((?:[abefiLmprsuwx]|V1)*)(?:-((?:[afiLmsuwx])+))?([:)])")
_CALL = re.compile(rf"(?:R|\d+|[+-]\d+|&{_NAME}|P[>&]{_NAME})\)")
_OPENING = re.compile(rf"<[=!]|[=!>|]|P?<{_NAME}>")
_REFERENCE = re.compile(rf"P=(?:{_NAME}|\d+)\)")
_CONDITION = re.compile(rf"\((?:{_NAME}|\d+)\)")
_VERB = re.compile(r"\*[A-Z]+\)")
_NAMED = re.compile(r"[pP]\{\^?[A-Za-z0-9 &_.:=/-]*\}|N\{[A-Za-z0-9 -]*\}|g<\w+>")
_CLASS = re.compile(r"\[:\^?[A-Za-z0-9 &_.=:-]*?:\]")
_BETWEEN_SETS = ("||", "~~", "&&", "--")


class NotRead(ValueError):
    """What of a pattern was not understood, as a part of a sentence. `wrong`: it is no regular expression."""

    def __init__(self, what: str, wrong: bool = False) -> None:
        super().__init__(what)
        self.wrong = wrong


@dataclass(slots=True)
class Part:
    """`times`: the largest product of counts inside; `written`: parts when written out; `calls`: the largest product
    around a call of a group, 0 without one."""

    times: int = 1
    written: int = 1
    calls: int = 0

    def add(self, other: "Part") -> None:
        self.times = max(self.times, other.times)
        self.calls = max(self.calls, other.calls)
        self.written += other.written

    def repeated(self, count: int) -> None:
        self.times, self.written, self.calls = self.times * count, self.written * count, self.calls * count


class Reader:
    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0
        self._loose = False  # white space and comments between parts mean nothing: the flag x
        self._groups = self._depth = 0

    def read(self) -> tuple[Part, int]:
        """The whole pattern, and how many groups it has."""
        whole = self._alternatives()
        if self._at < len(self._text):
            raise NotRead("it closes a bracket that was never opened", wrong=True)
        return whole, self._groups

    def _alternatives(self) -> Part:
        """Up to the bracket that ends them, or the end. Flags that are set in there end with it."""
        loose, whole = self._loose, Part()
        if self._depth > MOST_DEPTH:
            raise NotRead(f"it has more than {MOST_DEPTH} brackets within brackets")
        last: Part | None = None
        while self._skip() and (sign := self._text[self._at]) != ")":
            if sign in "*+?" or (sign == "{" and self._is_count()):
                count = self._count()
                if last is None:
                    raise NotRead(f"there is nothing to repeat before a {sign}", wrong=True)
                last.repeated(count)
                whole.add(last)
                last = None
                continue
            self._at += 1
            part = self._bracket() if sign == "(" else self._simple(sign)
            if sign == "|" or part is not None:
                whole.add(last or Part(1, 0))
                last = part
        whole.add(last or Part(1, 0))
        self._loose = loose
        return whole

    def _simple(self, sign: str) -> Part | None:
        """None for the bar between alternatives."""
        if sign == "[":
            return self._set()
        if sign == "\\":
            self._escape()
        return None if sign == "|" else Part()

    def _skip(self) -> bool:
        """What means nothing. False at the end."""
        while self._loose and (here := self._text[self._at : self._at + 1]):
            if here == "#":
                end = self._text.find("\n", self._at)
                self._at = end if end >= 0 else len(self._text)
            elif here.isspace():
                self._at += 1
            else:
                break
        return self._at < len(self._text)

    def _take(self, form: re.Pattern[str]) -> re.Match[str] | None:
        if found := form.match(self._text, self._at):
            self._at = found.end()
        return found

    def _is_count(self) -> bool:
        """Or a brace that is meant as text; where it might be one or the other, it is refused."""
        if _COUNT.match(self._text, self._at) or _FUZZY.match(self._text, self._at):
            return True
        if _MAYBE_COUNT.match(self._text, self._at):
            raise NotRead("a { begins like a count and is none")
        return False

    def _count(self) -> int:
        """How often what stands before it may be repeated, with what follows that says how it is tried. Without an
        end (*) only the beginning is written out."""
        if self._text[self._at] in "*+?":
            self._at += 1
            count = 1
        elif found := self._take(_COUNT):
            count = _largest(found)
        else:
            return self._errors()
        if self._skip() and self._text[self._at] in "?+":
            self._at += 1
        return count

    def _errors(self) -> int:
        """Of a part that may be matched with mistakes: so many signs may be put in."""
        found = self._take(_FUZZY)
        assert found
        if found[1] == ":":
            sign = self._text[self._at : self._at + 1]
            self._at += 1
            if self._simple(sign) is None or sign in ("", "(", ")") or self._text[self._at : self._at + 1] != "}":
                raise NotRead("what stands between { and } is not understood")
            self._at += 1
        return _largest(found)

    def _bracket(self) -> Part | None:
        """After the opening one. None where nothing stands for it: flags, a comment."""
        if self._text.startswith("*", self._at) and not self._text.startswith("*)", self._at):
            if self._take(_VERB):
                return Part()
            raise NotRead("a (* is not understood")
        if not self._text.startswith("?", self._at):
            self._groups += 1
            return self._closed()
        self._at += 1
        if self._text.startswith("#", self._at):
            return self._comment()
        if self._take(_CALL):
            return Part(calls=1)
        if self._take(_REFERENCE):
            return Part()
        if found := self._take(_OPENING):
            self._groups += found[0][-1] == ">" and len(found[0]) > 1
            return self._closed()
        if self._text.startswith("(?", self._at):
            return self._on_what_stands_around()
        if self._take(_CONDITION):
            return self._closed()
        return self._flags()

    def _closed(self) -> Part:
        self._depth += 1
        part = self._alternatives()
        self._depth -= 1
        if not self._text.startswith(")", self._at):
            raise NotRead("it never closes a bracket", wrong=True)
        self._at += 1
        part.written += 1
        return part

    def _on_what_stands_around(self) -> Part:
        """(?(?=a)b|c), after its (?"""
        self._at += 2
        if not (found := self._take(_OPENING)) or found[0] not in ("=", "!", "<=", "<!"):
            raise NotRead("a condition is not understood")
        condition = self._closed()
        condition.add(self._closed())
        return condition

    def _comment(self) -> None:
        while (here := self._text[self._at : self._at + 1]) not in ("", ")"):
            self._at += 2 if here == "\\" else 1
        self._at += 1

    def _flags(self) -> Part | None:
        found = self._take(_FLAGS)
        if not found:
            raise NotRead("a (? is not understood")
        was = self._loose
        self._loose = (was or "x" in found[1]) and "x" not in (found[2] or "")
        if found[3] == ")":
            return None
        part = self._closed()
        self._loose = was
        return part

    def _escape(self) -> None:
        """After the backslash. Digits that belong to one are read as signs that follow: as long, and as harmless."""
        begins = self._text[self._at : self._at + 2]
        if begins not in ("p{", "P{", "N{", "g<"):
            self._at += 1
        elif not self._take(_NAMED):
            raise NotRead(f"a \\{begins} is not understood")

    def _set(self) -> Part:
        """After the opening bracket, in which no space is without meaning."""
        if self._depth > MOST_DEPTH:
            raise NotRead(f"it has more than {MOST_DEPTH} brackets within brackets")
        whole, first = Part(), True
        self._at += self._text.startswith("^", self._at)
        while True:
            here = self._text[self._at : self._at + 1]
            if not here:
                raise NotRead("it never closes a [", wrong=True)
            if here == "]" and not first:
                self._at += 1
                return whole
            if not first and self._text[self._at : self._at + 2] in _BETWEEN_SETS:
                self._at += 2
                first = True
                continue
            whole.add(self._member(here))
            first = False

    def _member(self, here: str) -> Part:
        if self._take(_CLASS):
            return Part()
        self._at += 1
        self._depth += 1
        part = self._simple(here) or Part()
        self._depth -= 1
        return part


def _largest(found: re.Match[str]) -> int:
    """Of the numbers in it; Python reads none of many thousand digits."""
    return max(1, *(int(digits[:19]) for digits in re.findall(r"\d+", found[0])), 1)
