"""Reasoning that servers leave inline in the answer, between the signs of a model's family, cut anywhere over pieces.

A sign is markup only where it can be: at the start of the reply (after white space) or right after a closed block. An
ending whose opening never came (templates put it into the prompt) ends reasoning that was taken for the answer, unless
it stands in code or is spoken of. Everything else is text. No white space is touched.
"""

import re

from components.conversation import Added, AnswerDelta, ReasoningDelta, Refiled
from components.wire.code_watch import CodeWatch
from components.wire.markers import ALONE, MAYBE, NAMES, NO, TABLE, TAGS, Holds, Marker, ending_in, opening_in, places
from components.wire.prose import is_spoken_of

# What a sign begins with: where none of these stands, nothing need be looked for.
EDGES = re.compile(f"[{re.escape(''.join(sorted({row.opening.texts[0][0] for row in TABLE})))}]")
ENDS_ALONE = places(ALONE)
_PLACES = {row.endings: places(row.endings) for row in TABLE}
LONGEST_MENTION = 30  # characters
MENTION = re.compile(
    rf"<(?:{'|'.join(NAMES)})[\s>/]|\[THINK\]|◁think▷|<\|(?:begin_of_thought|START_THINKING|channel)", re.I
)
Split = ReasoningDelta | AnswerDelta | Added | Refiled


class TagReader:
    """Feed it the pieces of the answer. Only what may still become a sign is held back."""

    def __init__(self, *, refiles: bool = True) -> None:
        self.markup = 0  # characters that were signs
        self._held = ""
        self._block: Marker | None = None
        self._holds: Holds = "answer"
        self._opening = self._edge = ""
        self._may_open, self._after_thoughts = True, False
        self._may_refile = refiles
        self._swallows = False
        self._seen = False  # anything but space and one opening?
        self._line = ""  # the end of the line that is being written
        self._events = self._message = 0
        self._near = 0  # so many more characters may belong to an opening
        self._mentioned = False  # an opening stands in the answer, as text: it is spoken of, and so is its ending
        self._code = CodeWatch()

    @property
    def untouched(self) -> bool:
        """Has nothing but space, or one sign that opens a block, come so far?"""
        return not self._seen

    @property
    def settled(self) -> bool:
        """Is whatever follows text, signs and all?"""
        return not (self._block or self._may_open or self._may_refile)

    @property
    def opened(self) -> str:
        """The sign that opened the block of thoughts in which the text now is, "" outside one."""
        return self._opening if self._block and self._holds == "reasoning" else ""

    def takes(self, text: str) -> bool:
        """Would `text` be told by its signs: because it opens a block, or stands in one?"""
        if self._block:
            return True
        body = (self._held + text).lstrip()
        return self._may_open and isinstance(opening_in(body, 0, self._after_thoughts), tuple)

    def passes(self, text: str) -> bool:
        """Is it a piece of the answer as it is? Then it is done with."""
        if self._block or self._may_open or self._held or (self._may_refile and EDGES.search(text)):
            return False
        if self._may_refile:
            self._note_plain(text)
        return True

    def feed(self, text: str) -> list[Split]:
        if self.passes(text):
            return [AnswerDelta(text)] if text else []
        text, self._held = self._held + text, ""
        found: list[Split] = []
        while text:
            text = self._in_block(text, found) if self._block else self._outside(text, found)
        return found

    def end(self) -> list[Split]:
        """What was held back is text after all, of the block that is open or of the answer."""
        text, self._held = self._held, ""
        if not text:
            return []
        found: list[Split] = []
        if self._block and (end := ending_in(self._block.endings, text, 0, over=True)) >= 0:
            self._leave(end)
            text = text[end:]
        elif self._may_refile and not self._block:
            end = ending_in(ALONE, text, 0, over=True)
            # The end of the reply is the end of a line.
            if end >= 0 and not self._is_text(text[end:]):
                self.markup += end
                found.append(Refiled())
                text = text[end:]
        self._say(text, found)
        return found

    def _say(self, text: str, found: list[Split]) -> None:
        if not text:
            return
        match self._holds if self._block else "answer":
            case "reasoning":
                found.append(ReasoningDelta(text, index=self._message or None))
            case "answer":
                found.append(AnswerDelta(text))
            case "event":
                found.append(Added("event", text, {"name": _recipient(self._opening)}, self._events))

    def _in_block(self, text: str, found: list[Split]) -> str:
        block = self._block
        assert block is not None
        if self._swallows:
            self._swallows = False
            if text.startswith("\n"):
                self.markup += 1
                return text[1:]
        if self._seen and self._edge not in text:  # as nearly every piece
            self._say(text, found)
            return ""
        at, ends = 0, _PLACES[block.endings]
        while hit := ends.search(text, at):
            end = ending_in(block.endings, text, hit.start())
            if end == NO:
                at = hit.start() + 1
                continue
            before = text[: hit.start()]
            self._seen = self._seen or end >= 0 or bool(before.strip())
            self._say(before, found)
            if end == MAYBE:
                self._held = text[hit.start() :]
                return ""
            self._leave(end - hit.start())
            return text[end:]
        self._seen = self._seen or not text.isspace()
        self._say(text, found)
        return ""

    def _leave(self, size: int) -> None:
        self.markup += size
        self._after_thoughts = self._holds == "reasoning"
        self._block, self._may_open, self._may_refile = None, True, False

    def _outside(self, text: str, found: list[Split]) -> str:
        if self._may_open:
            body = text.lstrip()
            space = text[: len(text) - len(body)]
            opening = opening_in(body, 0, self._after_thoughts) if body and EDGES.match(body) else NO
            if isinstance(opening, tuple):
                row, end = opening
                self._say(space, found)
                self._opening, self._holds = body[:end], row.holds_in(body[:end])
                self._block, self._swallows, self._may_refile = row, row.swallows, False
                self._edge = row.endings[0].texts[0][0]  # all of a row's endings begin alike
                self._events += self._holds == "event"
                self._message += row.opening.tail == "header" and self._after_thoughts
                self.markup += end
                return body[end:]
            self._say(space, found)
            if opening == MAYBE:
                self._held = body
                return ""
            if not body:
                return ""
            self._may_open, text = False, body
        self._seen = True
        if self._may_refile:
            return self._refile(text, found)
        self._say(text, found)
        return ""

    def _refile(self, text: str, found: list[Split]) -> str:
        """Look for an ending whose opening never came; what follows it, "" where there is none."""
        done = 0
        while hit := ENDS_ALONE.search(text, done):
            at = hit.start()
            end = ending_in(ALONE, text, at)
            self._answer(text[:at], found)
            text, done = text[at:], 0
            if end == MAYBE or (end >= 0 and not text[end - at :].strip(" \t")):
                # Whether this is markup shows only in what follows it.
                if len(text) <= 400:
                    self._held = text
                    return ""
            elif end >= 0 and not self._is_text(text[end - at :]):
                found.append(Refiled())
                self.markup += end - at
                self._after_thoughts, self._may_open, self._may_refile = True, True, False
                return text[end - at :]
            self._answer(text[:1], found)
            text = text[1:]
        self._answer(text, found)
        return ""

    def _is_text(self, after: str) -> bool:
        """Is the ending that stands here, with `after` behind it, spoken of, and no sign?"""
        return self._code.inside or self._mentioned or is_spoken_of(self._line, after)

    def _answer(self, text: str, found: list[Split]) -> None:
        self._note(text)
        self._say(text, found)

    def _note(self, text: str) -> None:
        if EDGES.search(text):
            self._near = LONGEST_MENTION
        self._note_plain(text)

    def _note_plain(self, text: str) -> None:
        """Of what no sign begins in."""
        self._code.feed(text)
        if self._near > 0:  # one that is cut over pieces is found once it is whole
            self._near -= len(text)
            self._mentioned = self._mentioned or MENTION.search(self._line[-LONGEST_MENTION:] + text) is not None
        self._line = text.rpartition("\n")[2] if "\n" in text else self._line + text
        if len(self._line) > 400:
            self._line = self._line[-60:]


def _recipient(opening: str) -> str:
    """To whom a message of harmony goes."""
    found = re.search(r"\bto=([^\s<]+)", opening)
    return found.group(1) if found else ""


__all__ = ["TAGS", "Split", "TagReader"]
