"""The command line of benchmarks that drive a browser: each measure has a room of its own."""

import argparse
import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.conftest import chromium
from tests.browser.room import CANARY, RoomServer
from tests.modelserver import ModelServer

Figures = dict[str, Any]
Measure = Callable[[RoomServer, ModelServer, Browser], Figures]


def run(module: str, words: str | None, measures: Mapping[str, Measure]) -> None:
    """Those that are named on the command line, else all; each prints its figures when it has them."""
    parser = argparse.ArgumentParser(f"python -m {module}", description=words)
    parser.add_argument("what", nargs="*", default=list(measures))
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    figures: dict[str, Figures] = {}
    expect.set_options(timeout=60_000)
    with sync_playwright() as playwright, ModelServer() as model, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium(playwright), args=["--no-sandbox"])
        for name in options.what:
            place = Path(folder) / name
            place.mkdir()
            room = RoomServer(place, {"OPENROUTER_BASE_URL": model.url, "OPENROUTER_API_KEY": CANARY}).start()
            try:
                figures[name] = measures[name](room, model, browser)
            finally:
                room.end()
            print(name, json.dumps(figures[name]), flush=True)
        browser.close()
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
