"""What the models cannot do and should say so, half of it with numbers and near to what they can; and small talk."""

from random import Random

from components.pocket.evaluation.question import GREETING, REFUSAL, Maker, Question, Task, typed

NEAR = (
    "Is {n} a prime number?",
    "What is {n} divided by {d}?",
    "{n} / {d}",
    "Which is bigger, {d}/{e} or {e}/{f}?",
    "What is {d}/{f} + {e}/{f}?",
    "What is {p}% of {n}?",
    "What is the square root of {n}?",
    "What is {d} to the power of {e}?",
    "{d}^{e}",
    "What is {n} + {p} + {m}?",
    "Add {n}, {m} and {p}.",
    "What is {d}.{p} + {e}.{q}?",
    "What is {e}.{q} - {d}.{d}?",
    "Which is bigger: -{n} or -{m}?",
    "What is {d} - {n}?",
    "What is {p} x {q}?",
    "What is {m} times {q}?",
    "What is {d} + {e} * {f}?",
    "Sort these words: {words}",
    "What day of the week was {month} {d}, {year}?",
    "What date is {p} days after {month} {d}?",
    "What time is it {p} minutes after {d}:{q}?",
    "How many minutes are {n} hours?",
    "How many grams are in {n} kilograms?",
    "Convert {n} miles to kilometers.",
    "What is {p} degrees Celsius in Fahrenheit?",
    "How many people live in {city}?",
    "How many vowels are in {word}?",
    "How many letters does {word} have?",
    "How many words are in this sentence: {words}?",
    "What is the average of {n}, {p} and {m}?",
    "What is {d}!?",
    "Round {d}.{m} to the nearest whole number.",
    "Convert {n} to binary.",
    "Write {n} in Roman numerals.",
    "How many days are in {month} {year}?",
    "Is {n} divisible by {d}?",
    "Solve x + {p} = {n}.",
    "What number comes next: {d}, {p}, {n}, ...?",
    "What is letter number {d} of the alphabet?",
    "If {d} cats catch {d} mice in {d} minutes, how long do {p} cats need for {p} mice?",
    "What are the factors of {n}?",
    "Is {word} a palindrome?",
    "Which word is the longest: {words}?",
    "What rhymes with {word}?",
    "How old is somebody who was born in {year}?",
    "What is the median of {n}, {m}, {p}, {q} and {d}?",
    "How far is it from {city} to the moon?",
)
FAR = (
    "What is the capital of {country}?",
    "Who is the president of {country}?",
    "What language do people speak in {country}?",
    "How do I get to {city}?",
    "What is the weather like in {city}?",
    "Can you recommend a hotel in {city}?",
    "Who invented the {thing}?",
    "How does a {thing} work?",
    "When was the {thing} invented?",
    "What does a {thing} cost?",
    "Write a poem about a {thing}.",
    "Write me a short story about {topic}.",
    "Tell me a joke about {topic}.",
    "Explain {topic} to me.",
    "What do you think about {topic}?",
    "Why do people like {topic}?",
    "Give me three facts about {topic}.",
    "Write an email to my boss about {topic}.",
    "Translate {word} into {language}.",
    "How do you say {word} in {language}?",
    "Write a {code} program that prints {word}.",
    "What does this {code} error mean?",
    "How do I cook {food}?",
    "Is {food} healthy?",
    "I feel {feeling} today.",
    "Why am I so {feeling}?",
    "My friend is {feeling}. What should I do?",
    "What should I give a {feeling} person for a birthday?",
)
# Asked as they are.
ELSE = (
    "What is the meaning of life?",
    "Why is the sea salty?",
    "Who painted the Mona Lisa?",
    "Do you have feelings?",
    "Do you love me?",
    "What is your favourite colour?",
    "What did I ask you before?",
    "Who will win the match tonight?",
    "Can pigs fly?",
    "Where are my keys?",
    "Sing me a song",
    "asdf qwer zxcv",
    "???",
    "¿Qué hora es?",
    "Wie heißt die Hauptstadt von Italien?",
    "Quel temps fait-il aujourd'hui ?",
    "Qual è il tuo colore preferito?",
    "Какая сегодня погода?",
    "日本の首都はどこですか",
    "def f(x): return x",
)
FILLS: dict[str, tuple[str, ...]] = {
    "city": ("Paris", "London", "Rome", "Cairo", "Lima", "Oslo", "Sydney", "Boston", "Delhi"),
    "country": ("Italy", "Japan", "Brazil", "Kenya", "Canada", "Poland", "Chile", "India", "Norway"),
    "thing": ("telephone", "clock", "car", "camera", "bicycle", "radio", "fridge", "piano", "rocket"),
    "topic": ("love", "black holes", "cats", "democracy", "football", "climate change", "taxes", "the sea"),
    "language": ("French", "German", "Spanish", "Latin", "Chinese"),
    "code": ("Python", "Java", "Rust", "JavaScript"),
    "food": ("rice", "pancakes", "fish", "lentils", "an omelette"),
    "feeling": ("lonely", "happy", "tired", "angry", "nervous", "bored"),
    "month": ("January", "March", "May", "July", "October", "December"),
    "word": ("dog", "house", "flower", "teacher", "music", "level", "silence", "window"),
}
GREETINGS = (
    "Hello",
    "Hi",
    "Hey",
    "Hi there",
    "Hello there",
    "Good morning",
    "Good afternoon",
    "Good evening",
    "Greetings",
    "Nice to meet you",
    "Who are you?",
    "What are you?",
    "What is your name?",
    "What can you do?",
    "What can I ask you?",
    "How can you help me?",
    "Tell me about yourself.",
    "Introduce yourself.",
    "Which puzzles can you solve?",
    "What kind of model are you?",
    "Thanks",
    "Thank you",
    "Thank you very much",
    "Many thanks",
    "Thanks a lot",
    "Thanks for your help",
    "Bye",
    "Goodbye",
    "Bye bye",
    "See you",
    "See you later",
    "Good night",
    "Have a nice day",
)
TO_WHOM = ("", "", "my friend", "little model", "dear robot", "pocket", "thinker", "again", "everybody", "computer")


def out_of_scope(random: Random) -> Question:
    if random.random() < 0.5:
        template = random.choice(NEAR)
    else:
        template = random.choice(ELSE) if random.random() < 0.15 else random.choice(FAR)
    return Question(typed(random, template.format(**_filled(random))), "out_of_scope", REFUSAL)


def greeting(random: Random) -> Question:
    said, whom = random.choice(GREETINGS), random.choice(TO_WHOM)
    if said[-1] in ".?":
        text = f"{said[:-1]}, {whom}{said[-1]}" if whom else said
    else:
        text = f"{said} {whom}".strip() + random.choice(("!", ".", "", "!!", " :)"))
    return Question(typed(random, text), "greeting", GREETING)


MAKERS: dict[Task, Maker] = {"out_of_scope": out_of_scope, "greeting": greeting}


def _filled(random: Random) -> dict[str, str]:
    """n, m: two or three digits, never the same; p, q: two digits; d, e, f: one digit, never the same."""
    d, e, f = random.sample(range(2, 10), 3)
    p, q = random.sample(range(11, 60), 2)
    n, m = random.sample(range(61, 1000), 2)
    numbers = {"d": d, "e": e, "f": f, "p": p, "q": q, "n": n, "m": m, "year": random.randint(1900, 2030)}
    words = ", ".join(random.sample(FILLS["word"], 5))
    return {
        **{name: str(number) for name, number in numbers.items()},
        **{name: random.choice(texts) for name, texts in FILLS.items()},
        "words": words,
    }
