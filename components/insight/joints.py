"""Where a step ends and the next begins: at paragraphs, points of a list, headings and turning phrases, where the step
before is long enough. A formula stays with the words before it, and what explains code with the code."""

import re

from components.insight.growing import INTRODUCES, LEAST, Growing
from components.insight.phases import Phase, told
from components.insight.phrases import lowered
from components.insight.sentences import Sentence

# As sizes.py counts. Chosen by the half of the passages that may be looked at (tests/insight/passages).
LEAST_TURNED = 12  # of a step that begins with a turning phrase
LEAST_PARAGRAPH = 24  # of one that is a paragraph, or has a heading
LEAST_LINE = 16  # of one in a thought whose lines are sentences
LEAST_BESIDE = 40  # of one that a turning phrase ends in the same line
SAME = 500  # up to which a step that doubts goes on doubting
SAME_BEHIND_A_BLANK = 120  # the same where a blank line stands between
EXPLAINED = 600  # up to which a step with code takes in the paragraph behind it
LONG = 1_200  # from which on it ends with its paragraph or its line
LONGEST = 2_400  # from which on it ends with a sentence
LONGEST_CODE = 6_000  # the same inside code or a formula

ENDED = re.compile(r"[.!?…。！？][\"'”’»)\]*_」』”’）\s]*\Z")
BULLET = re.compile(r"\s*[*•+–-]\s")
ORDERED = re.compile(r"\s{0,3}\d{1,3}[.)、]\s")
GOES_ON = re.compile(r"\s*[a-zà-ÿ$]")  # behind a formula
LATE: set[Phase] = {"check", "settle"}
TELLING = 40  # characters of a point of a list that tell what it is for


def least_of(sentence: Sentence, turns: Phase | None, paragraphs: bool) -> float:
    """What a step needs that begins with it."""
    if turns:
        return LEAST_TURNED
    if sentence.gap == 2 or sentence.kind == "heading":
        return LEAST_PARAGRAPH
    return LEAST if paragraphs or sentence.gap == 0 else LEAST_LINE


def begins(
    sentence: Sentence, turns: Phase | None, before: Sentence, step: Growing, number: int, paragraphs: bool
) -> bool:
    """Does a new step begin with the sentence?

    `turns`: what its turning phrase stands for. `before`: the sentence before it, the last one of `step`, which would
    be the `number`th. `paragraphs`: whether there was an empty line yet.
    """
    if sentence.kind == "formula":
        return step.size > LONGEST_CODE
    if sentence.kind == "code":
        return _begins_with_code(sentence, before, step, number)
    if sentence.kind == "heading":
        if step.forward and step.size < LEAST:  # “Here is a plan:”
            return False
        return sentence.gap == 2 or before.kind != "heading" or not BULLET.match(sentence.text)
    if before.kind == "heading" and step.size < LONGEST:
        return sentence.gap == 2 and not step.forward and bool(BULLET.match(before.text))
    goes_on = turns == "check" == step.turns and step.size < (SAME if sentence.gap < 2 else SAME_BEHIND_A_BLANK)
    if step.size > LONGEST:
        return True
    if sentence.gap == 0:
        return turns is not None and not goes_on and not step.listed and step.size >= LEAST_BESIDE
    if sentence.kind == "item":
        late = ORDERED.match(sentence.text) and LATE & told(lowered(sentence.text[:TELLING]))
        return bool(late) or (step.size > LONG and step.listed)
    if goes_on or INTRODUCES.search(before.text):
        return False
    if sentence.gap == 2:
        return _begins_with_paragraph(sentence, turns, before, step)
    if turns:
        return step.size >= LEAST
    return step.size > LONG or (not paragraphs and bool(ENDED.search(before.text)))


def _begins_with_code(sentence: Sentence, before: Sentence, step: Growing, number: int) -> bool:
    if before.kind == "code":
        return step.size > LONGEST_CODE
    introduced = step.forward or sentence.gap < 2
    return step.size > LONGEST or (not introduced and step.votes.phase(number) == "plan")


def _begins_with_paragraph(sentence: Sentence, turns: Phase | None, before: Sentence, step: Growing) -> bool:
    if before.kind == "formula" and GOES_ON.match(sentence.text):
        return step.size > LONG
    if before.kind == "code":
        return turns is not None or step.size > EXPLAINED
    return True
