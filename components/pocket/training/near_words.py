"""Near-misses with words: what is asked of them is neither counting one letter nor turning one round."""

from random import Random

from components.pocket.training.puzzle import PEOPLE, some
from components.pocket.training.words import word


def words(random: Random) -> tuple[str, str]:
    text, other = word(random), word(random)
    question = random.choice(
        (
            f"How many vowels are in {text}?",
            f"How many consonants does {text} have?",
            f"How many syllables has {text}?",
            f"How many letters are in {text}?",
            f"How many letters does the word {text} have?",
            f"How long is the word {text}?",
            "How many words are in this sentence?",
            f"How many words are in '{text} {other}'?",
            f"Count the {some(random, 'vowels|consonants|syllables|letters|characters')} in {text}",
            f"how many {some(random, 'vowels|consonants|syllables|letters|characters')} in {text}",
            f"Number of {some(random, 'vowels|consonants|syllables|letters|characters')} in {text}?",
            f"What are the {some(random, 'vowels|consonants|syllables')} in {text}?",
            f"{text}: how many {some(random, 'vowels|consonants|syllables|letters')}?",
            f"How many {some(random, 'different|capital|double|small')} letters are in {text}?",
            f"How many words are in {some(random, 'this text|my message|my question|this line|the last sentence')}?",
            f"How many words has '{text} {other} {word(random)}'?",
            f"Count the {some(random, 'words|spaces|sentences')}: {text} {other} {word(random)}",
            f"Which {some(random, 'vowel|letter|consonant')} comes most often in {text}?",
            f"What is the {some(random, 'second|third|fourth|fifth|middle')} letter of {text}?",
            f"Which letters do {text} and {other} share?",
            f"Do {text} and {other} rhyme?",
            f"How many letters come before {random.choice(text)} in the alphabet?",
            f"Split {text} into syllables",
            f"Which of these words is {some(random, 'longer|shorter|the longest|the shortest')}: {text}, {other}?",
            f"What word do I get from the letters {' '.join(text)}?",
            f"Double each letter of {text}",
            f"{text} without its first letter",
            f"Put the letters of {text} in alphabetical order",
            f"Reverse the words: {text} {other} {word(random)}",
            f"Spell {text}",
            f"How do you spell {text}?",
            f"Is {text} a palindrome?",
            f"Is {text} a word?",
            f"What rhymes with {text}?",
            f"What is the opposite of {text}?",
            f"What is the plural of {text}?",
            f"What is the first letter of {text}?",
            f"What is the last letter of {text}?",
            f"What letter comes after {random.choice(text)}?",
            f"Which letter is in {text} twice?",
            f"Which is longer, {text} or {other}?",
            f"Which word is longer: {text} or {other}?",
            f"Does {text} contain the letter {random.choice(text)}?",
            f"Is there an {random.choice(text)} in {text}?",
            f"Find an anagram of {text}",
            f"Sort the letters of {text}",
            f"Sort these words: {text}, {other}, {word(random)}",
            f"Put {text}, {other} and {word(random)} in alphabetical order",
            f"Which comes first in the alphabet, {text} or {other}?",
            f"Reverse the sentence {text} {other} {word(random)}",
            f"Write {text} in capital letters",
            f"Remove the vowels from {text}",
            f"Replace {random.choice(text)} with {random.choice(text)} in {text}",
            f"How do you pronounce {text}?",
            f"What is the {text} of {other} backwards?",
            f"Is {text} bigger than {other}?",
            f"Is {text} even or odd?",
            f"Use {text} in a sentence",
            f"Say {text} in {some(random, 'french|german|spanish')}",
            f"Say {text}",
            f"Repeat {text}",
            f"Count the words in {text} {other}",
            f"Count the {text}",
        )
    )
    return question, "It is about a word, but it is neither counting one letter nor turning the word round."


def places(random: Random) -> tuple[str, str]:
    a, b = (word(random) for _ in range(2))
    word_for = some(
        random, "bigger|larger|smaller|higher|longer|older|better|faster|heavier|newer|more expensive|taller"
    )
    question = random.choice(
        (
            f"Which is {word_for}, {a} or {b}?",
            f"Which is {word_for}: {a} or {b}?",
            f"Is {a} {word_for} than {b}?",
            f"Who is {word_for}, {random.choice(PEOPLE)} or {random.choice(PEOPLE)}?",
            f"{a} or {b}, which is {word_for}?",
            f"What is {word_for}, the {a} or the {b}?",
            f"Which {a} is {word_for}?",
            f"Which is {word_for}?",
            f"Compare {a} and {b}",
            f"What is the {some(random, 'biggest|highest|longest|newest|smallest')} {a} in {b}?",
            f"Which version of {a} is {some(random, 'better|best|newest')}?",
            f"What is the newest version of {a}?",
            f"{a} vs {b}",
        )
    )
    return question, "It compares things of the world, not numbers."
