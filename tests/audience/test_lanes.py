"""Runs as followers are told of them: lanes side by side, and nothing that is not shown or nobody may know yet."""

from typing import Any

from components.audience import Lane, Scene, Shown
from components.conversation import AnswerDelta, Draft, ReasoningDelta, Refiled
from tests.audience.test_scene import ALL, ended, turn

QUESTION = "Which is bigger?"


class Follower:
    """As its page does it."""

    def __init__(self) -> None:
        self.question: str | None = None
        self.lanes = list[dict[str, Any]]()

    def hears(self, events: list[list[Any]]) -> None:
        for name, *rest in events:
            match name:
                case "all":
                    _, _, lanes, self.question = rest
                    self.lanes = [dict(lane) for lane in lanes]
                case "turn":
                    self.lanes[rest[0]] = dict(rest[1])
                case "more":
                    for part, text in zip(("thoughts", "answer"), rest[1:], strict=True):
                        if text:
                            self.lanes[rest[0]][part] += text
                case _:
                    self.lanes[rest[0]].update(state=rest[1], seconds=rest[2])

    @property
    def states(self) -> list[str]:
        return [lane["state"] for lane in self.lanes]


def test_lanes_begin_grow_and_end_each_at_its_own_time() -> None:
    scene, follower, draft = Scene(ALL, live=True), Follower(), Draft()
    first, second = Lane("Lane A", "a/b · high", turn("t1")), Lane("Lane B", "c/d", turn("t2", status="queued"), True)
    follower.hears(scene.read_lanes(QUESTION, [first, second], {}))
    assert follower.question == QUESTION and follower.states == ["waiting", "before"]
    assert [(lane["label"], lane["model"], lane["question"]) for lane in follower.lanes] == [
        ("Lane A", "a/b · high", None),
        ("Lane B", "c/d", None),
    ]
    assert scene.on_their_way == ["t1"] and scene.read_lanes(QUESTION, [first, second], {}) == []
    draft.fold(ReasoningDelta("One "), 1.0)
    draft.fold(AnswerDelta("4"), 1.3)
    follower.hears(scene.grow("t1", draft.progress, 1.3))
    whole = ended("t1", "One ", "42.")
    begun = [Lane("Lane A", "a/b · high", whole), Lane("Lane B", "c/d", turn("t2"), True)]
    assert scene.untold([lane.turn for lane in begun if lane.turn]) == [whole]
    told = scene.read_lanes(QUESTION, begun, {"t1": whole})
    assert told == [["more", 0, "", "2."], ["state", 0, "done", None], ["state", 1, "waiting", None]]
    follower.hears(told)
    assert (follower.lanes[0]["thoughts"], follower.lanes[0]["answer"]) == ("One ", "42.")
    assert scene.on_their_way == ["t2"] and scene.growing
    late = Follower()
    late.hears([scene.all()])
    assert late.lanes == follower.lanes and late.question == QUESTION


def test_names_come_when_they_are_revealed_and_where_they_are_shown() -> None:
    for shown, revealed in ((ALL, "a/b"), (Shown(), None)):
        scene, follower, whole = Scene(shown, live=True), Follower(), ended("t1", "Hm", "Yes")
        follower.hears(scene.read_lanes(QUESTION, [Lane("Lane A", "", whole)], {"t1": whole}))
        assert follower.lanes[0]["model"] is None and "secret/model" not in str(scene.all())
        told = scene.read_lanes(QUESTION, [Lane("Lane A", "a/b", whole)], {})
        follower.hears(told)
        assert follower.lanes[0]["model"] == revealed and bool(told) == bool(revealed)
        assert (follower.lanes[0]["thoughts"], follower.lanes[0]["answer"]) == ("Hm", "Yes")


def test_a_lane_that_is_asked_again_is_told_anew_and_the_others_stay() -> None:
    scene, follower = Scene(ALL, live=True), Follower()
    done, failed = ended("t1", "Hm", "Yes"), turn("t2", status="failed")
    lanes = [Lane("A", "x", done), Lane("B", "x", failed), Lane("C", "x", due=True)]
    follower.hears(scene.read_lanes(QUESTION, lanes, {"t1": done, "t2": failed}))
    assert follower.states == ["done", "failed", "before"]
    told = scene.read_lanes(QUESTION, [lanes[0], Lane("B", "x", turn("t3")), Lane("C", "x")], {})
    assert [event[:2] for event in told] == [["turn", 1], ["state", 2]]
    follower.hears(told)
    assert follower.states == ["done", "waiting", "never"] and scene.on_their_way == ["t3"]
    told = scene.read_lanes(QUESTION, [lanes[0], Lane("B", "x", turn("t3")), Lane("C", "x", turn("t4"))], {})
    assert [event[:2] for event in told] == [["turn", 2]] and scene.on_their_way == ["t3", "t4"]


def test_nothing_of_a_lane_is_told_that_is_not_shown() -> None:
    scene, draft = Scene(Shown(thoughts=False, questions=False), live=True), Draft()
    lane = Lane("The thinker", "secret/model", turn(), answers=False)
    told = [scene.read_lanes(QUESTION, [lane], {})]
    draft.fold(ReasoningDelta("A thought"), 1.0)
    told.append(scene.grow("t1", draft.progress, 1.0))
    draft.fold(AnswerDelta("done, and it is 9.9"), 2.0)
    told.append(scene.grow("t1", draft.progress, 2.0))
    assert told[1:] == [[["state", 0, "thinking", 1.0]], [["state", 0, "answering", 2.0]]]
    draft.fold(Refiled(), 2.5)
    told.append(scene.grow("t1", draft.progress, 2.5))
    whole = ended("t1", "A thought", "done, and it is 9.9")
    lane = Lane("The thinker", "secret/model", whole, answers=False)
    told += [scene.read_lanes(QUESTION, [lane], {"t1": whole}), [scene.all()]]
    for word in ("secret", "bigger", "A thought", "9.9", "Question t1"):
        assert word not in str(told)
    assert scene.all()[3][0]["answer"] is None and scene.all()[4] is None
