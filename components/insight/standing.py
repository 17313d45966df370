"""Where in its thoughts the answer of a reply first stood, by the lab's own readers."""

from dataclasses import dataclass

from components.injection.expecting import expecting, known_answer
from components.injection.judging.blanking import places


@dataclass(frozen=True, slots=True)
class Standing:
    """`answer` as it is shown. It first stood in the thoughts from `start` to `end` (characters), and `times` times in
    all; `share` of them (0 to 1) lay before. `stated` None: whether it was stated there, or only named, cannot be told
    (it stands in the question, too)."""

    answer: str
    start: int
    end: int
    times: int
    share: float
    stated: bool | None = True


def standing(question: str, thoughts: str, answer: str, right: str = "") -> Standing | None:
    """None where the answer is long prose, cannot be told, or never stands in the thoughts."""
    shown = right or known_answer(question) or answer.strip()
    expected = expecting(question, shown)
    found = places(thoughts, expected) if expected and len(shown) < 60 else []
    if not found:
        return None
    start, end = found[0]
    return Standing(shown, start, end, len(found), start / len(thoughts))
