"""What followers are told, of real drafts: once, in order, and nothing that is not shown."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from components.audience import Scene, Shown, hashed, new_token
from components.conversation import (
    AnswerDelta,
    Asked,
    Draft,
    Failure,
    Piece,
    ReasoningDelta,
    Refiled,
    Turn,
)
from tests.turns import changed, made

ASKED = Asked("openrouter", "secret/model")
ALL = Shown(names=True)


class Follower:
    """As its page does it."""

    def __init__(self) -> None:
        self.title, self.turns = "", list[dict[str, Any]]()

    def hears(self, events: list[list[Any]]) -> None:
        for name, *rest in events:
            match name:
                case "all":
                    self.title, _, turns = rest
                    self.turns = [dict(turn) for turn in turns]
                case "new":
                    self.turns.append(dict(rest[0]))
                case "turn":
                    self.turns[rest[0]] = dict(rest[1])
                case "more":
                    self.turns[rest[0]]["thoughts"] = (self.turns[rest[0]]["thoughts"] or "") + rest[1] or None
                    self.turns[rest[0]]["answer"] += rest[2]
                case _:
                    self.turns[rest[0]].update(state=rest[1], seconds=rest[2])


def turn(name: str = "t1", parent: str | None = None, status: str = "streaming", **more: Any) -> Turn:
    return made(name, "c", parent, 1.0, f"Question {name}", ASKED, status, **more)


def ended(name: str, thoughts: str, answer: str, parent: str | None = None, **more: Any) -> Turn:
    return turn(name, parent, "done", pieces=(Piece("reasoning", thoughts), Piece("answer", answer)), **more)


def test_words_come_once_and_the_end_with_what_was_missing() -> None:
    scene, follower, draft = Scene(ALL, live=True), Follower(), Draft()
    follower.hears(scene.read("A title", [turn()], {}))
    assert follower.title == "A title" and follower.turns[0]["question"] == "Question t1"
    assert follower.turns[0]["model"] == "secret/model" and follower.turns[0]["state"] == "waiting"
    draft.fold(ReasoningDelta("One "), 1.0)
    assert scene.grow("t1", draft.progress, 1.04) == [["more", 0, "One ", ""], ["state", 0, "thinking", 1.0]]
    assert scene.grow("t1", draft.progress, 1.1) == []
    draft.fold(ReasoningDelta("two"), 1.2)
    draft.fold(AnswerDelta("4"), 1.3)
    assert scene.grow("t1", draft.progress, 1.3) == [["more", 0, "two", "4"], ["state", 0, "answering", 1.3]]
    late = Follower()
    late.hears([scene.all()])
    assert (late.turns[0]["thoughts"], late.turns[0]["answer"]) == ("One two", "4")
    whole = ended("t1", "One two", "42.")
    assert scene.untold([whole]) == [whole]
    assert scene.read("A title", [whole], {"t1": whole}) == [["more", 0, "", "2."], ["state", 0, "done", None]]
    assert not scene.growing and scene.untold([whole]) == []
    assert scene.read("A title", [whole], {}) == []


def test_nothing_is_told_that_is_not_shown() -> None:
    scene, draft = Scene(Shown(thoughts=False, questions=False, names=False), live=True), Draft()
    told = [scene.read("A title", [turn()], {})]
    draft.fold(ReasoningDelta("A thought"), 1.0)
    told.append(scene.grow("t1", draft.progress, 1.0))
    draft.fold(AnswerDelta("yes"), 2.0)
    told.append(scene.grow("t1", draft.progress, 2.0))
    failed = changed(
        ended("t1", "A thought", "yes"), failure=Failure("server", "Their own words", "Then"), pieces=(
            Piece("reasoning", "A thought"), Piece("other", "Another part", 1.0, {"path": "x"}), Piece("answer", "yes"),
        ),
    )  # fmt: skip
    told.append(scene.read("A title", [failed], {"t1": failed}))
    told.append([scene.all()])
    for word in ("A title", "Question", "secret/model", "thought", "Their own words", "Another part"):
        assert word not in str(told).replace("'thoughts'", "")
    assert "yes" in str(told)


def test_another_path_is_told_whole_and_what_was_told_stays() -> None:
    scene, follower = Scene(ALL, live=True), Follower()
    first, second, other = ended("t1", "a", "b"), ended("t2", "c", "d", "t1"), ended("t3", "e", "f", "t1")
    follower.hears(scene.read("T", [first, second], {"t1": first, "t2": second}))
    assert [one["answer"] for one in follower.turns] == ["b", "d"]
    assert [one.id for one in scene.untold([first, other])] == ["t3"]
    follower.hears(scene.read("T", [first, other], {"t3": other}))
    assert [(one["number"], one["answer"]) for one in follower.turns] == [(0, "b"), (1, "f")]
    follower.hears(scene.read("T", [], {}))
    assert follower.turns == []
    follower.hears(scene.read("T", [first], {"t1": first}))
    follower.hears(scene.read("T", [first, second], {"t2": second}))
    assert [one["question"] for one in follower.turns] == ["Question t1", "Question t2"]


def test_what_is_filed_anew_is_told_anew() -> None:
    scene, follower, draft = Scene(ALL, live=True), Follower(), Draft()
    follower.hears(scene.read("T", [turn()], {}))
    draft.fold(AnswerDelta("It is a thought"), 1.0)
    follower.hears(scene.grow("t1", draft.progress, 1.0))
    assert follower.turns[0]["answer"] == "It is a thought"
    draft.fold(Refiled(), 1.5)
    draft.fold(AnswerDelta("And this is the answer"), 2.0)
    follower.hears(scene.grow("t1", draft.progress, 2.0))
    assert follower.turns[0]["thoughts"] == "It is a thought"
    assert (follower.turns[0]["answer"], follower.turns[0]["state"]) == ("And this is the answer", "answering")


@given(st.lists(st.tuples(st.booleans(), st.text(max_size=8)), max_size=12), st.lists(st.booleans(), max_size=12))
def test_however_it_is_read_the_follower_has_the_whole_turn(said: list[tuple[bool, str]], looks: list[bool]) -> None:
    scene, follower, draft = Scene(ALL, live=True), Follower(), Draft()
    follower.hears(scene.read("T", [turn()], {}))
    for index, (thinks, text) in enumerate(said):
        draft.fold(ReasoningDelta(text) if thinks else AnswerDelta(text), float(index))
        if index < len(looks) and looks[index]:
            follower.hears(scene.grow("t1", draft.progress, float(index)))
    draft.end("done", 20.0)
    whole = draft.turn(turn())
    follower.hears(scene.read("T", [whole], {"t1": whole}))
    assert (follower.turns[0]["thoughts"] or "", follower.turns[0]["answer"]) == (whole.reasoning, whole.answer)
    late = Follower()
    late.hears([scene.all()])
    assert (late.turns[0]["thoughts"] or "", late.turns[0]["answer"]) == (whole.reasoning, whole.answer)


def test_a_token_has_192_bits_and_what_is_kept_is_not_it() -> None:
    token = new_token()
    assert len(token) == 32 and token != new_token() and token not in hashed(token)
    assert hashed("") == hashed("too-short") == hashed("x" * 100) == hashed("ü" * 32) == ""
