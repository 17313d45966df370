"""What an experiment begins as, where nobody has changed anything yet."""

from dataclasses import replace

from components.conversation import Turn
from components.injection import PRESETS, Plan, expecting, known_answer, todays_plan
from components.ui.state.chosen import Desk


def plan_of_today() -> Plan:
    """OpenRouter's own example, with its models: nobody else's are what it is about."""
    return replace(todays_plan(), expected=PRESETS[0].expected)


def first_plan(desk: Desk, thoughts: Turn | None) -> Plan:
    """The announcement's experiment, with models of another server where OpenRouter cannot be asked; or filled in with
    the thoughts of a chat."""
    plan = replace(Plan(), expected=PRESETS[0].expected)
    preferred = desk.servers("")[0].name
    if preferred != plan.thinker.provider:
        plan = replace(
            plan,
            thinker=desk.at_server(plan.thinker, preferred),
            answerer=replace(desk.at_server(plan.answerer, preferred), effort="hidden"),
        )
    if thoughts is None:
        return plan
    expected = expecting(thoughts.question, known_answer(thoughts.question))
    return replace(plan, question=thoughts.question, thinker=thoughts.asked, expected=expected)
