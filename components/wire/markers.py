"""The signs between which models write their thoughts, where a server leaves them in the text: one row a family.

A row has an opening, what may end it, and what stands between. Its sources are the chat templates that models ship with
and the documents of their makers, read in November 2026; they stand beside the rows.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Holds = Literal["reasoning", "answer", "event"]
LONGEST = 160  # characters of a sign; what is longer is none
NO, MAYBE = -1, -2
_SPACE = re.compile(r"\s*")
# What may stand between the name of a tag and its end, and between the name of a channel and its message.
_TAILS = {
    "attributes": (re.compile(r"(?:\s[^<>\n]{0,80})?>"), re.compile(r"(?:\s[^<>\n]{0,80})?")),
    "header": (
        re.compile(r"[^<\n]{0,80}(?:<\|constrain\|>[^<\n]{0,20})?<\|message\|>"),
        re.compile(r"[^<\n]{0,80}(?:<[|a-z]{0,11}(?:>[^<\n]{0,20}(?:<[|a-z]{0,9})?)?)?"),
    ),
    "": (re.compile(""), re.compile("")),
}


@dataclass(frozen=True, slots=True)
class Sign:
    """Fixed texts, between which white space may stand, and a tail. `small`: capitals do not matter."""

    texts: tuple[str, ...]
    tail: str = ""
    small: bool = False

    def end(self, text: str, at: int) -> int:
        """Where it ends, if it stands `at` this place; MAYBE where the text ends too early to tell, else NO."""
        for number, part in enumerate(self.texts):
            if number and (blank := _SPACE.match(text, at)):
                at = blank.end()
            said = text[at : at + len(part)]
            said = said.lower() if self.small else said
            if said != part:
                return MAYBE if at + len(said) == len(text) and part.startswith(said) else NO
            at += len(part)
        whole, begun = _TAILS[self.tail]
        if found := whole.match(text, at):
            return found.end()
        return MAYBE if begun.fullmatch(text, at) else NO


@dataclass(frozen=True, slots=True)
class Marker:
    """`swallows`: the line break behind the opening belongs to it. `follows`: it is a sign only right behind thoughts
    that were closed, since a person may ask for such a tag. `alone`: the ending that is known for one, too, where no
    opening came: the prompt may have held it."""

    name: str
    opening: Sign
    endings: tuple[Sign, ...]
    holds: Holds = "reasoning"
    swallows: bool = False
    follows: bool = False
    alone: Sign | None = None

    def holds_in(self, opening: str) -> Holds:
        """What stands behind this very opening: a message to a tool is no thought."""
        return "event" if self.opening.tail == "header" and re.search(r"\bto=", opening) else self.holds


def _tag(name: str) -> Marker:
    """As XML has them. Attributes and capitals were seen."""
    ending = Sign((f"</{name}>",), small=True)
    return Marker(name, Sign((f"<{name}",), "attributes", small=True), (ending,), alone=ending)


def _pair(name: str, opening: str, closing: str, swallows: bool = False) -> Marker:
    ending = Sign((closing,))
    return Marker(name, Sign((opening,)), (ending,), swallows=swallows, alone=ending)


def _around(name: str, opening: str, closing: str, follows: bool = False) -> Marker:
    """What some put around the answer."""
    return Marker(name, Sign((opening,)), (Sign((closing,)),), "answer", follows=follows)


def _harmony(channel: str, holds: Holds) -> tuple[Marker, ...]:
    """A message in a channel. The template writes the first start itself, so a reply begins with its channel."""
    ends = tuple(Sign((text,)) for text in ("<|end|>", "<|return|>", "<|call|>"))
    final = Sign(("<|end|>", "<|start|>assistant", "<|channel|>", "final"), "header")
    starts = (("<|channel|>", channel), ("<|start|>assistant", "<|channel|>", channel))
    alone = final if holds == "reasoning" else None
    return tuple(Marker(f"harmony {channel}", Sign(start, "header"), ends, holds, alone=alone) for start in starts)


NAMES = ("think", "thinking", "thought", "thoughts", "reasoning", "reason", "seed:think", "antml:thinking")
TABLE: tuple[Marker, ...] = (
    # DeepSeek R1, Qwen3, GLM-4.5, MiniMax-M2, Phi-4-reasoning, EXAONE, Seed-OSS …: their chat templates
    *map(_tag, NAMES),
    _pair("magistral", "[THINK]", "[/THINK]"),  # mistralai/Magistral-Small-2509: chat template
    _pair("kimi", "◁think▷", "◁/think▷"),  # moonshotai/Kimi-VL-A3B-Thinking: chat template
    _pair("openthinker", "<|begin_of_thought|>", "<|end_of_thought|>"),  # open-thoughts, Sky-T1: their system prompt
    # google/gemma-4: "Gemma 4 Prompt Formatting"; the name of the channel stands on its first line
    _pair("gemma", "<|channel>thought", "<channel|>", swallows=True),
    _pair("cohere", "<|START_THINKING|>", "<|END_THINKING|>"),  # CohereLabs/c4ai-command-a-reasoning: chat template
    _pair("apertus", "<|inner_prefix|>", "<|inner_suffix|>"),  # swiss-ai/Apertus-8B-Instruct-2509: chat template
    # upstage/Solar-Open-100B: chat template
    Marker(
        "solar",
        Sign(("<|think|>",)),
        (Sign(("<|end|>", "<|begin|>assistant", "<|content|>")), Sign(("<|end|>",))),
        alone=Sign(("<|end|>", "<|begin|>assistant", "<|content|>")),
    ),
    # openai/gpt-oss-20b: chat template, and openai/harmony, docs/format.md
    *_harmony("analysis", "reasoning"),
    *_harmony("commentary", "answer"),
    *_harmony("final", "answer"),
    _around("cohere answer", "<|START_RESPONSE|>", "<|END_RESPONSE|>"),
    _around("cohere text", "<|START_TEXT|>", "<|END_TEXT|>"),
    _around("openthinker answer", "<|begin_of_solution|>", "<|end_of_solution|>"),
    _around("gemma answer", "<|channel>final", "<channel|>"),
    _around("hunyuan answer", "<answer>", "</answer>", follows=True),  # tencent/Hunyuan-A13B-Instruct: chat template
    _around("granite answer", "<response>", "</response>", follows=True),  # ibm-granite/granite-3.3: chat template
)
ALONE: tuple[Sign, ...] = tuple(dict.fromkeys(row.alone for row in TABLE if row.alone))
# By their plain spelling, for who must know one in a single look.
TAGS = {
    row.opening.texts[0] + (">" if row.opening.tail == "attributes" else ""): row.endings[0].texts[0]
    for row in TABLE
    if row.holds == "reasoning" and row.opening.tail != "header" and row.alone
} | {"<|channel|>analysis<|message|>": "<|end|><|start|>assistant<|channel|>final<|message|>"}


def places(signs: Iterable[Sign]) -> re.Pattern[str]:
    """Where one of them may begin: its first text, or at the end of the text the beginning of that."""
    firsts = {sign.texts[0]: sign.small for sign in signs}
    return re.compile("|".join(f"{'(?i:' if small else '(?:'}{_begun(text)})" for text, small in firsts.items()))


def _begun(text: str) -> str:
    found = ""
    for char in reversed(text[1:]):
        found = rf"(?:\Z|{re.escape(char)}{found})"
    return re.escape(text[0]) + found


def opening_in(text: str, at: int, after_thoughts: bool) -> tuple[Marker, int] | int:
    """Which row begins `at` this place, and where its opening ends; MAYBE where that cannot be told yet, else NO."""
    found = NO
    for row in TABLE:
        if row.follows and not after_thoughts:
            continue
        end = row.opening.end(text, at)
        if end >= 0:
            return row, end
        found = min(found, end)
    return found if len(text) - at <= LONGEST else NO


def ending_in(signs: Iterable[Sign], text: str, at: int, over: bool = False) -> int:
    """Where the first of them that stands `at` this place ends; MAYBE while another may still become one, unless the
    text is `over`; or NO."""
    ends = [sign.end(text, at) for sign in signs]
    if MAYBE in ends and not over and len(text) - at <= LONGEST:
        return MAYBE
    return next((end for end in ends if end >= 0), NO)
