"""Looking into a thought: its steps and what is spotted in them, when each of its words was there, where its answer
first stood, what of it nobody sees; and many of them side by side. Pure: a turn in, values out; no page, no model."""

from components.insight.across import Column, Entry, Figures, Summed, figures_of, filtered, ordered, summed
from components.insight.aligning import Pair, aligned
from components.insight.clock import Clock, Gap, Thought, thought_of
from components.insight.growing import GrowingSteps, Row, row, units
from components.insight.pace import Pause, Slice, pace, pauses
from components.insight.phases import Phase
from components.insight.phrases import Phrase, PhraseKind
from components.insight.standing import Standing, standing
from components.insight.steps import Step, Steps, steps_of
from components.insight.unseen import Unseen, unseen

__all__ = [
    "Clock",
    "Column",
    "Entry",
    "Figures",
    "Gap",
    "GrowingSteps",
    "Pair",
    "Pause",
    "Phase",
    "Phrase",
    "PhraseKind",
    "Row",
    "Slice",
    "Standing",
    "Step",
    "Steps",
    "Summed",
    "Thought",
    "Unseen",
    "aligned",
    "figures_of",
    "filtered",
    "ordered",
    "pace",
    "pauses",
    "row",
    "standing",
    "steps_of",
    "summed",
    "thought_of",
    "units",
    "unseen",
]
