"""Weekdays, some days on or back."""

from random import Random

from components.pocket.training.held_out import is_held_out
from components.pocket.training.puzzle import DAYS, Puzzle, plural, some
from components.pocket.training.retold import weekday as told

MOST_DAYS = 100


def weekday(random: Random) -> Puzzle:
    start = random.randrange(7)
    days = random.choice((random.randint(1, 7), random.randint(1, 30), random.randint(1, MOST_DAYS)))
    if is_held_out(DAYS[start].lower(), str(days)):
        return weekday(random)
    forward = random.random() < 0.65
    day, way = DAYS[start], "after" if forward else "before"
    count = f"{days} day{plural(days)}"
    which = some(random, "What day|Which day|What weekday|Which weekday|What day of the week|Which day of the week")
    now = some(
        random,
        f"If today is {day}|If today is {day}|Today is {day}|today is a {day}|It is {day} today|If it's {day}"
        f"|It's {day}",
    )
    comma = ", " if now.startswith("If") else some(random, ", |. ")
    forms = [
        f"{which} is {count} {way} {day}?",
        f"{which} is it {count} {way} {day}?",
        f"{which} comes {count} {way} {day}?",
        f"{which} is it {count} {way} a {day}?",
        f"{which} falls {count} {way} {day}?",
        f"{count} {way} {day} is what day?",
        f"{count} {way} {day}?",
        f"What is {count} {way} {day}?",
        f"Tell me the day {count} {way} {day}",
        f"Name the day that is {count} {way} {day}",
    ]
    if forward:
        forms += [
            f"{now}{comma}{which.lower()} will it be in {count}?",
            f"{now}{comma}{which.lower()} is it in {count}?",
            f"{now}{comma}{which.lower()} will it be {count} from now?",
            f"{now}{comma}{which.lower()} is {count} later?",
            f"{now}{comma}what is in {count}?",
            f"{which} will it be {count} from {day}?",
            f"My holiday starts on {day} and lasts {count}. {which} is it then?",
            f"Starting on {day}, {which.lower()} is it after {count}?",
            f"{day} plus {count}?",
            f"{some(random, 'My parcel arrives|The party is|The test is|We meet|I fly')} in {count} and today is "
            f"{day}. {which} is that?",
            f"{now}{comma}{some(random, 'my parcel comes|the party is|the exam is|we leave')} in {count}. On "
            f"{which.lower()} is that?",
            f"In {count} {some(random, 'I have|there is|comes')} my {some(random, 'birthday|exam|trip')}. Today "
            f"is {day}. {which} is it?",
            f"{day} today. {count} later is?",
            f"On {day} I start a course of {count}. {which} is it afterwards?",
        ]
    else:
        forms += [
            f"{now}{comma}{which.lower()} was it {count} ago?",
            f"{now}{comma}{which.lower()} was {count} ago?",
            f"{now}{comma}what was it {count} before?",
            f"{which} was it {count} ago if today is {day}?",
            f"{day} minus {count}?",
            f"{now}{comma}it happened {count} ago. {which} was that?",
            f"I came {count} ago and {now.removeprefix('If ').lower()}. {which} did I come?",
        ]
    question = random.choice(forms)
    if days == 1 and random.random() < 0.5:
        question = f"{which} comes {some(random, 'right |just |directly |')}{way} {day}?"
    weeks, left = divmod(days, 7)
    steps = [f"I start on {day} and go {'forward' if forward else 'back'} {days}."]
    if weeks:
        steps.append(f"A week has 7 days, so full weeks change nothing: {days} - {7 * weeks} = {left}.")
    sign = 1 if forward else -1
    if left:
        passed = ", ".join(f"{step} {DAYS[(start + sign * step) % 7]}" for step in range(1, left + 1))
        steps.append(f"Step {left} time{plural(left)}: {passed}.")
    else:
        steps.append("Nothing is left, so it is the same day.")
    key = DAYS[(start + sign * days) % 7]
    steps.append(f"So it is {key}.")
    return Puzzle(question, "\n".join(steps), f"It is **{key}**.", key, told(random, day, days, forward, key))
