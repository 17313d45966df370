"""What a growing thought is doing now, in a few words: the provider's own heading, else the newest aim that it states.

One pass, a bounded memory, and the same work for a character wherever it stands. A heading is bold and alone on its
line; it stands for what follows it, so that no aim takes its place at once. Code is nobody's aim.
"""

import re
from collections.abc import Sequence

MOST = 100  # characters of a headline
BATCH = 32  # characters that are read at once
LONGEST = 200  # characters of a sentence that are kept: more make no other headline
HOLDS = 1_200  # characters for which a heading stands

# By language: what a sentence may begin with before its aim, and how an aim begins.
OPENERS: Sequence[str] = (
    *("ok", "okay", "so", "hmm", "well", "wait", "alright", "all right", "right", "but", "and", "then", "actually"),
    *("gut", "also", "nun", "aber"),
    *("bon", "alors", "donc", "eh bien", "mais"),
    *("bien", "bueno", "entonces", "pues", "pero"),
    *("好的", "好", "嗯", "那么", "那麼", "所以", "那"),
    *("それでは", "では", "さて", "じゃあ", "よし"),
)
AIMS: Sequence[str] = (
    *("i need to", "i have to", "i must", "i should", "i want to", "i will", "i'll", "i am going to", "i'm going to"),
    *("we need to", "we have to", "we must", "we should", "we will", "we'll", "let me", "let's", "let us"),
    *("first,", "first i", "first, i", "second,", "third,", "next,", "next i", "now", "finally,", "my plan is to"),
    *("ich muss", "ich sollte", "ich werde", "ich will", "wir müssen", "wir sollten", "wir werden", "lass mich"),
    *("lassen sie mich", "lass uns", "prüfen wir", "schauen wir", "zuerst", "zunächst", "als nächstes", "jetzt"),
    *("schließlich", "zum schluss"),
    *("je dois", "je vais", "il faut", "il me faut", "nous devons", "nous allons", "on doit", "voyons", "vérifions"),
    *("commençons", "calculons", "d'abord", "tout d'abord", "ensuite", "maintenant", "enfin"),
    *("debo", "necesito", "tengo que", "voy a", "vamos a", "hay que", "debemos", "tenemos que", "veamos"),
    *("comprobemos", "calculemos", "primero", "ahora", "luego", "a continuación", "por último", "finalmente"),
)
# Of languages that set no blanks between words.
AIMS_UNSPACED: Sequence[str] = (
    *("我需要", "我应该", "我應該", "我要", "我得", "我们需要", "我們需要", "我们来", "我們來", "让我", "讓我"),
    *("首先", "接下来", "接下來", "现在", "現在", "然后", "然後", "最后", "最後"),
    *("まず", "次に", "最後に", "今度は", "ここで"),
)
AIMS_AT_THE_END: Sequence[str] = (
    "しよう",
    "みよう",
    "考えよう",
    "必要がある",
    "しなければならない",
    "べきだ",
    "します",
)

LEAST, LEAST_UNSPACED = 8, 3  # characters behind the words that say it is an aim: “Let me see” tells nothing


def _either(words: Sequence[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_OPENER = rf"(?:(?:{_either(OPENERS)})(?:[,，、.…:]+\s*|\s+))*"
AIM = re.compile(
    rf"{_OPENER}(?P<aim>(?:{_either(AIMS)})(?![\w-])[\s,:]*(?P<rest>\w.*)"
    rf"|(?:{_either(AIMS_UNSPACED)})[\s,，、:：]*(?P<unspaced>\w.*)"
    rf"|.{{{LEAST_UNSPACED},}}(?:{_either(AIMS_AT_THE_END)}))",
    re.DOTALL,
)
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]*_]*\s+|(?<=[。！？])")
HEADING = re.compile(r"\*\*([^*]+)\*\*:?")
MARKER = re.compile(r"\s*(?:[#>•*-]+|\d+[.)](?!\d))\s*")  # of a list, a heading, a quotation
FENCE = re.compile(r"\s*(?:```|~~~)")
QUOTES = " \"“”„«»'"
SIGNS = re.compile(r"\*\*|[`\x00-\x1f\x7f]")


class Headlines:
    """Fed with the text as it comes; `text` is the headline by now, "" where there is none yet."""

    def __init__(self) -> None:
        self.text = ""
        self._waiting: list[str] = []
        self._size = 0
        self._line = ""  # of the line that grows, what is not read as a sentence yet
        self._alone = True  # is that all of the line?
        self._passing = False  # the rest of a sentence that was too long to wait for its end
        self._in_code = False
        self._left = 0  # characters for which the heading still stands

    def feed(self, text: str) -> str:
        self._waiting.append(text)
        self._size += len(text)
        if self._size >= BATCH or "\n" in text:
            whole, self._waiting, self._size = "".join(self._waiting), [], 0
            first, *others = whole.split("\n")
            self._grow(first)
            for line in others:
                self._end_line()
                self._grow(line)
        return self.text

    def _grow(self, text: str) -> None:
        *whole, rest = SENTENCE_END.split(self._line + text)
        for sentence in whole:
            self._end_sentence(sentence)
        if len(rest) > LONGEST:
            self._end_sentence(rest, cut=True)
            self._passing, rest = True, rest[-1:]
        self._line = rest

    def _end_sentence(self, sentence: str, cut: bool = False) -> None:
        self._alone = self._alone and MARKER.fullmatch(sentence) is not None
        passing, self._passing = self._passing, False
        held, self._left = self._left, max(0, self._left - len(sentence))
        if not (passing or self._in_code or held) and (aim := aim_of(plain(sentence), cut)):
            self.text = aim

    def _end_line(self) -> None:
        line, self._line = self._line, ""
        if self._alone and FENCE.match(line):
            self._in_code = not self._in_code
        elif not self._in_code and self._alone and (heading := HEADING.fullmatch(_unmarked(line))):
            if found := shortened(plain(heading[1])):
                self.text, self._left = found, HOLDS
        else:
            self._end_sentence(line)
        self._alone, self._passing = True, False


def shortened(text: str, most: int = MOST) -> str:
    """At most `most` characters, cut behind a word, where there are words."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    blank = cut.rfind(" ")
    return f"{cut[: blank if blank > most // 2 else None].rstrip(' ,;:，、；：')}…"


def aim_of(sentence: str, cut: bool = False) -> str:
    """In the words of a sentence that states one; "" of any other. `cut`: its end is not known."""
    found = AIM.fullmatch(sentence.lower().replace("’", "'"))
    if found is None or len(found.string) != len(sentence):  # a letter that is longer when it is small
        return ""
    if found["rest"] is not None:
        told = len(found["rest"]) >= LEAST
    elif found["unspaced"] is not None:
        told = len(found["unspaced"]) >= LEAST_UNSPACED
    else:
        told = not cut
    aim = sentence[found.start("aim") :]
    return shortened(aim[0].upper() + aim[1:]) if told else ""


def _unmarked(line: str) -> str:
    """`**` begins no list."""
    line = line.strip()
    marker = MARKER.match(line) if not line.startswith("**") else None
    return line[marker.end() :] if marker else line


def plain(text: str) -> str:
    """Its words in one line, without signs of Markdown and without what ends a sentence."""
    words = " ".join(SIGNS.sub("", _unmarked(text)).split())
    opened = words.lstrip(QUOTES)
    return (opened.rstrip(QUOTES) if opened != words else opened).rstrip(" .!…。！:：")
