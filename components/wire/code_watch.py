"""Is the end of a growing text inside code, as Markdown has it?"""


class CodeWatch:
    """Is the end of the text so far inside a code fence or a code span, and is it at the start of a line? O(1) kept."""

    def __init__(self) -> None:
        self._fence = False
        self._start = ""  # the first characters of the line, enough to know a fence by
        self._ticks = 0

    def feed(self, text: str) -> None:
        if "\n" not in text:
            self._add(text)
            return
        *lines, rest = text.split("\n")
        for line in lines:
            self._add(line)
            self._fence ^= self._start.startswith(("```", "~~~"))
            self._start, self._ticks = "", 0
        self._add(rest)

    def _add(self, part: str) -> None:
        if len(self._start) < 3:
            self._start = (self._start + part.lstrip() if not self._start else self._start + part)[:3]
        self._ticks += part.count("`")

    @property
    def inside(self) -> bool:
        return self._fence or self._ticks % 2 == 1

    @property
    def at_line_start(self) -> bool:
        return not self._start
