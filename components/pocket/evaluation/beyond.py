"""What the models cannot do and should say so, half of it with numbers and near to what they can. In words that
training does not have: its draws meet none of them, which a test sees to."""

from random import Random

from components.pocket.evaluation.question import REFUSAL, Maker, Question, Task, typed

NEAR = (
    "Does {n} have any divisors besides 1 and itself?",
    "Give me the quotient of {n} and {d}.",
    "{n} shared among {d} makes how much?",
    "Is {d}/{e} of a pizza more than {e}/{f} of it?",
    "Add the fractions {d}/{f} and {e}/{f}.",
    "A shop takes {p}% off a price of {n} euros. What is left to pay?",
    "Which number times itself makes {n}?",
    "What is {d} to the power of {e}?",
    "{d} multiplied by itself {e} times",
    "Sum up {n}, {p} and {m} for me.",
    "{n} and {m} and {p}, what is that in total?",
    "Put {d}.{p} and {e}.{q} together into one sum.",
    "By how much does {e}.{q} exceed {d}.{d}?",
    "Which is colder: minus {n} or minus {m} degrees?",
    "I owe {n} euros and have {d}. What is my balance?",
    "How many tiles has a floor of {p} by {q} tiles?",
    "{m} rooms hold {q} lamps each. What is the number of lamps?",
    "Evaluate {d} + {e} * {f} in the right order.",
    "Bring these words into alphabetical order: {words}",
    "What day of the week was {month} {d}, {year}?",
    "What date is {p} days after {month} {d}?",
    "What time is it {p} minutes after {d}:{q}?",
    "Express {n} hours in minutes.",
    "How many grams are in {n} kilograms?",
    "Convert {n} miles to kilometers.",
    "What is {p} degrees Celsius in Fahrenheit?",
    "How many inhabitants does {city} have?",
    "Which vowels occur in {word}?",
    "How many characters long is {word}?",
    "How many words are in this sentence: {words}?",
    "What is the average of {n}, {p} and {m}?",
    "What is {d} factorial?",
    "Round {d}.{m} to the nearest whole number.",
    "Convert {n} to binary.",
    "What would an old Roman write for {n}?",
    "How many days are in {month} {year}?",
    "Can {n} be divided by {d} without a remainder?",
    "Which x makes x + {p} = {n} true?",
    "What number comes next: {d}, {p}, {n}, ...?",
    "What is letter number {d} of the alphabet?",
    "If {d} cats catch {d} mice in {d} minutes, how long do {p} cats need for {p} mice?",
    "List all divisors of {n}.",
    "Does {word} read the same from both ends?",
    "Which word is the longest: {words}?",
    "I need three words that rhyme with {word}.",
    "How old is somebody who was born in {year}?",
    "What is the median of {n}, {m}, {p}, {q} and {d}?",
    "How far is it from {city} to the moon?",
)
FAR = (
    "Which city is the capital of {country}?",
    "Who governs {country} at the moment?",
    "What language do people speak in {country}?",
    "How do I get to {city}?",
    "What is the weather like in {city}?",
    "Can you recommend a hotel in {city}?",
    "Which person came up with the {thing}?",
    "What happens inside a {thing}?",
    "When was the {thing} invented?",
    "What does a {thing} cost?",
    "Compose some verses about a {thing}.",
    "Write me a short story about {topic}.",
    "Do you know a good joke about {topic}?",
    "Explain {topic} to me.",
    "What is your opinion on {topic}?",
    "Why do people like {topic}?",
    "Give me three facts about {topic}.",
    "Write an email to my boss about {topic}.",
    "Translate {word} into {language}.",
    "How do you say {word} in {language}?",
    "Write a {code} program that prints {word}.",
    "What does this {code} error mean?",
    "For how many minutes must I boil {food}?",
    "Is it good for me to eat {food} every day?",
    "Today has made me feel {feeling}.",
    "Why am I so {feeling}?",
    "My friend is {feeling}. What should I do?",
    "What should I give a {feeling} person for a birthday?",
)
# Asked as they are.
ELSE = (
    "Why do we exist?",
    "How did the sea get its salt?",
    "Who painted the Mona Lisa?",
    "Do you have feelings?",
    "Will you marry me?",
    "What is your favourite colour?",
    "What did I ask you before?",
    "Who will win the match tonight?",
    "Can pigs fly?",
    "Where are my keys?",
    "Hum me a tune",
    "asdf qwer zxcv",
    "lorem ipsum dolor sit amet",
    "¿Qué hora es?",
    "Wie heißt die Hauptstadt von Italien?",
    "Quel temps fait-il aujourd'hui ?",
    "Qual è il tuo colore preferito?",
    "Какая сегодня погода?",
    "日本の首都はどこですか",
    "while (i < 10) i++;",
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


def out_of_scope(random: Random) -> Question:
    if random.random() < 0.5:
        template = random.choice(NEAR)
    else:
        template = random.choice(ELSE) if random.random() < 0.15 else random.choice(FAR)
    return Question(typed(random, template.format(**_filled(random))), "out_of_scope", REFUSAL)


MAKERS: dict[Task, Maker] = {"out_of_scope": out_of_scope}


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
