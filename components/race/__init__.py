"""One question to a few models at once, on one clock: the race as a value, and what carries it out."""

from components.race.race import LEAST_LANES, LETTERS, MOST_LANES, MOST_QUESTION, Lane, Race, problems
from components.race.racer import Racer

__all__ = ["LEAST_LANES", "LETTERS", "MOST_LANES", "MOST_QUESTION", "Lane", "Race", "Racer", "problems"]
