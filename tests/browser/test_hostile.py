"""Model text that tries to be a directive where our idea of code and Markdown's may differ, in the real front end."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.room import ROOT, RoomServer

TRIES = (
    "`a\n\n:red[X]`",
    "- a ` b\n- :red[X] ` c",
    "# h `\n:red[X] `",
    "\\`:red[X]\\`",
    "| ` | :red[X] ` |\n|---|---|\n| x | y |",
    "[a](http://x/`b) :red[X] `",
    "<http://x/`> :red[X] `",
    "- a\n  ```\n:red[X]",
    "<div>\n```\n\n:red[X]",
    "<!--\n```\n-->\n:red[X]",
    "\\( a\n\n:red[X] \\)",
    "$a_1\\$ :red[X] b$",
    "a\r\n\r\nb\r:red[X]",
    "> ```\n:red[X]\n> ```",
    "1. a\n\n   ```py\n   x = 1\n   ```\n:red[X]",
    "***\n:red[X]",
    "text\n    :red[X]",
    "a `b` :red[X] `c`",
    "``` a`b\n:red[X]\n```",
    "~~~\nq\n~~~\n:red[X]",
    " ```\n c\n```\n:red[X]",
    " ```\nc\n ```\n:red[X]",
    "- a\n\n ```\n c\n ```\n:red[X]",
    "- a\n\n  ```\n c\n  ```\n:red[X]",
    "see https://x.y/`a :red[X] `b",
    "[^1]: a\n\n    :red[X]\n\nb[^1]",
    "- - ```\n:red[X]",
    "* a\n\n  :red[X] :smile: :material/home:",
    "\\\\:red[X]",
    "x:y[0] :red[X]",
)


@pytest.fixture(scope="module")
def drawn(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page that shows each try through the one function that all model text passes."""
    folder = tmp_path_factory.mktemp("hostile")
    script = folder / "show.py"
    script.write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nimport json\nimport streamlit as st\n"
        "from components.ui.faithful import as_markdown\n"
        f"for number, said in enumerate(json.loads({json.dumps(json.dumps(TRIES))})):\n"
        "    with st.container(key=f'try-{number}'):\n        st.markdown(as_markdown(said), anchors=False)\n"
    )
    server = RoomServer(folder, {}, script=script).start()
    page = browser.new_page()
    page.goto(server.url)
    page.locator(f".st-key-try-{len(TRIES) - 1}").wait_for()
    yield page
    page.close()
    server.end()


@pytest.mark.parametrize("number", range(len(TRIES)), ids=[repr(said)[:30] for said in TRIES])
def test_no_directive_is_followed_and_nothing_is_lost(drawn: Page, number: int) -> None:
    # Code is coloured by a script that comes later.
    expect(drawn.locator(f".st-key-try-{number}")).to_contain_text(re.compile(":\u2060?red\\[X\\]"))
