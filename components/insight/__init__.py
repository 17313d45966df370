"""Looking into a thought: its steps and what is spotted in them, when each of its words was there, where its answer
first stood, what of it nobody sees; and many of them side by side. Pure: a turn in, values out; no page, no model."""

from components.injection.measuring.statistics import FEWEST, Middle
from components.insight.across import Column, Entry, Figures, Summed, figures_of, filtered, ordered, summed
from components.insight.aligning import Pair, aligned
from components.insight.behind import Compared, Measure, Measured, Thinking, behind, columns_of, thinking_turns
from components.insight.clock import Clock, Gap, Thought, answer_of, thought_of
from components.insight.pace import Pause, Slice, pace, pauses
from components.insight.phases import Phase
from components.insight.phrases import Phrase, PhraseKind
from components.insight.probing import (
    MOST_POINTS,
    Agreement,
    Early,
    Probe,
    Turned,
    agreement,
    changed_by,
    expected,
    points_of,
    settled,
    turned,
    without,
)
from components.insight.returning import Return, returns
from components.insight.rows import GrowingSteps, Row, characters, row, units
from components.insight.standing import Standing, standing
from components.insight.steps import Step, Steps, steps_of
from components.insight.tempo import Tempo, tempo
from components.insight.unseen import Unseen, unseen

__all__ = [
    "FEWEST",
    "MOST_POINTS",
    "Agreement",
    "Clock",
    "Column",
    "Compared",
    "Early",
    "Entry",
    "Figures",
    "Gap",
    "GrowingSteps",
    "Measure",
    "Measured",
    "Middle",
    "Pair",
    "Pause",
    "Phase",
    "Phrase",
    "PhraseKind",
    "Probe",
    "Return",
    "Row",
    "Slice",
    "Standing",
    "Step",
    "Steps",
    "Summed",
    "Tempo",
    "Thinking",
    "Thought",
    "Turned",
    "Unseen",
    "agreement",
    "aligned",
    "answer_of",
    "behind",
    "changed_by",
    "characters",
    "columns_of",
    "expected",
    "figures_of",
    "filtered",
    "ordered",
    "pace",
    "pauses",
    "points_of",
    "returns",
    "row",
    "settled",
    "standing",
    "steps_of",
    "summed",
    "tempo",
    "thinking_turns",
    "thought_of",
    "turned",
    "units",
    "unseen",
    "without",
]
