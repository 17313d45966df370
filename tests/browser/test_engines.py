"""The main walk in three engines: Chromium, Firefox and WebKitGTK, each against the real room and a real stream."""

import re
from collections.abc import Iterator

import pytest

from tests.browser.engines import Place, Window, button
from tests.browser.room import RoomServer
from tests.browser.steps import requests_for, stored
from tests.modelserver import ModelServer, Request
from tests.modelserver.lab import lab
from tests.modelserver.step import Step

PROMPT = '[data-testid="stChatInputTextArea"]'
GROWING = Place(".live-words", number=-1)  # while a turn thinks
WORDS = Place('[class*="st-key-words-"]', number=-1)  # of an open panel
PANEL = Place('[class*="st-key-thoughts-"] summary', number=-1)
PHONE = (390, 844)
# What Streamlit tries and does without: a faster kind of numbers, which our policy refuses, and its own address below
# that of a page.
KNOWN = ("WebAssembly", "/injection/_stcore/")
# Labels of buttons with an arrow of which less can be seen than there is. Names of models may be too long; a label that
# is there only to be heard is a pixel wide.
CUT = """() => [...document.querySelectorAll(
    ":is([data-testid=stPopoverButton], [data-testid=stMenuButtonButton]) [data-testid=stMarkdownContainer]")]
  .filter((label) => {
    const words = document.createRange();
    words.selectNodeContents(label);
    const [room, needed] = [label, words].map((one) => one.getBoundingClientRect().width);
    return room > 1 && needed > room + 0.005 && !label.closest("[class*=st-key-model-], [data-collapsed=true]");
  }).map((label) => label.textContent)"""


def at_a_pace(request: Request) -> Iterator[Step]:
    return lab(request, 40)


@pytest.fixture(scope="module")
def thinker() -> Iterator[ModelServer]:
    with ModelServer(default=at_a_pace) as server:
        yield server


def ask(window: Window, question: str) -> None:
    window.fill(PROMPT, question)
    window.press("Enter")


def complaints(window: Window) -> list[str]:
    return [said for said in window.complaints() if not any(known in said for known in KNOWN)]


def marks(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"mark-(\d{6})", text)]


def bare(text: str) -> str:
    """A paragraph that is whole is dressed: what made it bold or code is gone then."""
    return re.sub(r"[*`\s]", "", text)


def grows(window: Window) -> None:
    """What was read stays as it is, and more comes after it."""
    window.see("mark-000001", GROWING)
    before = window.text(GROWING)
    window.until(lambda: len(window.text(GROWING)) > len(before) + 100, "the thoughts grow")
    after = window.text(GROWING)
    assert bare(after).startswith(bare(before))
    assert marks(after) == [*range(len(marks(after)))]


def test_thoughts_grow_are_stopped_opened_and_outlive_a_refresh(
    place: RoomServer, thinker: ModelServer, window: Window
) -> None:
    stopped, refreshed = "think-2000-20-60 to be stopped", "gate-200-60 to be refreshed"
    window.open(place.url)
    window.see("Watch a model think")

    ask(window, stopped)
    grows(window)
    window.click(button("Stop"))
    window.see("What arrived is kept.")
    kept = stored(place.database, stopped)
    assert kept["status"] == "stopped"
    read = marks(window.text(WORDS))
    assert read == [*range(len(read))] == marks(kept["reasoning"])

    thinker.forget()
    thinker.pause()
    ask(window, refreshed)
    window.see("mark-000005", GROWING)
    window.reload()
    window.see("mark-000005", WORDS)
    thinker.resume()
    window.until(lambda: window.count(button("Ask again")) == 2, "both turns have ended")
    window.see_no(WORDS)  # the panel has closed by itself
    window.rest()
    window.click(PANEL)
    window.see("mark-000015", WORDS)
    assert stored(place.database, refreshed)["status"] == "done"
    assert len(requests_for(thinker, refreshed)) == 1

    window.resize(*PHONE)
    window.rest()
    window.click(PANEL)
    window.see_no(WORDS)
    assert window.run(CUT) == []
    assert window.sideways() == 0
    assert complaints(window) == []


def test_both_answers_of_the_experiment_come(place: RoomServer, window: Window) -> None:
    window.open(f"{place.url}/injection")
    window.click(".st-key-run button")
    window.see("Compare the whole parts", WORDS)
    window.see("9.11 is bigger than 9.9.", '[class*="st-key-arm-plain-"]')
    window.see("9.9 is bigger than 9.11.", '[class*="st-key-arm-injected-"]')
    window.see("with the thoughts, it was right.", '[class*="st-key-findings-"]')
    window.resize(*PHONE)
    window.see("9.9 is bigger than 9.11.", '[class*="st-key-arm-injected-"]')
    assert window.run(CUT) == []
    assert window.sideways() == 0
    assert complaints(window) == []
