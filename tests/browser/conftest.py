"""Browsers, the room and the model server. Without a browser its tests skip visibly, and fail where CI runs them."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, expect, sync_playwright

from tests.browser.engines import Chromium, Firefox, WebKit, Window, firefox_lacks, webkit_lacks
from tests.browser.room import CANARY, RoomServer
from tests.modelserver import ModelServer

expect.set_options(timeout=30_000)  # machines are noisy; what is awaited usually comes within one second
# Loading beside the main thread, Chromium compiles each module anew and never asks for what it keeps of it compiled. Of
# each new context it makes a window, with two pages for its address bar and a process in reserve. It takes the last of
# such lists alone: the others are those that Playwright turns off, most of which ask the Internet.
TURNED_OFF = """
BackgroundResourceFetch WebUIOmniboxPopup WebUIOmniboxAimPopup SpareRendererForSitePerProcess
AvoidUnnecessaryBeforeUnloadCheckSync DestroyProfileOnBrowserClose HttpsUpgrades
HttpsFirstBalancedModeAutoEnable LensOverlay MediaRouter PaintHolding ThirdPartyStoragePartitioning
AvoidCorsURLLoaderRestartOnRedirect OptimizationHints NetworkTimeServiceQuerying AimEnabled PreconnectToSearch
""".split()
ON_PATH = ("chromium", "chromium-browser", "google-chrome", "chrome")


def chromium(playwright: Playwright) -> str:
    """The path of $CHROMIUM, of one on the PATH, or of Playwright's own, which may not be there."""
    on_path = (found for name in ON_PATH if (found := shutil.which(name)))
    return os.environ.get("CHROMIUM") or next(on_path, None) or playwright.chromium.executable_path


def missing(why: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: they are slow, and Playwright leaves an event loop running in this thread."""
    ours = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def profile(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """One profile on disk for all tests: it loads Streamlit's scripts once, which a new context would do each time."""
    found = chromium(playwright)
    if not Path(found).is_file():
        missing(f"no Chromium: $CHROMIUM is not set, none is on the PATH, and {found} is not there")
    # Sandboxes need rights that containers and root do not give.
    profile = playwright.chromium.launch_persistent_context(
        str(tmp_path_factory.mktemp("profile")),
        executable_path=found,
        args=["--no-sandbox", f"--disable-features={','.join(TURNED_OFF)}"],
        viewport={"width": 1280, "height": 900},
    )
    profile.set_default_timeout(20_000)
    yield profile
    profile.close()


@pytest.fixture(scope="session")
def browser(profile: BrowserContext) -> Browser:
    assert profile.browser is not None
    return profile.browser


@pytest.fixture(scope="session")
def model() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


@pytest.fixture(scope="session")
def room(model: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServer]:
    """One room for all tests that do not harm it."""
    keys = {"OPENROUTER_BASE_URL": model.url, "OPENROUTER_API_KEY": CANARY}
    server = RoomServer(tmp_path_factory.mktemp("room"), keys).start()
    yield server
    server.end()


@pytest.fixture(scope="module")
def thinker() -> Iterator[ModelServer]:
    """A model server of a file's own: its tests say what it thinks."""
    with ModelServer() as server:
        yield server


@pytest.fixture(scope="module")
def place(thinker: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServer]:
    """The room that asks it."""
    urls = {"OPENROUTER_BASE_URL": thinker.url, "OPENROUTER_API_KEY": CANARY}
    server = RoomServer(tmp_path_factory.mktemp("room"), urls).start()
    yield server
    server.end()


@pytest.fixture
def own_room(model: ModelServer, tmp_path: Path) -> Iterator[RoomServer]:
    """A room that a test may kill."""
    server = RoomServer(tmp_path, {"OPENROUTER_BASE_URL": model.url, "OPENROUTER_API_KEY": CANARY}).start()
    yield server
    server.end()


@pytest.fixture(autouse=True)
def none_left() -> Iterator[None]:
    """A test that fails leaves no room behind: it would take time from all that follow."""
    before = set(RoomServer.running)  # those of a module and of all of them are there already
    yield
    for room in RoomServer.running - before:
        room.end()


@pytest.fixture
def context(profile: BrowserContext) -> Iterator[BrowserContext]:
    """Nothing of an earlier test is in it but what the browser has cached."""
    kept = profile.pages[0]  # a browser without a page ends
    yield profile
    for page in profile.pages:
        if page is not kept:
            with contextlib.suppress(Error):
                page.evaluate("localStorage.clear()")
            page.close()
    profile.clear_cookies()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture(params=["chromium", "firefox", "webkit"])
def window(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Window]:
    """One of each engine in turn: a test that takes it is run in all three."""
    match request.param:
        case "chromium":
            window: Window = Chromium(request.getfixturevalue("browser"))
        case "firefox":
            if lacks := firefox_lacks():
                missing(f"no Firefox: {lacks}")
            window = Firefox(tmp_path)
        case _:
            if lacks := webkit_lacks():
                missing(f"no WebKit: {lacks}")
            window = WebKit(tmp_path)
    yield window
    window.close()
