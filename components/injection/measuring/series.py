"""A measurement: many questions, each answered with different things to read beforehand. A Series knows which requests
that needs and what stands in them, not how they are sent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from components.conversation import Asked, Turn
from components.injection.judging.blanking import Blanked, blanked
from components.injection.measuring.questions import Question, another_of_its_kind
from components.injection.obstacle import obstacle
from components.injection.plan import INJECTED, PLAIN, filled

ArmName = Literal["without", "thoughts", "blanked", "answer", "other", "own"]
THINKING = "thinking"


@dataclass(frozen=True, slots=True)
class ArmWords:
    """What an arm is called, and what it is there to rule out."""

    label: str
    rules_out: str


ARMS: Mapping[ArmName, ArmWords] = {
    "without": ArmWords("Without", "The answerer on its own: what all others are compared with."),
    "thoughts": ArmWords("With the thoughts", "All that the thinker thought. Does it help at all?"),
    "blanked": ArmWords(
        "Thoughts, answer blanked out",
        "The thoughts with the right answer taken out wherever it stands: told, or taught?",
    ),
    "answer": ArmWords("The thinker's answer only", "No thoughts, only what the thinker answered: being told."),
    "other": ArmWords(
        "Thoughts on another question", "Thoughts of the same kind that do not fit: is it only more text to read?"
    ),
    "own": ArmWords("A text of your own", "Whatever you want to compare the thoughts with, such as “Think carefully.”"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One request: `arm` is "thinking" for the thinker's. Numbers count from 0."""

    question: int
    arm: ArmName | Literal["thinking"]
    repeat: int = 0


@dataclass(frozen=True, slots=True)
class Series:
    """`fresh`: thoughts are produced for each repeat, else once a question. `most_usd` None: no limit of money."""

    questions: tuple[Question, ...]
    thinker: Asked
    answerer: Asked
    arms: tuple[ArmName, ...]
    repeats: int = 1
    fresh: bool = False
    own: str = ""
    think_template: str = PLAIN
    plain_template: str = PLAIN
    injected_template: str = INJECTED
    parallel: int = 2
    most_requests: int = 1_000
    most_usd: float | None = None
    seed: int = 0

    @property
    def thinks(self) -> bool:
        return any(arm not in ("without", "own") for arm in self.arms)

    def steps(self) -> Iterator[Step]:
        """All requests, question by question, so that what was done of it when it is stopped is comparable."""
        for repeat in range(self.repeats):
            for question in range(len(self.questions)):
                if self.thinks and (self.fresh or not repeat):
                    yield Step(question, THINKING, repeat)
                for arm in self.arms:
                    if arm != "other" or self.another(question) is not None:
                        yield Step(question, arm, repeat)

    def another(self, question: int) -> int | None:
        """The next question of the same kind whose right answer is another one; None where there is none of its kind.
        Thoughts that happen to lead to the same answer would tell it."""
        return another_of_its_kind(self.questions, question)

    def needs(self, step: Step) -> Step | None:
        """The thinking that has to have ended before."""
        if step.arm in (THINKING, "without", "own"):
            return None
        question = self.another(step.question) if step.arm == "other" else step.question
        return None if question is None else Step(question, THINKING, step.repeat if self.fresh else 0)

    def asked(self, step: Step) -> Asked:
        return self.thinker if step.arm == THINKING else self.answerer

    def text(self, step: Step, thinking: Turn | None) -> str:
        """The user message. `thinking` is the ended turn that it needs. ValueError, in a sentence, where there is
        nothing to inject."""
        question = self.questions[step.question]
        if step.arm == THINKING:
            return filled(self.think_template, question.text)
        if step.arm == "without":
            return filled(self.plain_template, question.text)
        context = self.own if step.arm == "own" else self._context(step, question, thinking)
        if not context.strip():
            raise ValueError("There is nothing to inject.")
        return filled(self.injected_template, question.text, context)

    def _context(self, step: Step, question: Question, thinking: Turn | None) -> str:
        if thinking is None:
            raise ValueError("There is no thinking.")
        if step.arm == "answer":
            return thinking.answer.strip()
        if found := obstacle(thinking):
            raise ValueError(found)
        return blanked_for(question, thinking.reasoning).text if step.arm == "blanked" else thinking.reasoning


def blanked_for(question: Question, thoughts: str) -> Blanked:
    """Without a known answer nothing can be taken out."""
    if question.expected is None:
        raise ValueError("The right answer is not known, so it cannot be blanked out.")
    return blanked(thoughts, question.expected)


def problems_of(series: Series) -> list[str]:
    """Why it cannot be run, a sentence each."""
    requests = sum(1 for _ in series.steps())
    wanted = (
        (not series.questions, "There are no questions."),
        (len(series.arms) < 2 or "without" not in series.arms, "Choose at least one arm to compare with “Without”."),
        (
            "other" in series.arms and all(series.another(at) is None for at in range(len(series.questions))),
            "Thoughts on another question need two questions of the same kind.",
        ),
        ("own" in series.arms and not series.own.strip(), "Your own text is empty."),
        (
            "blanked" in series.arms and any(question.expected is None for question in series.questions),
            "The answer can be blanked out only where it is known: leave that arm out, or give every question one.",
        ),
        ("{question}" not in series.plain_template, "The template without must contain {question}."),
        ("{question}" not in series.think_template, "The template of the thinking must contain {question}."),
        (
            "{question}" not in series.injected_template or "{reasoning}" not in series.injected_template,
            "The template with thoughts must contain {question} and {reasoning}.",
        ),
        (not series.answerer.model.strip(), "Choose a model that answers."),
        (series.thinks and not series.thinker.model.strip(), "Choose a model that thinks."),
        (
            requests > series.most_requests,
            f"That makes {requests:,} requests, and your limit is {series.most_requests:,}.",
        ),
    )
    return [sentence for broken, sentence in wanted if broken]
