"""The choice of a model in a chat of any id: they are random, of letters, digits, "-" and "_"."""

import pytest
from streamlit.testing.v1 import AppTest


def page(scope: str) -> None:
    from components.conversation import Catalogue, Model, Server
    from components.ui.sidebar.models import Shelf, show_model
    from components.ui.state import session

    session.fill(f"models-{scope}", True)  # the list is open
    shelf = Shelf(Catalogue((Model("vendor/model", "A model"),), 1.0))
    show_model(Server("openrouter", "OpenRouter"), "vendor/model", lambda: shelf, scope, 2.0)


@pytest.mark.parametrize("scope", ["new", "a__b", "__", "_a_", "thinker-a___", "answerer-_"])
def test_its_list_opens(scope: str) -> None:
    app = AppTest.from_function(page, kwargs={"scope": scope}).run()
    assert not app.exception and len(app.get("bidi_component")) == 1
