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

    for key in ("run", "other"):
        if pressed(key, key=key):
            with starting(key):
                if st.session_state.get("cannot"):
                    raise ValueError
                st.session_state["begun"] = [*st.session_state["begun"], key]
            st.rerun()


@pytest.fixture
def starter() -> AppTest:
    app = AppTest.from_function(starting_page)
    app.session_state["begun"] = []
    return app.run()


def begun(app: AppTest) -> list[str]:
    return app.session_state["begun"]


def test_what_was_started_can_be_started_again_where_its_button_was_drawn_since(starter: AppTest) -> None:
    for _ in range(2):
        starter.button("run").click().run()
    assert begun(starter) == ["run"] * 2


@pytest.mark.parametrize("since", [1, 2], ids=["while it is started", "when it is"])
def test_a_button_that_was_drawn_before_starts_nothing_more(starter: AppTest, since: int) -> None:
    starter.button("run").click().run()
    starter.session_state["tab"].starts["run"] += since
    starter.button("run").click().run().run()
    assert begun(starter) == ["run"]
    starter.button("other").click().run()
    assert begun(starter) == ["run", "other"]
    starter.button("run").click().run()
    assert begun(starter) == ["run", "other", "run"]


def test_what_could_not_be_started_can_be_at_once(starter: AppTest) -> None:
    starter.session_state["cannot"] = True
    starter.button("run").click().run()
    assert starter.exception and begun(starter) == []
    starter.session_state["cannot"] = False
    starter.button("run").click().run()
    assert begun(starter) == ["run"]
