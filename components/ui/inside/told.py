"""What a model was asked about one step of a thought: what it does there, or the same in another language. Whom to ask,
the price, and what came of it, beside the step."""

from bisect import bisect_right
from collections.abc import Callable, Sequence

from components.conversation import Asked, Server, Turn, explanation_of, own_name, shown_as, translation_of
from components.insight import Step
from components.ui import dialog
from components.ui.faithful import as_label
from components.ui.inside.wishes import STEP_DIALOGS, Wish, step_button
from components.ui.state.tab import Above
from components.ui.state.texts import Blocks
from components.ui.turn.actions import AsideView
from components.ui.turn.asides import Telling, show_aside
from components.ui.turn.translate import Asking, Whom, price_of, show_asking

EXPLAINED = 600  # characters that four sentences may have
TITLES = {"explain": "Explain step {}", "translate": "Translate step {}"}
LABELS = {"explain": "Explain it", "translate": "Translate it"}
ICONS = {"explain": ":material/lightbulb:", "translate": ":material/translate:"}
NOBODY = (
    "The built-in model cannot {} it: it is a toy that knows a few kinds of questions. Another server can. Start one on"
    " this machine, or choose one in the sidebar of a chat and enter its key there."
)


def step_above(chat_id: str, turn_id: str) -> Above | None:
    """What is to be asked about a step of that turn, where a dialog for it lies above the page."""
    found = [one for name in STEP_DIALOGS.values() if (one := dialog.above(name, chat_id))]
    return found[0] if found and found[0].turn_id == turn_id else None


def show_step_above(
    turn: Turn, steps: Sequence[Step], wanted: Above, show_whom: Callable[[], Whom | None], do: Callable[[Wish], None]
) -> None:
    """The dialog. `turn` with its texts; `show_whom` draws the choice of whom to ask."""
    kind = "explain" if wanted.name == STEP_DIALOGS["explain"] else "translate"
    start, end = wanted.span
    step = turn.reasoning[start:end]
    number = next((number for number, one in enumerate(steps, 1) if one.start == start), 0)
    key = step_button(kind, turn.id, wanted.span)
    asking = Asking(wanted.name, key, LABELS[kind], ICONS[kind], NOBODY.format(kind))

    def told(language: str, whom: Whom) -> str:
        return f"{price(kind, step, turn.question, language, whom)} {sent_to(kind, whom.server)}"

    def go(language: str, asked: Asked) -> None:
        do(Wish(kind, asked, (wanted.span,), language=language))

    show = dialog.dialog(TITLES[kind].format(number), width="medium")(show_asking)
    show(asking, show_whom, told, go)


def price(kind: str, step: str, question: str, language: str, whom: Whom) -> str:
    """In a sentence: a translation is taken to be as long as the step."""
    if kind == "explain":
        return price_of(explanation_of(step, question, language), EXPLAINED, whom)
    return price_of(translation_of(step, language), len(step), whom)


def sent_to(kind: str, server: Server) -> str:
    what = "this step and the question are" if kind == "explain" else "this step is"
    return f"When you press {LABELS[kind]}, {what} sent to {server.label}, and nothing else of this chat."


def of_steps(steps: Sequence[Step], asides: Sequence[AsideView]) -> list[tuple[int, AsideView]]:
    """What was asked about single steps, with their numbers, in their order. One of a step as an earlier version of the
    room cut them stands with the step in which it begins; a translation of the whole thought is of none."""
    starts, spans = [step.start for step in steps], {(step.start, step.end) for step in steps}
    found: list[tuple[int, AsideView]] = []
    for view in asides:
        start, end = view.aside.start, view.aside.end
        whole = bool(steps) and (start, end) == (0, steps[-1].end) and (start, end) not in spans
        if steps and view.aside.kind in ("explanation", "translation") and not whole:
            found.append((bisect_right(starts, start) - 1, view))
    return sorted(found, key=lambda one: one[0])


def show_told(turn: Turn, steps: Sequence[Step], asides: Sequence[AsideView]) -> Wish | None:
    """Each beside its step."""
    wish = None
    for number, view in of_steps(steps, asides):
        aside = view.aside
        explains = aside.kind == "explanation"
        kind = "explain" if explains else "translate"
        by, language = shown_as(view.made.asked.model), own_name(aside.detail)
        called = "Explanation" if explains else "Translation"
        rest = as_label(" · ".join(filter(None, (steps[number].headline, called, language, f"by {by}"))))
        original = Blocks(markdown=True)
        original.feed(turn.reasoning[aside.start : aside.end].strip())
        above = f"Explanation · {language}" if explains else language
        name = "explanation" if explains else "translation"
        telling = Telling(
            f"Step {number + 1}: {rest}", ICONS[kind], original, f"Step {number + 1}", name, above, opens=True
        )
        match show_aside(view, telling):
            case "again":
                wish = Wish(kind, view.made.asked, ((aside.start, aside.end),), language=aside.detail)
            case "stop" | "remove" as deed:
                wish = Wish(deed, asides=(aside.id,))
            case None:
                pass
    return wish
