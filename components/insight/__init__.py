"""Looking into a thought: when each of its words was there, how fast it came, where its answer first stood, what of it
nobody sees, and how the steps of two thoughts belong together. Pure: a turn in, values out; no page, no model."""

from components.insight.aligning import Pair, aligned
from components.insight.clock import Clock, Gap, Thought, answer_of, thought_of
from components.insight.pace import Pause, Slice, pace, pauses
from components.insight.standing import Standing, standing
from components.insight.unseen import Unseen, unseen

__all__ = [
    "Clock",
    "Gap",
    "Pair",
    "Pause",
    "Slice",
    "Standing",
    "Thought",
    "Unseen",
    "aligned",
    "answer_of",
    "pace",
    "pauses",
    "standing",
    "thought_of",
    "unseen",
]
