"""Reasoning that servers leave inline in the answer, between tags, cut anywhere over the pieces.

A tag is markup only where it can be: at the start of the reply (after whitespace) or right after a closed block. A
closing tag whose opening never came (templates put it into the prompt) ends reasoning that was taken for the answer, if
it stands at the end or the start of a line and not in code. Everything else is text. No whitespace is touched.
"""

import re

from components.conversation import AnswerDelta, ReasoningDelta, Refiled

NAMES = ("think", "thinking", "thought", "reasoning", "reason", "seed:think")
TAGS = {f"<{name}>": f"</{name}>" for name in NAMES} | {
    "[THINK]": "[/THINK]",
    "◁think▷": "◁/think▷",
    "<|begin_of_thought|>": "<|end_of_thought|>",
    # gpt-oss, where a server leaves its channels in the text
    "<|channel|>analysis<|message|>": "<|end|><|start|>assistant<|channel|>final<|message|>",
}
CLOSING = re.compile("|".join(map(re.escape, TAGS.values())))
# What a tag begins with: where none of these stands, nothing need be looked for.
EDGES = re.compile("[" + "".join(sorted({re.escape(tag[0]) for tag in (*TAGS, *TAGS.values())})) + "]")
Split = ReasoningDelta | AnswerDelta | Refiled


class TagReader:
    """Feed it the pieces of the answer. Only what may still become a tag is held back."""

    def __init__(self, *, refiles: bool = True) -> None:
        self._held = ""
        self._close = ""  # the tag that ends the open block, "" outside one
        self._may_open = True
        self._may_refile = refiles
        self._seen = False  # anything but space and one opening tag?
        self._code = CodeWatch()

    @property
    def untouched(self) -> bool:
        """Has nothing but space, or one tag that opens a block, come so far?"""
        return not self._seen

    @property
    def settled(self) -> bool:
        """Is whatever follows text, tags and all?"""
        return not (self._close or self._may_open or self._may_refile)

    @property
    def opened(self) -> str:
        """The tag that opened the block in which the text now is, "" outside one."""
        return next((tag for tag, close in TAGS.items() if close == self._close), "")

    def takes(self, text: str) -> bool:
        """Would `text` be told by its tags: because it opens a block, or stands in one?"""
        return bool(self._close) or (self._may_open and (self._held + text).lstrip().startswith(tuple(TAGS)))

    def feed(self, text: str) -> list[Split]:
        if not (self._close or self._may_open or self._held) and not (self._may_refile and EDGES.search(text)):
            if self._may_refile:
                self._code.feed(text)
            return [AnswerDelta(text)] if text else []
        text, self._held = self._held + text, ""
        found: list[Split] = []
        while text:
            text = self._in_block(text, found) if self._close else self._outside(text, found)
        return found

    def end(self) -> list[Split]:
        """What was held back is text after all, of the block that is open or of the answer."""
        text, self._held = self._held, ""
        if not text:
            return []
        if self._may_refile and not self._close and text in TAGS.values() and not self._code.inside:
            return [Refiled()]  # the end of the reply is the end of a line
        return [ReasoningDelta(text) if self._close else AnswerDelta(text)]

    def _in_block(self, text: str, found: list[Split]) -> str:
        if self._seen and self._close[0] not in text:
            found.append(ReasoningDelta(text))
            return ""
        at = text.find(self._close)
        self._seen = self._seen or at >= 0 or not text.isspace()
        if at < 0:
            kept = _prefix_at_end(text, (self._close,))
            self._held = text[len(text) - kept :]
            _add(found, ReasoningDelta(text[: len(text) - kept]))
            return ""
        _add(found, ReasoningDelta(text[:at]))
        rest = text[at + len(self._close) :]
        self._close, self._may_open, self._may_refile = "", True, False
        return rest

    def _outside(self, text: str, found: list[Split]) -> str:
        if self._may_open:
            body = text.lstrip()
            space = text[: len(text) - len(body)]
            for tag, close in TAGS.items():
                if body.startswith(tag):
                    _add(found, AnswerDelta(space))
                    self._close, self._may_refile = close, False
                    return body[len(tag) :]
            if body and any(tag.startswith(body) for tag in TAGS):
                _add(found, AnswerDelta(space))
                self._held = body
                return ""
            if not body:
                _add(found, AnswerDelta(text))
                return ""
            self._may_open = False
        self._seen = True
        if self._may_refile:
            return self._refile(text, found)
        _add(found, AnswerDelta(text))
        return ""

    def _refile(self, text: str, found: list[Split]) -> str:
        """Look for a closing tag whose opening never came; what follows it, "" where there is none."""
        if not EDGES.search(text):
            self._answer(text, found)
            return ""
        done = 0
        for hit in CLOSING.finditer(text):
            at, after = hit.start(), hit.end()
            self._answer(text[done:at], found)
            done = at
            if after == len(text):
                break  # whether this is markup shows only in what follows it
            if not self._code.inside and (self._code.at_line_start or text[after] in "\r\n"):
                found.append(Refiled())
                self._may_open, self._may_refile = True, False
                return text[after:]
        rest = text[done:]
        kept = len(rest) if rest in TAGS.values() else _prefix_at_end(rest, tuple(TAGS.values()))
        self._answer(rest[: len(rest) - kept], found)
        self._held = rest[len(rest) - kept :]
        return ""

    def _answer(self, text: str, found: list[Split]) -> None:
        self._code.feed(text)
        _add(found, AnswerDelta(text))


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


def _add(found: list[Split], delta: ReasoningDelta | AnswerDelta) -> None:
    if delta.text:
        found.append(delta)


def _prefix_at_end(text: str, tags: tuple[str, ...]) -> int:
    """How many characters at the end of `text` are the beginning of one of `tags`, without being all of it."""
    tail = text[1 - max(map(len, tags)) :]
    for hit in EDGES.finditer(tail):
        if any(tag.startswith(tail[hit.start() :]) for tag in tags):
            return len(tail) - hit.start()
    return 0
