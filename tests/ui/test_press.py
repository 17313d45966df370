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
