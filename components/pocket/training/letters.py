"""Counting a letter in a word, and turning a word round."""

from random import Random

from components.pocket.training.puzzle import Puzzle, plural, some
from components.pocket.training.retold import backwards, counted
from components.pocket.training.words import LETTERS, word


def count(random: Random) -> Puzzle:
    text = word(random)
    letter = random.choice(text) if random.random() < 0.85 else random.choice(LETTERS)
    if random.random() < 0.4:
        letter = max(sorted(set(text)), key=text.count)
    many = some(
        random,
        f"{letter}'s|{letter}'s|{letter}s|\"{letter}\"s|letter {letter}'s|letters {letter}|{letter}"
        f'|"{letter}"|letter {letter}'
        f"|'{letter}'|times {letter}",
    )
    one = some(
        random, f"the letter {letter}|the letter {letter}|{letter}|\"{letter}\"|the letter '{letter}'|an {letter}"
    )
    whole = _named(random, text)
    question = random.choice(
        (
            f"How many {many} are in {whole}?",
            f"How many {many} are in {whole}?",
            f"How many {many} are there in {whole}?",
            f"How many {many} in {whole}?",
            f"How many {many} does {whole} have?",
            f"How many {many} does {whole} contain?",
            f"How many {many} can you find in {whole}?",
            f"How many {many} do you see in {whole}?",
            f"How many times does {one} appear in {whole}?",
            f"How many times is {one} in {whole}?",
            f"How many times does {one} show up in {whole}?",
            f"How many times can you find {one} in {whole}?",
            f"How often does {one} occur in {whole}?",
            f"How often is {one} in {whole}?",
            f"Count the {many} in {whole}.",
            f"count how many {many} are in {whole}",
            f"Count how often {one} is in {whole}",
            f"count how many times {one} shows up in {whole}",
            f"What is the number of {many} in {whole}?",
            f"number of {many} in {whole}?",
            f"{whole}: how many {many}?",
            f"In {whole}, how many {many} are there?",
            f"{many} in {whole}?",
            f"Tell me how many {many} there are in {whole}",
            f"Can you count the {many} in {whole}?",
            f"The word is {text}. How many {many} does it have?",
            f"Look at {whole}. How often do you see {one}?",
            f"If I write {whole}, how many times do I write {one}?",
            f"{whole} has how many {many}?",
            f"is there more than one {letter} in {whole}? how many?",
            f"My name is {text}. How many {many} are in my name?",
            f"I count the {many} in {whole}. What should I get?",
        )
    )
    total, marks = 0, list[str]()
    for x in text:
        total += x == letter
        marks.append(f"{x} yes {total}" if x == letter else f"{x} no")
    steps = [f'I will spell "{text}" letter by letter and look for "{letter}".', f"{', '.join(marks)}."]
    if total > 1:
        steps.append(f"Wait, did I miss one? I counted {total} with yes.")
    steps.append(f"So the letter is there {total} time{plural(total)}.")
    answer = f'The letter "{letter}" appears **{total}** time{plural(total)} in "{text}".'
    return Puzzle(question, "\n".join(steps), answer, str(total), counted(random, letter, text, total))


def reverse(random: Random) -> Puzzle:
    text = word(random)
    whole = _named(random, text)
    question = random.choice(
        (
            f"Reverse {whole}.",
            f"Reverse {whole}",
            f"Reverse the letters of {whole}",
            f"Spell {whole} backwards.",
            f"Spell {whole} backwards please",
            f"spell {whole} in reverse",
            f"What is {whole} backwards?",
            f"What's {whole} spelled backwards?",
            f"What is {whole} in reverse?",
            f"What is {whole} reversed?",
            f"What do you get if you reverse {whole}?",
            f"What does {whole} look like backwards?",
            f"Write {whole} in reverse.",
            f"Write {whole} backwards",
            f"Write {whole} from right to left",
            f"How do you spell {whole} backwards?",
            f"How do you write {whole} backwards?",
            f"How would {whole} read backwards?",
            f"{whole} backwards",
            f"{whole} spelled backwards?",
            f"{whole} in reverse",
            f"Can you reverse {whole}?",
            f"Can you spell {whole} backwards?",
            f"Say {whole} backwards",
            f"Turn {whole} around",
            f"Flip {whole} backwards",
            f"Give me {whole} backwards",
            f"backwards: {text}",
            f"reverse: {text}",
            f"Mirror the letters of {whole}",
            f"My name is {text}. What is it backwards?",
            f"If I read {whole} from right to left, what do I get?",
            f"If you read {whole} from the end, what does it say?",
            f"Take {whole} and spell it backwards",
            f"Put the letters of {whole} in reverse order",
            f"the reverse of {whole}",
            f"Can you write {whole} the other way round?",
            f"What would {whole} be in a mirror, read from the last letter?",
        )
    )
    back = text[::-1]
    numbered = [f"{place} {x}" for place, x in enumerate(text, 1)]
    steps = (
        f'I number the letters of "{text}".',
        f"{', '.join(numbered)}.",
        "Now from the last one to the first:",
        f"{', '.join(reversed(numbered))}.",
        f'So it is "{back}".',
    )
    told = backwards(random, text)
    return Puzzle(question, "\n".join(steps), f'"{text}" backwards is **"{back}"**.', f'"{back}"', told)


def _named(random: Random, text: str) -> str:
    return random.choice((text, text, text, f'"{text}"', f"'{text}'", f"the word {text}", f'the word "{text}"'))
