"""Looking into a thought: what can be told of its text alone. Pure values, standard library only."""

from components.insight.phases import Phase
from components.insight.phrases import Phrase, PhraseKind
from components.insight.steps import Step, Steps, steps_of

__all__ = ["Phase", "Phrase", "PhraseKind", "Step", "Steps", "steps_of"]
