"""How long a thought was, how long it took, and how fast it came."""

from typing import NamedTuple

from components.conversation import Times
from components.insight.clock import Thought
from components.insight.pace import Pause, pauses
from components.insight.rows import units

LEAST_S = 0.1  # what took less came at once: no rate can be told


class Tempo(NamedTuple):
    """`characters` (UTF-16 units, as a browser counts) are those of its own words, without what it was given. `waited`:
    seconds to the first word of any kind, `thought` those of all its rounds of thinking, `answered` the rest until the
    end. `rate` is in characters a second, `pause` the longest one. None where it is not known."""

    characters: int
    waited: float | None = None
    thought: float | None = None
    answered: float | None = None
    rate: float | None = None
    pause: Pause | None = None


def tempo(thought: Thought, times: Times) -> Tempo:
    """`times` are those of the same reply."""
    characters = units(thought.text[thought.given :])
    seconds, answered = _shares(thought, times)
    rate = characters / seconds if seconds is not None and seconds >= LEAST_S and characters else None
    longest = max(pauses(thought), key=lambda pause: pause.seconds, default=None)
    spoke = times.first_reasoning is not None or times.first_answer is not None
    return Tempo(characters, times.waited if spoke else None, seconds, answered, rate, longest)


def _shares(thought: Thought, times: Times) -> tuple[float | None, float | None]:
    """Seconds of thinking and of answering. What thinks once and then answers is told by the times of the turn; else by
    those of its words, where they are recorded."""
    first, clock = times.first_reasoning, thought.clock
    in_order = first is not None and (times.first_answer is None or times.first_answer >= first)
    if (in_order and len(thought.rounds) <= 1) or not clock.known or clock.began is None or clock.ended is None:
        return times.thought, times.answered
    seconds = max(clock.ended - clock.began - sum(gap.seconds or 0.0 for gap in clock.gaps), 0.0)
    if times.ended is None or times.waited is None:
        return seconds, None
    return seconds, max(times.ended - times.waited - seconds, 0.0)
