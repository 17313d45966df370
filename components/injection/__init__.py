"""The science of reasoning injection: what is asked of whom, what may be injected, and what an answer is worth.

A Plan makes one request for each arm; `obstacle` says why thoughts cannot be injected; `judge` marks an answer and says
on what ground. Pure values: no page, no network, no clock.
"""

from components.injection.expected import Expected, Kind, Relation
from components.injection.expecting import expecting, known_answer
from components.injection.experiment import Arm, Experiment
from components.injection.obstacle import leak, note, obstacle
from components.injection.plan import ArmKind, Plan, problems
from components.injection.presets import PRESETS, TOY_PRESETS, Preset
from components.injection.verdict import Mark, Verdict, contains_answer, judge, states_answer

__all__ = [
    "PRESETS",
    "TOY_PRESETS",
    "Arm",
    "ArmKind",
    "Expected",
    "Experiment",
    "Kind",
    "Mark",
    "Plan",
    "Preset",
    "Relation",
    "Verdict",
    "contains_answer",
    "expecting",
    "judge",
    "known_answer",
    "leak",
    "note",
    "obstacle",
    "problems",
    "states_answer",
]
