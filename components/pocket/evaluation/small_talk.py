"""Greetings in words that training does not have: its draws meet none of them, which a test sees to."""

from random import Random

from components.pocket.evaluation.question import BYE, HELLO, THANKS, WHO, Maker, Question, Task, typed

GREETINGS: dict[str, tuple[str, ...]] = {
    HELLO: (
        "A very good morning to you",
        "Good afternoon to you",
        "A warm hello from me",
        "Hi from London",
        "Hello, it is me",
        "Hello once more",
        "Just saying hi",
        "I wanted to say hello",
        "I only came to say hello",
        "Long time no see",
        "Salutations",
        "Hiya",
        "How do you do",
        "How is it going",
        "How are things",
        "Pleased to meet you",
    ),
    WHO: (
        "Who is it that I am talking to?",
        "With whom am I talking?",
        "What sort of program are you?",
        "Which tasks can you do?",
        "What are your skills?",
        "What should I call you?",
        "Describe yourself in one sentence.",
        "What were you made for?",
        "Which kinds of puzzles do you solve?",
        "What would be a good thing to ask you?",
        "Are you a computer program?",
        "Say something about yourself.",
        "What is your purpose?",
        "In what way can you be of help?",
        "Explain to me what you are.",
        "What kind of model are you?",
    ),
    THANKS: (
        "Thanks a million",
        "Thanks a bunch",
        "Thank you kindly",
        "Thanks ever so much",
        "Thank you for your time",
        "Thanks for the answer",
        "Thanks, you helped me a lot",
        "Excellent, thank you",
        "Big thanks to you",
        "I am very grateful",
        "I appreciate your help",
        "Much appreciated",
        "You did that well",
        "You have been a great help",
        "That was really helpful",
    ),
    BYE: (
        "Bye for now",
        "Bye and have fun",
        "Goodbye and all the best",
        "Goodbye for today",
        "See you next time",
        "See you soon",
        "Talk to you later",
        "Until next week",
        "Until we meet again",
        "I am leaving now, goodbye",
        "I must be off now",
        "Time for me to go",
        "Sleep well",
        "Have a lovely evening",
        "Adieu",
    ),
}
TO_WHOM = ("", "", "dear robot", "dear machine", "computer", "pocket", "small thinker", "buddy")


def greeting(random: Random) -> Question:
    kind = random.choice(tuple(GREETINGS))
    said, whom = random.choice(GREETINGS[kind]), random.choice(TO_WHOM)
    if said[-1] in ".?":
        text = f"{said[:-1]}, {whom}{said[-1]}" if whom else said
    else:
        text = f"{said}, {whom}" if whom else said
        text += random.choice(("!", ".", "", "!!", " :)"))
    return Question(typed(random, text), "greeting", kind)


MAKERS: dict[Task, Maker] = {"greeting": greeting}
