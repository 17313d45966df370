"""Marks as a browser shows them: every sign that is no markup can be read, while a text grows and when it stands."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.hostile_room import echo
from tests.browser.hostile_watch import UNSEEN, seen
from tests.browser.room import CANARY, ROOT, RoomServer
from tests.browser.steps import ended, panel, prompt, thoughts
from tests.mixtures import batch
from tests.modelserver import ModelServer
from tests.waiting import eventually

# The text of an element, with its emphasis, as tests/mixtures.py writes it.
READ = """area => {
  const spelled = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const read = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return spelled(node.data);
    const inner = [...node.childNodes].map(read).join("");
    return ({STRONG: `<b>${inner}</b>`, EM: `<i>${inner}</i>`})[node.nodeName] ?? inner;
  };
  return [...area.querySelectorAll('[data-testid="stMarkdownContainer"] > *')].map(read).join("\\n\\n");
}"""
# Bold is all that is dressed while thoughts grow; in the first half, which is seen growing, nothing else is markup.
SAID = """60e3*1e12 = 6e16; 8*5e13 = 4e14, so (a+b)*(c+d)*(e+f).

Now **bold** x**2 + y**2 and (1+r)**2 = 2**(n), __init__, ~5, 3 > 2, the #1 of C#.

**重要提示（Important）：**请注意。他说**“你好”**然后走了。**この文は太字です。**この文は違います。

That is what can be read so far. From here on, where the second half begins, it goes the same way again, with other
figures and with other words, of which there are so many that what stands above is the first half of the whole, and has
been drawn before anything of this is known.

7*8*9 and **bold** again.
"""
BOLD = ["bold", "重要提示（Important）：", "“你好”", "この文は太字です。"]


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServer]:
    folder = tmp_path_factory.mktemp("marks")
    texts = {f"{number:03d}": one.text for number, one in enumerate(batch(18, 60))}
    texts["cell"] = (
        "| Step | Notes |\n|---|---|\n| 1 | first line<br>second line |\n\nH<sub>2</sub>O, 10<sup>5</sup>, <u>x</u>"
    )
    (folder / "light.json").write_text(json.dumps(texts))
    server = RoomServer(folder, {"GALLERY_TEXTS": str(folder)}, script=ROOT / "tests/browser/gallery.py").start()
    yield server
    server.end()


@pytest.fixture(scope="module")
def talker() -> Iterator[ModelServer]:
    with ModelServer(default=echo) as server:
        yield server


@pytest.fixture(scope="module")
def spoken(talker: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServer]:
    keys = {"OPENROUTER_BASE_URL": talker.url, "OPENROUTER_API_KEY": CANARY}
    server = RoomServer(Path(tmp_path_factory.mktemp("spoken")), keys).start()
    yield server
    server.end()


def test_every_sign_that_is_no_markup_is_read(page: Page, gallery: RoomServer) -> None:
    page.goto(f"{gallery.url}?place=markdown&texts=light")
    expect(page.get_by_text("The end.", exact=True)).to_be_visible(timeout=90_000)
    wrong: list[tuple[str, str]] = []
    for number, one in enumerate(batch(18, 60)):
        found = page.locator(f".st-key-try-{number:03d}").evaluate(READ).replace("\u2060", "")
        wrong += [(one.read, found)] if found != one.read else []
    assert wrong == []


def test_few_tags_mean_what_they_say(page: Page, gallery: RoomServer) -> None:
    page.goto(f"{gallery.url}?place=markdown&texts=light")
    area = page.locator(".st-key-try-cell")
    expect(area).to_contain_text("H2O, 105, <u>x</u>")
    expect(area.locator("td").last).to_have_text("first line second line", use_inner_text=True)
    places = [
        area.get_by_text(text, exact=True).last.evaluate("it => getComputedStyle(it.closest('p > span')).verticalAlign")
        for text in ("2", "5")
    ]
    assert places == ["sub", "super"]


def strong(area: Locator) -> list[str]:
    return [UNSEEN.sub("", text) for text in area.locator("strong").all_inner_texts()]


def test_growing_and_settled_are_read_alike(page: Page, spoken: RoomServer, talker: ModelServer) -> None:
    plain = UNSEEN.sub("", re.sub(r"\*\*(" + "|".join(map(re.escape, BOLD)) + r")\*\*", r"\1", SAID))
    half = plain[: plain.index("That")]
    answer = page.locator('[class*="st-key-reply-"] > * > .stMarkdown')
    page.goto(spoken.url)
    talker.pause()
    prompt(page).fill(f"gate {SAID}")
    prompt(page).press("Enter")
    expect(thoughts(page)).to_contain_text("違います")
    assert eventually(lambda: half in seen(thoughts(page)) and strong(thoughts(page)) == BOLD)
    talker.resume()
    talker.pause()
    expect(answer.filter(has_text="違います")).not_to_have_count(0)
    assert eventually(lambda: half in UNSEEN.sub("", "".join(answer.all_inner_texts())))
    talker.resume()
    ended(page)
    panel(page).locator("summary").click()
    expect(thoughts(page)).to_contain_text("7*8*9")
    for area in (thoughts(page), page.locator('[class*="st-key-reply-"]')):
        assert plain in seen(area) and strong(area)[-5:] == [*BOLD, "bold"]
