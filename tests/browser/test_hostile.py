"""Model text that wants something else than to be read, in a real browser.

The policy of the room's pages refuses nothing here: what slips through our own care is seen at the canary. And it tells
what it would have refused, which is seen by the watch.
"""

import json
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from components.conversation import shown_as
from tests.browser.canary import Canary
from tests.browser.hostile import HEAVY, OPEN, SETTLED, TRIES, samples, word_of
from tests.browser.hostile_room import Lair, catalogue, echo, furnish
from tests.browser.hostile_watch import UNSEEN, Watch, plain, seen
from tests.browser.proxy import Disarmed
from tests.browser.room import CANARY as KEY
from tests.browser.room import ROOT, RoomServer
from tests.browser.steps import ask, ended, prompt, thoughts
from tests.modelserver import ModelServer
from tests.waiting import eventually

CUTS = 5
WORDS = [word_of(name) for name in {**SETTLED, **OPEN}]


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    with Canary() as canary:
        yield canary


@dataclass(frozen=True)
class Place:
    """`url` is where its policy refuses nothing."""

    server: RoomServer
    url: str


@contextmanager
def disarmed(server: RoomServer) -> Generator[Place]:
    proxy = Disarmed(server.start().port)
    with urlopen(proxy.url) as page:
        assert "Content-Security-Policy" not in page.headers and "Content-Security-Policy-Report-Only" in page.headers
    yield Place(server, proxy.url)
    proxy.end()
    server.end()


@pytest.fixture(scope="module")
def gallery(canary: Canary, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("gallery")
    for name, kinds in (("light", (SETTLED, OPEN)), ("tries", (TRIES,))):
        (folder / f"{name}.json").write_text(json.dumps(samples(canary.host, *kinds)))
    (folder / "cut.json").write_text(json.dumps(cut(samples(canary.host, SETTLED, OPEN))))
    server = RoomServer(folder, {"GALLERY_TEXTS": str(folder)}, script=ROOT / "tests/browser/gallery.py")
    with disarmed(server) as place:
        yield place


@pytest.fixture(scope="module")
def talker(canary: Canary) -> Iterator[ModelServer]:
    with ModelServer(default=echo, models=catalogue(samples(canary.host, SETTLED, OPEN, TRIES))) as server:
        yield server


@pytest.fixture(scope="module")
def furnished(
    canary: Canary, talker: ModelServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Place, Lair]]:
    folder = tmp_path_factory.mktemp("lair")
    lair = furnish(folder, talker, canary.host)
    server = RoomServer(folder, {"OPENROUTER_BASE_URL": talker.url, "OPENROUTER_API_KEY": KEY})
    with disarmed(server) as place:
        yield place, lair


@pytest.fixture(scope="module")
def tabs(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(30_000)
    yield context
    context.close()


@pytest.fixture
def page(tabs: BrowserContext) -> Iterator[Page]:
    page = tabs.new_page()
    yield page
    page.close()


def cut(texts: dict[str, str]) -> dict[str, str]:
    """As they are while they grow."""
    return {f"{name}-{n}": text[: len(text) * n // CUTS] for name, text in texts.items() for n in range(1, CUTS)}


def visit(page: Page, url: str, place: str, texts: str = "light") -> None:
    page.goto(f"{url}?place={place}&texts={texts}")
    expect(page.get_by_text("The end.", exact=True)).to_be_visible(timeout=90_000)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)  # code and formulas are drawn by scripts that come later


def turns(page: Page, count: int) -> list[Locator]:
    found = page.locator('[class*="st-key-turn-"]')
    expect(found).to_have_count(count)
    return found.all()


def says(area: Locator, text: str) -> None:
    """Each word of the samples in it, or soon in it: a list is drawn a moment after it was asked for."""
    bare = UNSEEN.sub("", text)

    def missing() -> list[str]:
        shown = UNSEEN.sub("", "".join(area.all_inner_texts()))
        return [word for word in WORDS if word in bare and word not in shown]

    eventually(lambda: not missing())
    assert missing() == []


def by_search(texts: dict[str, str]) -> dict[str, str]:
    """What finds them in a list that shows sixty at a time, and the texts that are found."""
    begins = {name.partition("-")[0].upper() for name in texts}
    return {begin: "\n".join(t for n, t in texts.items() if n.upper().startswith(begin)) for begin in begins}


def open_all(page: Page, label: str, within: str = "") -> None:
    """Every closed panel of that name. `within`: what comes from the server when one opens."""
    panels = page.locator("details").filter(has=page.locator("summary", has_text=label))
    for panel in panels.all():
        panel.locator("summary").dispatch_event("click")
        if within:
            panel.locator(within).wait_for()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


def test_what_is_not_guarded_is_seen(gallery: Place, browser: Browser) -> None:
    """Else nothing below would mean anything: the same texts without our care, where the policy refuses and where it
    only tells."""
    with Canary() as other:
        (gallery.server.folder / "raw.json").write_text(json.dumps(samples(other.host, SETTLED)))
        for url, visits in ((gallery.server.url, False), (gallery.url, True)):
            context = browser.new_context()
            page = context.new_page()
            watch = Watch(page, other, url)
            visit(page, url, "raw", "raw")
            page.wait_for_load_state("networkidle")
            assert bool(other.connections) == bool(other.requests) == visits
            told = [one for one in watch.odd if "violates" in one and "img-src" in one]
            assert told and all(("has been blocked" in one) != visits for one in told), told
            context.close()


@pytest.mark.parametrize("place", ["markdown", "labels", "boxes", "toasts"])
def test_every_kind_of_element_shows_it_as_text(page: Page, gallery: Place, canary: Canary, place: str) -> None:
    """Each text by itself."""
    watch = Watch(page, canary, gallery.url)
    visit(page, gallery.url, place)
    for name in {**SETTLED, **OPEN}:
        area = page.locator(f".st-key-try-{name}")
        if place != "toasts":
            assert word_of(name) in seen(area), name
            plain(area, own_words=place == "boxes")
    toasts = page.get_by_test_id("stToast").all()
    assert len(toasts) == (len(WORDS) if place == "toasts" else 0)
    for toast, word in zip(reversed(toasts), WORDS, strict=False):
        assert word in seen(toast)
        plain(toast, own_words=True)
    watch.clean()


@pytest.mark.parametrize("texts", ["tries", "cut"])
def test_in_doubt_it_is_text(page: Page, gallery: Place, canary: Canary, texts: str) -> None:
    """Where our idea of code may be another one than Markdown's, and where a text ends anywhere."""
    watch = Watch(page, canary, gallery.url)
    visit(page, gallery.url, "markdown", texts)
    areas = page.locator('[class*="st-key-try-"]')
    plain(page.get_by_test_id("stMainBlockContainer"))
    for said, area in zip(TRIES.values() if texts == "tries" else (), areas.all(), strict=False):
        # A backslash may stand there where it is in doubt what is code.
        assert "red[X]" in seen(area).replace("\\", ""), said
    watch.clean()


def test_what_is_heavy_is_shown_too(page: Page, furnished: tuple[Place, Lair], canary: Canary) -> None:
    room, lair = furnished
    watch = Watch(page, canary, room.url)
    for chat, texts in lair.heavy:
        page.goto(f"{room.url}/?chat={chat}")
        answers = page.locator('[class*="st-key-reply-"]')
        expect(answers).to_have_count(len(texts), timeout=60_000)
        for answer, text in zip(answers.all(), texts, strict=True):
            [word] = [word_of(name) for name, found in HEAVY.items() if found[:20] == text[:20]]
            expect(answer).to_contain_text(word, timeout=60_000)
            plain(answer)
    watch.clean()


def test_a_chat(page: Page, furnished: tuple[Place, Lair], canary: Canary) -> None:
    room, lair = furnished
    watch = Watch(page, canary, room.url)
    for chat, texts in lair.chats:
        page.goto(f"{room.url}/?chat={chat}")
        turns(page, len(texts))
        if texts[0] not in TRIES.values():
            open_all(page, "Thoughts", within='[class*="st-key-words-"]')
        for turn, text in zip(turns(page, len(texts)), texts, strict=True):
            plain(turn)
            for part in turn.locator('[class*="st-key-asked-"], [class*="st-key-words-"]').all():
                says(part, text)
            says(turn, text)
            if text in TRIES.values():
                # Question and answer; a backslash may stand where it is in doubt what is code.
                assert seen(turn).replace("\\", "").count("red[X]") == 2, text
    watch.clean()


def test_what_a_provider_says(page: Page, furnished: tuple[Place, Lair], canary: Canary) -> None:
    room, lair = furnished
    watch = Watch(page, canary, room.url)
    for chat, texts in lair.refused:
        page.goto(f"{room.url}/?chat={chat}")
        turns(page, len(texts))
        open_all(page, "The provider's own words")
        for turn, text in zip(turns(page, len(texts)), texts, strict=True):
            plain(turn, own_words=True)
            says(turn.get_by_test_id("stCode").last, text)
    watch.clean()


def test_the_names_of_models(page: Page, furnished: tuple[Place, Lair], canary: Canary) -> None:
    room, lair = furnished
    watch = Watch(page, canary, room.url)
    for chat, [text] in lair.named:
        page.goto(f"{room.url}/?chat={chat}")
        [turn] = turns(page, 1)
        expect(page.locator(".st-key-prompt")).to_be_visible()
        says(page.locator('[class*="st-key-model-"] button'), shown_as(text))
        says(page.locator(".st-key-prompt"), shown_as(text))
        says(turn.get_by_test_id("stMarkdown").first, shown_as(text))
        for area in (turn, page.locator(".st-key-prompt"), page.get_by_test_id("stSidebarUserContent")):
            plain(area, own_words=True)
    watch.clean()


def test_the_list_of_models(page: Page, furnished: tuple[Place, Lair], canary: Canary) -> None:
    room, lair = furnished
    watch = Watch(page, canary, room.url)
    page.goto(room.url)
    page.locator('[class*="st-key-model-"] button').click()
    field = page.get_by_label("Search models")
    options = page.get_by_role("option")
    for words, text in by_search(lair.texts).items():
        field.fill(words)
        says(options, text)
        plain(page.get_by_test_id("stPopoverBody"), own_words=True)
    field.fill("PICTURETITLE")
    page.get_by_role("option").first.click()
    expect(page.locator(".st-key-prompt")).to_contain_text("PICTURETITLE")
    plain(page.locator(".st-key-prompt"))
    watch.clean()


def test_titles_in_the_sidebar(page: Page, furnished: tuple[Place, Lair], canary: Canary) -> None:
    room, lair = furnished
    watch = Watch(page, canary, room.url)
    page.goto(room.url)
    page.get_by_role("button", name="Show earlier chats").click()
    for name, text in lair.texts.items():
        title = page.locator(f".st-key-chat-title-{name}")
        expect(title).to_have_count(1)
        says(title, text[:200])
    plain(page.get_by_test_id("stSidebarUserContent"), own_words=True)
    page.locator(".st-key-chat-title-picture button").click()
    page.locator(".st-key-menu-title-picture button").first.click()
    page.get_by_text("Delete", exact=True).click()
    expect(page.get_by_text("Deleted: ")).to_contain_text("PICTURE")
    plain(page.get_by_test_id("stSidebarUserContent"), own_words=True)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".st-key-chat-title-picture")).to_be_visible()
    watch.clean()


def test_an_injection(page: Page, furnished: tuple[Place, Lair], canary: Canary) -> None:
    room, lair = furnished
    watch = Watch(page, canary, room.url)
    run, [text] = lair.runs[-1]
    page.goto(f"{room.url}/injection?run={run}")
    expect(page.locator(f".st-key-findings-{run}")).to_be_visible()
    open_all(page, "What it said")
    for kind in ("plain", "injected"):
        says(page.locator(f".st-key-arm-{kind}-{run}"), text)
        plain(page.locator(f'[class*="st-key-said-{kind}-{run}"]'))
    says(page.locator('[class*="st-key-words-"]'), text)
    for run, [text] in lair.runs[:-1]:
        page.locator(f".st-key-earlier-{run} summary").first.dispatch_event("click")
        page.locator(f".st-key-run-{run}").wait_for()
        for kind in ("plain", "injected"):
            says(page.locator(f".st-key-arm-{kind}-{run}"), text)
    plain(page.locator(".st-key-lab"), own_words=True)
    for own in page.locator('[class*="st-key-said-"], [class*="st-key-words-"]').all():
        plain(own)
    watch.clean()


def test_while_it_streams(page: Page, furnished: tuple[Place, Lair], talker: ModelServer, canary: Canary) -> None:
    """Question, thoughts and answer: half of them, all of them, and all of them once more after a refresh."""
    room, _ = furnished
    watch = Watch(page, canary, room.url)
    text = "\n\n".join(samples(canary.host, SETTLED).values())
    page.goto(room.url)
    talker.pause()
    prompt(page).fill(f"gate {text}")
    prompt(page).press("Enter")
    half, answer = text[: len(text) // 2 - 100], page.locator('[class*="st-key-reply-"] > * > .stMarkdown')
    last = max((word for word in WORDS if word in half), key=half.index)
    expect(thoughts(page)).to_contain_text(last)
    says(thoughts(page), half)
    plain(thoughts(page))
    plain(page.locator('[class*="st-key-asked-"]'))
    talker.resume()
    talker.pause()
    expect(answer.filter(has_text=last)).not_to_have_count(0)
    says(answer, half)
    plain(page.locator('[class*="st-key-turn-"]'))
    talker.resume()
    ended(page)
    for again in (False, True):
        if again:
            page.reload()
            ended(page)
        [turn] = turns(page, 1)
        open_all(page, "Thoughts", within='[class*="st-key-words-"]')
        for part in (turn.locator('[class*="st-key-asked-"]'), thoughts(page), answer):
            says(part, text)
        plain(turn)
    page.get_by_role("button", name="Copy").last.click()
    page.get_by_text("Copy both", exact=True).click()
    expect(page.get_by_test_id("stToast")).to_contain_text("Copied")
    watch.clean()


def test_a_link_opens_on_a_click_and_not_before(page: Page, furnished: tuple[Place, Lair]) -> None:
    room, _ = furnished
    with Canary() as other:
        watch = Watch(page, other, room.url)
        page.goto(room.url)
        ask(page, f"See [here](http://{other.host}/clicked), or <http://{other.host}/never>.")
        ended(page)
        link = page.get_by_role("link", name="here")
        assert f"here({other.host}),or" in seen(link.locator("xpath=.."))
        for one in page.locator('[class*="st-key-turn-"] a').all():
            one.hover()
            one.focus()
        plain(page.locator('[class*="st-key-turn-"]'))
        page.wait_for_load_state("networkidle")
        watch.clean()
        with page.context.expect_page() as opened:
            link.click()
        opened.value.wait_for_load_state()
        assert opened.value.url == f"http://{other.host}/clicked"
        assert opened.value.evaluate("[document.referrer, window.opener]") == ["", None]
        assert [line for line in other.requests if "favicon" not in line] == ["GET /clicked HTTP/1.1"]
        opened.value.close()
