"""Session state has one owner, and what it holds is one value."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[3]
OWNERS = {"session_state": "components/ui/state/session.py", "query_params": "components/ui/state/address.py"}


def _touching(source: str) -> Iterator[tuple[str, int]]:
    """Where a module has to do with what one module alone may touch, by whatever name it was imported."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in OWNERS:
            yield node.attr, node.lineno
        elif isinstance(node, ast.ImportFrom):
            yield from ((alias.name, node.lineno) for alias in node.names if alias.name in OWNERS)
        elif isinstance(node, ast.Constant) and node.value in OWNERS:
            yield str(node.value), node.lineno


def _drawing() -> list[Path]:
    return [*(ROOT / "components/ui").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"]


@pytest.mark.parametrize(("name", "owner"), OWNERS.items())
def test_session_state_and_the_address_have_one_owner_each(name: str, owner: str) -> None:
    touching = {
        path.relative_to(ROOT).as_posix()
        for path in _drawing()
        if any(found == name for found, _ in _touching(path.read_text("utf-8")))
    }
    assert touching == {owner}


@pytest.mark.parametrize(
    "source",
    [
        "import streamlit as st\nst.session_state['a'] = 1",
        "import streamlit\nstreamlit.session_state",
        "from streamlit import session_state as kept",
        "import streamlit as st\ngetattr(st, 'session_state')",
        "import streamlit as st\nst.query_params.get('chat')",
    ],
)
def test_who_touches_them_is_seen(source: str) -> None:
    assert len(list(_touching(source))) == 1


# What looks something up, with everything it is given. Nothing of it may change what the tab holds.
def _getters() -> None:
    import copy

    import streamlit as st

    from components.conversation import Asked, Turn
    from components.ui import dialog
    from components.ui.state import address, session, shown, slots

    turn = Turn("t", "c", None, 0.0, "Which?", Asked("pocket", "a model"))
    before = copy.deepcopy(session.tab()), dict(st.query_params)
    for look in (
        session.outcome,
        lambda: session.plan("new"),
        lambda: session.follows(turn),
        lambda: session.keeps_to_end(turn, "t"),
        session.page,
        session.wired,
        lambda: session.value_of("a field"),
        address.thoughts_asked,
        lambda: dialog.above("call"),
        lambda: dialog.key("call", "program"),
        lambda: shown.shown_turns("c"),
        shown.shown_chats,
        slots.filled,
        lambda: slots.turn_in(0),
    ):
        look()
        assert (session.tab(), dict(st.query_params)) == before


def test_getters_do_not_write() -> None:
    app = AppTest.from_function(_getters).run()
    assert not app.exception


def _dialogs() -> None:
    import streamlit as st

    from components.ui import dialog
    from components.ui.state import session

    @dialog.dialog("One")
    def show_one() -> None:
        st.text_input("Typed", key=dialog.key("call", "typed"))
        if st.button("Leave"):
            dialog.leave()
            st.rerun()

    for chat in ("a", "b"):
        st.button(f"Of {chat}", on_click=dialog.open_above, args=("call", chat))
    st.button("Keys", on_click=dialog.open_above, args=("keys",))
    if dialog.above("call", "a"):
        show_one()
    st.text(str(session.tab().above))


def test_one_thing_lies_above_the_page_and_it_is_new_each_time() -> None:
    app = AppTest.from_function(_dialogs).run()

    def press(label: str) -> None:
        next(button for button in app.button if button.label == label).click().run()
        assert not app.exception

    press("Of a")
    app.text_input[0].input("something").run()
    assert app.text_input[0].value == "something"
    press("Leave")
    assert len(app.text_input) == 0
    press("Of a")
    assert app.text_input[0].value == ""
    press("Keys")  # in its place, and not beside it
    assert len(app.text_input) == 0 and "keys" in app.text[0].value
    press("Of b")  # of another chat than the one that is shown
    assert len(app.text_input) == 0


def _panels() -> None:
    import streamlit as st

    from components.ui.state import session

    if st.toggle("Here", True):
        session.set_panel("t", False)
        key = session.panel_key("t")
        st.expander("Thoughts", key=key, on_change=session.note_toggle, args=("t",))
    st.button("Open it", on_click=session.open_panel, args=("t",))


def test_a_panel_that_was_opened_is_open_when_its_reader_comes_back() -> None:
    app = AppTest.from_function(_panels).run()
    assert not app.expander[0].proto.expanded
    app.button[0].click().run()
    assert app.expander[0].proto.expanded
    app.toggle[0].set_value(False).run()  # on another page
    assert not app.expander
    app.toggle[0].set_value(True).run()
    assert app.expander[0].proto.expanded and not app.exception
