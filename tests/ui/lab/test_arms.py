"""The column of an answer says which mark it has, or that it was cut off and has none."""

import pytest
from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st

    from components.conversation import Asked
    from components.injection import Expected
    from components.ui.lab.arms import Side, show_sides
    from components.ui.lab.experiment import verdict_of
    from components.ui.state.texts import finished_texts
    from tests.turns import made, pieces

    reason = st.query_params["reason"]
    turn = made("t", "c", None, 1.0, "?", Asked("a", "b"), "done", pieces("", "It is 42."), finish_reason=reason)
    verdict = verdict_of(Expected("number", "42"), turn)
    show_sides([Side("plain", "plain", "Alone", "", turn, finished_texts(turn), verdict=verdict, expected="42")])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("reason", "said"), [("stop", "**Right**] · expected 42"), ("length", "**Cut off**] · not judged")]
)
def test_a_mark_or_why_there_is_none(reason: str, said: str) -> None:
    at = AppTest.from_function(page)
    at.query_params["reason"] = reason
    at.run()
    assert not at.exception
    marked = [one.value for one in at.markdown if "expected" in one.value or "not judged" in one.value]
    assert len(marked) == 1 and marked[0].endswith(said)
