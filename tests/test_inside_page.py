"""The page that looks into a thought, over a real room: where it paused, what it is compared with, and what was asked
about its steps."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.conversation import Asked, Chat, Piece, Times, Turn, explanation_of, translation_of
from components.room import LOCAL, Room, get_room
from components.ui.state.tab import Above, DialogName
from tests.modelserver import ModelServer
from tests.modelserver.behaviour import perform
from tests.modelserver.script import Spoken
from tests.pages import at_address, own_room
from tests.turns import made
from tests.waiting import eventually

ASKED = Asked("openrouter", "test/model")
PLAN = "First of all I have to work out what is asked of me here, and in which order I do it.\n\n"
WORK = "Three of ten apples are eaten, so seven of them are left in the basket at this moment.\n\n"
DOUBT = "Wait, two were put back in the end, which makes seven plus two of them in the basket.\n\n"
END = "So the answer is that nine apples are left in the basket."
FAST, SLOW = (1.0, 1.7, 2.4, 3.1), (1.0, 1.7, 7.4, 8.1)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


@pytest.fixture(autouse=True)
def room(server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    with own_room(tmp_path, monkeypatch, server):
        found = get_room()
        found._store.add_chat(Chat("c", LOCAL, "Apples", 1.0, 1.0, None, ASKED))
        yield found


def thought(room: Room, name: str, texts: list[str], at: tuple[float, ...], **more: Any) -> Turn:
    """A turn that has ended, each step of whose thoughts came at a time of its own."""
    pieces = [Piece("reasoning", text, when) for text, when in zip(texts, at, strict=True)]
    if texts:
        pieces.append(Piece("answer", "There are 9.", at[-1] + 0.4))
    told = {"parent_id": None, "question": "How many apples are left?", "status": "done", **more}
    times = Times(at[0], at[-1] + 0.4, at[-1] + 1.4) if texts else Times(None, 0.5, 1.0)
    turn = made(
        name,
        "c",
        told["parent_id"],
        10.0 + len(name),
        told["question"],
        ASKED,
        told["status"],
        tuple(pieces),
        times=times,
    )
    room._store.begin(turn)
    for number, piece in enumerate(pieces):
        room._store.extend(turn, number, [piece])  # as they come
    room._store.finish(turn)
    return turn


def looked(turn: str, other: str = "") -> AppTest:
    return at_address("inside", chat="c", turn=turn, **({"with": other} if other else {}))


def labels(at: AppTest) -> list[str]:
    return [button.label for button in at.button if button.label.startswith("Back")]


@pytest.mark.parametrize(
    ("came", "ways"),
    [
        ({}, ["Back to the chat"]),
        ({"from": "thoughts"}, ["Back to all thoughts", "Back to the chat"]),
        ({"m": "one"}, ["Back to the measurement"]),
        ({"from": "elsewhere"}, ["Back to the chat"]),
    ],
)
def test_the_ways_back_lead_to_where_one_came_from(room: Room, came: Mapping[str, str], ways: list[str]) -> None:
    thought(room, "t1", [PLAN, END], (1.0, 1.4))
    assert labels(at_address("inside", chat="c", turn="t1", **came)) == ways


def told_to(at: AppTest, name: str) -> Mapping[str, Any] | None:
    """What the element of ours gets whose data has this name."""
    found = [element.proto for element in at.main if element.type == "bidi_component"]
    for proto in found:
        data = json.loads(proto.json or "{}")
        if name in data:
            return json.loads(data[name])
    return None


def words(at: AppTest) -> str:
    return "\n".join(str(element.value) for element in (*at.markdown, *at.caption, *at.subheader))


def test_pauses_and_reasoning_against_answer_stand_below_the_strip(room: Room) -> None:
    thought(room, "t1", [PLAN, WORK, DOUBT, END], SLOW)
    found = told_to(looked("t1"), "look")
    assert found is not None
    size = len(PLAN + WORK + DOUBT + END)
    assert found["below"] == [
        f"Reasoning: 7.5 s, {size} characters; answer: 1.0 s, 12 characters.",
        "Paused 5.2 s before step 3.",
    ]


def test_a_thought_alone_is_compared_with_nothing(room: Room) -> None:
    thought(room, "t1", [PLAN, END], (1.0, 1.4))
    thought(room, "t22", [], ())  # another version, which did not think
    at = looked("t1")
    assert not at.selectbox and "Compare with" not in words(at)


def test_two_versions_are_compared_by_a_choice_that_stands_in_the_address(room: Room, server: ModelServer) -> None:
    thought(room, "t1", [PLAN, WORK, DOUBT, END], SLOW)
    thought(room, "t22", [PLAN, WORK, END], FAST[:3])
    at = looked("t1")
    assert told_to(at, "versus") is None
    (field,) = at.selectbox
    assert [option.split(" · ")[:2] for option in field.options] == [["Version 2", "test/model"]]
    field.select(field.options[0]).run()
    assert not at.exception
    assert at.query_params["with"] in ("t22", ["t22"])
    told = "3 of 4 steps are the same; 1 was dropped; the second was 5.7 s faster."
    assert told in words(at)
    found = told_to(at, "versus")
    assert found is not None
    assert [look["turn"] for look in found["looks"]] == ["t1", "t22"]
    assert found["short"] == ["Version 1", "Version 2"] and "Version 1, this one" in found["names"][0]
    assert [kind for _, _, kind in found["pairs"]] == ["same", "same", "dropped", "same"]
    measures = {label: (left, right) for label, left, right in found["measures"]}
    assert measures["Thinking time"] == ("7.5 s", "1.8 s")
    assert measures["Longest pause"] == ("5.2 s", "none")
    # By its address alone it is the same, the older one first, and nothing was asked of a model.
    again = looked("t22", "t1")
    assert told in words(again) and (told_to(again, "versus") or {})["short"] == ["Version 1", "Version 2"]
    assert server.requests == []


def test_another_turn_of_the_chat_is_named_by_its_question(room: Room) -> None:
    thought(room, "t1", [PLAN, WORK, END], FAST[:3])
    thought(room, "t22", [PLAN, END], FAST[:2], parent_id="t1", question="And  how many\npears?")
    at = looked("t22", "t1")
    assert "Turn 1 · test/model" in at.selectbox[0].options[0] and "“How many apples" in at.selectbox[0].options[0]
    found = told_to(at, "versus")
    assert found is not None and found["short"] == ["Turn 1", "Turn 2"]
    assert found["missing"] == ["not in turn 1", "not in turn 2"] and "“And how many pears?”" in found["names"][1]


def test_a_thought_that_grows_is_compared_when_it_has_ended(room: Room) -> None:
    thought(room, "t1", [PLAN, WORK, END], FAST[:3])
    grows = thought(room, "t22", [PLAN, END], FAST[:2], status="streaming")
    told = "still grows. Both are laid over each other here when it has ended."
    at = looked("t22", "t1")
    assert f"This thought {told}" in words(at) and told_to(at, "versus") is None
    at = looked("t1", "t22")
    assert f"Version 2 {told}" in words(at) and told_to(at, "versus") is None
    room._store.finish(replace(grows, status="done"))
    at.run()
    assert told not in words(at) and told_to(at, "versus")


@pytest.mark.parametrize("other", ["t1", "nobody", "t333"])
def test_an_address_that_names_no_other_thought_compares_nothing(room: Room, other: str) -> None:
    thought(room, "t1", [PLAN, END], FAST[:2])
    thought(room, "t22", [PLAN, END], FAST[:2])
    thought(room, "t333", [], ())
    at = looked("t1", other)
    assert len(at.selectbox) == 1 and at.selectbox[0].value is None and told_to(at, "versus") is None


def test_turns_without_times_are_compared_by_their_words(room: Room) -> None:
    for name, texts in (("t1", [PLAN, WORK]), ("t22", [PLAN, END])):
        pieces = [Piece("reasoning", text) for text in texts]
        turn = made(name, "c", None, 10.0 + len(name), "How many?", ASKED, "done", tuple(pieces), times=Times())
        room._store.begin(turn)
        room._store.extend(turn, 0, pieces)
        room._store.finish(turn)
    at = looked("t1", "t22")
    assert "1 of 2 steps is the same; 1 was dropped, 1 is new." in words(at)
    found = told_to(at, "versus")
    assert found is not None and ["Thinking time", "not recorded", "not recorded"] in found["measures"]


def above(turn: str, name: DialogName, span: tuple[int, int], presses: str = "") -> AppTest:
    """With a dialog about a step above it; `presses` is chosen before on the page."""
    at = looked(turn)
    if presses:
        at.radio(key="who-answers").set_value(presses)
    at.session_state["tab"].above = Above(name, "c", turn, span)
    at.run()
    assert not at.exception
    return at


def press(at: AppTest, label: str) -> AppTest:
    next(button for button in at.button if button.label == label).click().run()
    assert not at.exception
    return at


def explains(server: ModelServer, answer: str) -> None:
    spoken = Spoken("", answer)
    server.set_default(lambda request: perform(spoken, "or", request))


def test_a_step_is_explained_by_the_turns_own_model_where_nobody_chose(room: Room, server: ModelServer) -> None:
    thought(room, "t1", [PLAN, WORK, DOUBT, END], SLOW)
    start, end = len(PLAN), len(PLAN + WORK)
    explains(server, "It counts what is left.")
    # The choice on the page is another one than that in the dialog.
    at = above("t1", "explain step", (start, end), presses="Another model")
    assert "this step and the question are sent to OpenRouter" in words(at) and "and 150 out" in words(at)
    press(at, "Explain it")
    ((aside, _),) = room.asides(LOCAL).of("t1")
    assert eventually(lambda: room.asides(LOCAL).of("t1")[0][1].ended)
    assert (aside.kind, aside.start, aside.end, aside.detail) == ("explanation", start, end, "en")
    (request,) = server.requests
    assert request.fields["model"] == "test/model"
    assert request.prompt == explanation_of(WORK, "How many apples are left?", "en")
    again = looked("t1")  # as after a refresh
    (panel,) = again.expander
    assert panel.label.startswith("Step 2: ") and panel.label.endswith(" · Explanation · English · by test/model")
    assert "It counts what is left." in words(again) and WORK.strip() in words(again)
    found = told_to(again, "look")
    assert found is not None and found["asides"] == [[aside.id, "explanation", start, end]]
    press(again, "Remove the explanation")
    assert room.asides(LOCAL).of("t1") == [] and not looked("t1").expander


def test_a_step_is_translated_and_what_is_of_the_whole_thought_stands_in_its_chat(
    room: Room, server: ModelServer
) -> None:
    thought(room, "t1", [PLAN, WORK, END], FAST[:3])
    explains(server, "Drei von zehn Äpfeln sind gegessen.")
    at = above("t1", "translate step", (len(PLAN), len(PLAN + WORK)))
    next(field for field in at.selectbox if field.label == "Language").select("Deutsch").run()
    press(at, "Translate it")
    assert room.asides(LOCAL).translate("t1", "de", ASKED)
    assert eventually(lambda: all(made.ended for _, made in room.asides(LOCAL).of("t1")))
    assert sorted(request.prompt for request in server.requests) == sorted(
        [translation_of(WORK, "de"), translation_of(PLAN + WORK + END, "de")]
    )
    (panel,) = looked("t1").expander
    assert panel.label.startswith("Step 2: ") and panel.label.endswith(" · Translation · Deutsch · by test/model")
    chat = at_address("chat", chat="c")
    assert not chat.exception
    assert [one.label for one in chat.expander if "Translation" in one.label] == [
        "Translation · Deutsch · by test/model"
    ]
