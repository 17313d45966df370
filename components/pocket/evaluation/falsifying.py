"""Thoughts with another conclusion: what leads to it stays, and what is concluded is wrong."""

import re
from collections.abc import Callable, Iterable, Mapping
from random import Random

from components.pocket.evaluation.comparing import chosen, chosen_version
from components.pocket.evaluation.puzzles import DAYS
from components.pocket.evaluation.question import Question

SAYS = "The question says that"  # so begins a line that quotes the question and ends with yes or no
_CONCLUDING = 2  # lines at the end that state the result
_RELATION = re.compile(r"\b(?:bigger|larger|greater|more|newer|smaller|less|older)\b")
_MORE = ("bigger", "larger", "greater", "more", "newer")
_LATER_COLUMN = re.compile(r"(?:Tens|Hundreds|Thousands|Ten-thousands):")


def concluded(reasoning: str, question: Question) -> str:
    """What its last lines come to, in the words of `expected` and without quotes; empty where they do not tell, or
    say what is not true of one of two numbers."""
    lines = reasoning.rstrip().split("\n")
    last = lines[-1]
    match question.task:
        case "compare_whole" | "compare_decimals" | "compare_mixed" | "compare_trap" | "version":
            return _concluded_choice(lines, question)
        case "sort":
            return ", ".join(re.findall(r"\d+", last.rpartition(":")[2]))
        case "reverse":
            found = re.findall(r"[a-z]+", last)
        case "weekday":
            found = _whole_words(DAYS).findall(last)
        case "even_odd":
            found = re.findall(r"\bis (?:an? )?(even|odd)\b", last)
        case _:
            found = re.findall(r"\d+", last)
    return found[-1] if found else ""


def falsified(reasoning: str, question: Question, random: Random) -> tuple[str, str] | None:
    """(the thoughts, the wrong answer that they now come to). None where the thoughts do not come to the right answer
    in their last lines: then nothing can be made wrong of them."""
    right = question.expected.strip('"')
    if concluded(reasoning, question) != right:
        return None
    lines = reasoning.rstrip().split("\n")
    match question.task:
        case "compare_whole" | "compare_decimals" | "compare_mixed" | "compare_trap" | "version":
            wrong = next(thing for thing in question.given if thing != right)
            lines = _exchanged_choice(lines, {right: wrong, wrong: right})
        case "even_odd":
            wrong = "odd" if right == "even" else "even"
            lines = _at_the_end(lines, lambda line: _replaced(line, {right: wrong, wrong: right}))
        case "sort":
            wrong, lines = _sorted_wrongly(lines, right, random)
        case "weekday":
            wrong = random.choice([day for day in DAYS if day != right])
            same = [line.replace("it is the same day", "it is another day") for line in lines[1:]]
            lines = [lines[0], *(_replaced(line, {right: wrong}) for line in same)]
        case "reverse":
            wrong = _swapped(list(right), random)
            lines = [lines[0], *(_replaced(_spelled(line, right, wrong), {right: wrong}) for line in lines[1:])]
            wrong = f'"{wrong}"'
        case "count":
            wrong = str(random.choice([n for step in (1, 2) for n in (int(right) - step, int(right) + step) if n > 0]))
            lines = [lines[0], *(_counted(line, right, wrong) for line in lines[1:])]
        case _:
            wrong = _near(right, random)
            lines = [_calculated(line, right, wrong) for line in lines]
            lines = _at_the_end(lines, lambda line: _last_replaced(line, right, wrong))
    return "\n".join(lines), wrong


def _concluded_choice(lines: list[str], question: Question) -> str:
    last = lines[-1]
    if _misled("\n".join(line for line in lines[-_CONCLUDING:] if not line.startswith(SAYS)), question):
        return ""
    named = list(dict.fromkeys(_whole_words(question.given).findall(last)))
    if last.startswith(SAYS):
        if len(named) != 1 or not (agrees := re.search(r"\b(yes|no)\W*$", last)):
            return ""
        return named[0] if agrees[1] == "yes" else next(thing for thing in question.given if thing != named[0])
    if len(named) == 2 and _RELATION.search(last):
        return question.expected  # which of them is asked for, the question says
    return named[0] if len(named) == 1 else ""


def _misled(end: str, question: Question) -> bool:
    """Whether it says of one of the two numbers what is true of the other one."""
    most = (chosen_version if question.task == "version" else chosen)(*question.given, less=False)
    return any(
        (said in _MORE) != (number == most)
        for number, said in re.findall(r"([\d.]*\d) is (?:the )?(\w+)", end)
        if number in question.given and _RELATION.fullmatch(said)
    )


def _exchanged_choice(lines: list[str], changes: Mapping[str, str]) -> list[str]:
    """In the conclusion, and in what earlier lines conclude of the two numbers themselves."""
    made: list[str] = []
    for number, line in enumerate(lines):
        if line.startswith(SAYS):
            line = re.sub(r"\b(yes|no)(?=\W*$)", lambda found: {"yes": "no", "no": "yes"}[found[1]], line)
        elif number >= len(lines) - _CONCLUDING:
            line = _replaced(line, changes)
        elif _RELATION.search(line):
            before, so, after = line.rpartition(", so ")
            line = f"{before}{so}{_replaced(after, changes)}"
        made.append(line)
    return made


def _sorted_wrongly(lines: list[str], right: str, random: Random) -> tuple[str, list[str]]:
    """Two neighbours are exchanged, whichever way round the numbers are listed."""
    numbers = right.split(", ")
    place = random.randrange(len(numbers) - 1)
    a, b = numbers[place : place + 2]
    changes = {a: b, b: a}
    return _replaced(right, changes), _at_the_end(lines, lambda line: _replaced(line, changes))


def _swapped(parts: list[str], random: Random) -> str:
    place = random.choice([i for i in range(len(parts) - 1) if parts[i] != parts[i + 1]])
    parts[place], parts[place + 1] = parts[place + 1], parts[place]
    return "".join(parts)


def _spelled(line: str, right: str, wrong: str) -> str:
    """The numbered letters, where they are listed from the last one to the first."""
    listed = re.findall(r"(\d+) ([a-z])\b", line)
    places = [int(place) for place, _ in listed]
    if "".join(letter for _, letter in listed) != right or places != sorted(places, reverse=True):
        return line
    letters = iter(wrong)
    return re.sub(r"(\d+) [a-z]\b", lambda found: f"{found[1]} {next(letters)}", line)


def _counted(line: str, right: str, wrong: str) -> str:
    """The tally has the result with its last yes; other lines have it alone."""
    if " yes " in line:
        return re.sub(rf"\byes {right}\b", f"yes {wrong}", line)
    line = _replaced(line, {right: wrong})
    return re.sub(r"\b(\d+) times?\b", lambda found: f"{found[1]} time{'s' * (found[1] != '1')}", line)


def _near(right: str, random: Random) -> str:
    """A number of as many digits that a slip in the last one could have led to."""
    last = int(right[-1])
    return right[:-1] + str(random.choice([n for n in (last - 2, last - 1, last + 1, last + 2) if 0 <= n <= 9]))


def _calculated(line: str, right: str, wrong: str) -> str:
    """Where the first column or the times table has the whole result already."""
    if _LATER_COLUMN.match(line):
        return line
    line = re.sub(rf"= {right}\. Write {right[-1]}\b", f"= {wrong}. Write {wrong[-1]}", line)
    return re.sub(rf"(?<== ){right}(?!\w|\.\d)", wrong, line)


def _last_replaced(line: str, right: str, wrong: str) -> str:
    """What a line comes to stands at its end; before it the same number may be something else. Sums are written digit
    by digit too."""
    if _LATER_COLUMN.match(line) or wrong in line.rpartition("=")[2]:
        return line
    for found, made in ((right, wrong), (" ".join(right), " ".join(wrong))):
        if places := list(_whole_words([found]).finditer(line)):
            return line[: places[-1].start()] + made + line[places[-1].end() :]
    return line


def _at_the_end(lines: list[str], change: Callable[[str], str]) -> list[str]:
    return [*lines[:-_CONCLUDING], *map(change, lines[-_CONCLUDING:])]


def _replaced(text: str, changes: Mapping[str, str]) -> str:
    return _whole_words(changes).sub(lambda found: changes[found[0]], text)


def _whole_words(texts: Iterable[str]) -> re.Pattern[str]:
    """9.9 stands neither in 19.9 nor in 9.90 or 9.9.1, but at the end of a sentence."""
    longest_first = sorted(texts, key=len, reverse=True)
    return re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, longest_first))})(?!\w|\.\d)")
