"""Thoughts with another conclusion: what leads to it stays, and what is concluded is wrong."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from random import Random

from components.pocket.evaluation.puzzles import DAYS
from components.pocket.evaluation.question import Question

_CONCLUDING = 2  # lines at the end that state the result
_RELATION = re.compile(r"\b(?:bigger|larger|greater|more|newer|smaller|less|older)\b")
_MORE = ("bigger", "larger", "greater", "more", "newer")


def falsified(reasoning: str, question: Question, random: Random) -> tuple[str, str] | None:
    """(the thoughts, the wrong answer that they now come to). None where the thoughts do not come to the right answer
    in their last lines: then nothing can be made wrong of them."""
    lines = reasoning.rstrip().split("\n")
    end = "\n".join(lines[-_CONCLUDING:])
    right = question.expected.strip('"')
    if not _whole_words([right]).search(end):
        return None
    changes, wrong = _changes(question, random)
    if question.task.startswith("compare") and _misled(end, question):
        return None
    found, first, choice = _whole_words(changes), len(lines) - _CONCLUDING, right in changes.values()
    for number, line in enumerate(lines):
        if number >= first or (choice and _compares(line, changes)):
            places = list(found.finditer(line))
            # What a line comes to stands at its end; before it the same text may be something else.
            for place in reversed(places if choice else places[-1:]):
                line = line[: place.start()] + changes[place[0]] + line[place.end() :]
            lines[number] = line
    return "\n".join(lines), wrong


def _changes(question: Question, random: Random) -> tuple[Mapping[str, str], str]:
    """What stands for what, and the wrong answer. Of a choice both are exchanged."""
    right = question.expected
    match question.task:
        case "compare_whole" | "compare_decimals" | "compare_mixed" | "compare_trap" | "version":
            wrong = next(thing for thing in question.given if thing != right)
            return {right: wrong, wrong: right}, wrong
        case "even_odd":
            wrong = "odd" if right == "even" else "even"
            return {right: wrong, wrong: right}, wrong
        case "weekday":
            wrong = random.choice([day for day in DAYS if day != right])
        case "sort":
            numbers = right.split(", ")
            place = random.randrange(len(numbers) - 1)
            numbers[place], numbers[place + 1] = numbers[place + 1], numbers[place]
            wrong = ", ".join(numbers)
        case "reverse":
            letters = list(right.strip('"'))
            places = [i for i in range(len(letters) - 1) if letters[i] != letters[i + 1]]
            place = random.choice(places)
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
            return {right.strip('"'): "".join(letters)}, f'"{"".join(letters)}"'
        case _:
            wrong = _near(int(right), random)
            return {right: wrong, " ".join(right): " ".join(wrong)}, wrong  # sums are written digit by digit too
    return {right: wrong}, wrong


def _near(number: int, random: Random) -> str:
    """A number that a slip could have led to."""
    steps = (1, 2) if number < 10 else (1, 2, 10)
    return str(random.choice([near for step in steps for near in (number - step, number + step) if near >= 0]))


def _whole_words(texts: Iterable[str]) -> re.Pattern[str]:
    """9.9 stands neither in 19.9 nor in 9.90 or 9.9.1, but at the end of a sentence."""
    longest_first = sorted(texts, key=len, reverse=True)
    return re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, longest_first))})(?!\w|\.\d)")


def _compares(line: str, numbers: Iterable[str]) -> bool:
    return bool(_RELATION.search(line)) and bool(_whole_words(numbers).search(line))


def _misled(end: str, question: Question) -> bool:
    """Whether it says of one of the two numbers what is true of the other one."""
    most = max(question.given, key=Decimal)
    return any(
        (said in _MORE) != (number == most)
        for number, said in re.findall(r"([\d.]*\d) is (?:the )?(\w+)", end)
        if number in question.given and _RELATION.fullmatch(said)
    )
