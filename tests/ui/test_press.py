import math
import time

import pytest
from streamlit.testing.v1 import AppTest

from components.ui import press


def page() -> None:
    import streamlit as st

    from components.ui.press import pressed

    state = st.session_state
    if state.pop("another run", False):
        st.rerun()
    answers = pressed("Kept", key="kept"), st.button("Plain", key="plain")
    for name, seen in zip(("kept", "plain"), answers, strict=True):
        state[f"seen {name}"] = state.get(f"seen {name}", 0) + seen


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_function(page).run()


def test_a_press_is_seen_once(app: AppTest) -> None:
    app.button("kept").click().run().run()
    assert app.session_state["seen kept"] == 1


def test_a_press_is_seen_where_its_run_is_given_up_before_it_comes_to_the_button(app: AppTest) -> None:
    for name in ("kept", "plain"):
        app.session_state["another run"] = True
        app.button(name).click().run()
    assert app.session_state["seen kept"] == 1
    assert app.session_state["seen plain"] == 0  # what Streamlit does by itself


@pytest.mark.parametrize(("ago", "seen"), [(press.MOST_S / 2, 1), (press.MOST_S, 0)])
def test_an_old_press_is_not_meant_any_more(app: AppTest, ago: float, seen: int) -> None:
    app.session_state["tab"].presses["kept"] = time.monotonic() - ago
    app.run()
    assert app.session_state["seen kept"] == seen


def starting_page() -> None:
    import streamlit as st

    from components.ui.press import pressed, starting

    if pressed("Run", key="run"):
        with starting("run") as outcome:
            if st.session_state.get("cannot"):
                raise ValueError
            outcome.run = f"{outcome.run or ''}x"
    if st.session_state.get("other") is not None and pressed("Other", key="other-button"):
        with starting("other-button") as outcome:
            outcome.measurement = "begun"


@pytest.fixture
def starter(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr(press, "TWICE_S", 3600.0)  # just now, however slow the machine is
    return AppTest.from_function(starting_page).run()


def begun(app: AppTest) -> str:
    return app.session_state["tab"].outcome.run or ""


def test_what_is_pressed_twice_is_started_once(starter: AppTest) -> None:
    for _ in range(3):
        starter.button("run").click().run()
    assert begun(starter) == "x" and starter.run() and begun(starter) == "x"


def test_what_is_pressed_while_it_starts_is_not_started_again(starter: AppTest) -> None:
    starter.session_state["tab"].started["run"] = math.inf
    starter.button("run").click().run()
    assert begun(starter) == ""


def test_another_button_is_no_second_press(starter: AppTest) -> None:
    starter.session_state["other"] = True
    starter.button("run").click().run()
    starter.run().button("other-button").click().run()
    assert starter.session_state["tab"].outcome.measurement == "begun"


def test_it_can_be_started_again_later(starter: AppTest) -> None:
    starter.button("run").click().run()
    starter.session_state["tab"].started["run"] -= press.TWICE_S
    starter.button("run").click().run()
    assert begun(starter) == "xx"


def test_what_could_not_be_started_can_be_at_once(starter: AppTest) -> None:
    starter.session_state["cannot"] = True
    starter.button("run").click().run()
    assert starter.exception and begun(starter) == ""
    starter.session_state["cannot"] = False
    starter.button("run").click().run()
    assert begun(starter) == "x"
