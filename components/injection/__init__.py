"""The science of reasoning injection: what is asked of whom, what may be injected, and what an answer is worth.

A Plan makes one request for each arm; `obstacle` says why thoughts cannot be injected; `judge` marks an answer and says
on what ground. Pure values: no page, no network, no clock.
"""

from components.injection.expecting import expecting, known_answer
from components.injection.experiment import Arm, Experiment
from components.injection.judging.blanking import Blanked, blanked
from components.injection.judging.expected import Expected, Kind, Relation
from components.injection.judging.marking import Marked, markable
from components.injection.judging.verdict import Mark, Verdict, contains_answer, judge, states_answer
from components.injection.measuring.checking import check
from components.injection.measuring.measurement import Measurement, State, Trial
from components.injection.measuring.question_files import Problem, read_questions
from components.injection.measuring.questions import Question, Task, generated
from components.injection.measuring.results import Answer, ArmResult, in_words, results
from components.injection.measuring.series import ARMS, ArmName, Series, Step, blanked_for, problems_of
from components.injection.measuring.statistics import Difference, holm, paired, tells, wilson
from components.injection.obstacle import leak, note, obstacle
from components.injection.plan import ArmKind, Plan, problems, todays_plan
from components.injection.presets import PRESETS, TOY_PRESETS, Preset

__all__ = [
    "ARMS",
    "PRESETS",
    "TOY_PRESETS",
    "Answer",
    "Arm",
    "ArmKind",
    "ArmName",
    "ArmResult",
    "Blanked",
    "Difference",
    "Expected",
    "Experiment",
    "Kind",
    "Mark",
    "Marked",
    "Measurement",
    "Plan",
    "Preset",
    "Problem",
    "Question",
    "Relation",
    "Series",
    "State",
    "Step",
    "Task",
    "Trial",
    "Verdict",
    "blanked",
    "blanked_for",
    "check",
    "contains_answer",
    "expecting",
    "generated",
    "holm",
    "in_words",
    "judge",
    "known_answer",
    "leak",
    "markable",
    "note",
    "obstacle",
    "paired",
    "problems",
    "problems_of",
    "read_questions",
    "results",
    "states_answer",
    "tells",
    "todays_plan",
    "wilson",
]
