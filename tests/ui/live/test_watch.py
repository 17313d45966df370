"""What is drawn anew while something grows says where it cannot be read, and the rest of the page stays."""

from streamlit.testing.v1 import AppTest


def _growing() -> None:
    import streamlit as st

    from components.conversation import CannotKeep
    from components.ui.live.watch import show_growing

    def show() -> None:
        if st.session_state.get("away"):
            raise CannotKeep("The *database* does not answer.")
        st.caption("It grows.")

    show_growing(show, None, key="growing")
    st.caption("The rest.")


def test_what_cannot_be_read_is_said_in_its_place() -> None:
    at = AppTest.from_function(_growing).run()
    assert [one.value for one in at.caption] == ["It grows.", "The rest."] and not at.markdown
    at.session_state["away"] = True
    at.run()
    assert not at.exception and [one.value for one in at.caption] == ["The rest."]
    (said,) = (one.value for one in at.markdown)
    assert "That could not be done or read." in said and "*database*" not in said.replace("\\*", "")
