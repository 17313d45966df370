"""What one injection will ask of whom. A Plan knows the words and the models, not how a request is sent."""

import re
from dataclasses import dataclass, field
from typing import Literal

from components.conversation import Asked, ChatRequest, request_for
from components.injection.judging.expected import Expected

ArmKind = Literal["plain", "thinking", "injected"]

# The announcement's words, to the letter.
QUESTION = "Which is bigger: 9.11 or 9.9?"
THINK = (
    "{question} Please think this through, but don't output an answer"
    " -- only think about the problem, and output 'done'."
)
PLAIN = "{question}"
INJECTED = "{question}. Here is some context to help you: {reasoning}"
# And those of the example that OpenRouter's guide to reasoning tokens has in November 2026.
THINK_NOW = "{question} Please think this through, but don't output an answer"
STOP_NOW = "</think>"
MOST = 200_000

_PLACEHOLDER = re.compile(r"\{(question|reasoning)\}")


def _thinker() -> Asked:
    return Asked("openrouter", "deepseek/deepseek-r1")


def _answerer() -> Asked:
    return Asked("openrouter", "openai/gpt-3.5-turbo-instruct", effort="hidden")


@dataclass(frozen=True, slots=True)
class Plan:
    """{question} and {reasoning} stand for the texts in a template; all other braces are text."""

    question: str = QUESTION
    think_template: str = THINK
    plain_template: str = PLAIN
    injected_template: str = INJECTED
    thinker: Asked = field(default_factory=_thinker)
    answerer: Asked = field(default_factory=_answerer)
    expected: Expected | None = None

    def text_for(self, arm: ArmKind, reasoning: str = "") -> str:
        """The user message of `arm`, literally. ValueError for an injected arm without reasoning: a context that is
        empty would measure nothing."""
        match arm:
            case "plain":
                return filled(self.plain_template, self.question)
            case "thinking":
                return filled(self.think_template, self.question)
            case "injected":
                if not reasoning.strip():
                    raise ValueError("There are no thoughts to inject.")
                return filled(self.injected_template, self.question, reasoning)

    def request_for(self, arm: ArmKind, reasoning: str = "") -> ChatRequest:
        asked = self.thinker if arm == "thinking" else self.answerer
        return request_for(self.text_for(arm, reasoning), asked, [])


def todays_plan() -> Plan:
    """OpenRouter's own example of today: it says nothing of thinking, and each of its requests ends where thoughts
    do."""
    return Plan(
        think_template=THINK_NOW,
        thinker=Asked("openrouter", "deepseek/deepseek-r1", effort="unsaid", stop=STOP_NOW),
        answerer=Asked("openrouter", "~openai/gpt-mini-latest", effort="unsaid", stop=STOP_NOW),
    )


def filled(template: str, question: str, reasoning: str | None = None) -> str:
    """In one pass, so that a placeholder inside a question or a thought stays as it is written there."""
    texts = {"question": question, "reasoning": reasoning}

    def text(found: re.Match[str]) -> str:
        value = texts[found[1]]
        return found[0] if value is None else value

    return _PLACEHOLDER.sub(text, template)


def problems(plan: Plan) -> list[str]:
    """Why this plan cannot be run, a sentence each; empty where it can."""
    question_missing = "The template of the {} must contain {{question}}, or the question is never asked."
    wanted = (
        (not plan.question.strip(), "The question is empty."),
        ("{question}" not in plan.think_template, question_missing.format("thinking")),
        ("{question}" not in plan.plain_template, question_missing.format("plain answer")),
        ("{question}" not in plan.injected_template, question_missing.format("answer with the thoughts")),
        (
            "{reasoning}" not in plan.injected_template,
            "The template of the answer with the thoughts must contain {reasoning}, or the thoughts are not injected.",
        ),
        (
            "{reasoning}" in plan.plain_template,
            "The template of the plain answer must not contain {reasoning}: it is asked without the thoughts.",
        ),
        (
            "{reasoning}" in plan.think_template,
            "The template of the thinking must not contain {reasoning}: there are no thoughts yet.",
        ),
        (not plan.thinker.model.strip(), "Choose a model that thinks."),
        (not plan.answerer.model.strip(), "Choose a model that answers."),
    )
    return [sentence for broken, sentence in wanted if broken] + _too_long(plan)


def _too_long(plan: Plan) -> list[str]:
    """What would be sent, not what stands in the fields; the thoughts are as long as they come."""
    if len(plan.question) > MOST:
        return [f"The question is too long: {len(plan.question):,} of at most {MOST:,} characters."]
    sizes = (
        ("the thinking", len(filled(plan.think_template, plan.question))),
        ("the plain answer", len(filled(plan.plain_template, plan.question))),
        ("the answer with the thoughts", len(filled(plan.injected_template, plan.question, ""))),
    )
    return [
        f"The text of {name} is too long: {size:,} of at most {MOST:,} characters."
        for name, size in sizes
        if size > MOST
    ]
