"""The element that replays a turn (live/scripts/player.js): all of it is sent once, and the browser does the rest."""

from pathlib import Path

from streamlit.components.v2 import component

from components.conversation import Turn
from components.live_protocol import ReplayData
from components.ui import element_keys
from components.ui.live import component_key, loader
from components.ui.replay.played import played

FOLDER = Path(__file__).parent
STRIP = FOLDER.parent / "inside" / "inside.css"  # the strip of steps looks as where one looks inside
_element = component(
    "thinkroom_replay",
    html=(FOLDER / "player.html").read_text("utf-8"),
    css=STRIP.read_text("utf-8") + (FOLDER / "player.css").read_text("utf-8"),
    js=loader("player.js"),
)


def show_in_chat(turn: Turn) -> str:
    """In the place of a reply; `turn` with its texts. "close" or "full" where that was pressed."""
    data: ReplayData = {
        "play": played(turn),
        "place": "chat",
        "before": False,
        "next": False,
        "number": "",
        "t": None,
    }
    return _show(data, f"{element_keys.REPLAY}{component_key(turn.id)}")


def show_on_page(turn: Turn, place: int, path: list[Turn], at: float | None) -> str:
    """`turn` with its texts stands at `place` of `path`, the turns that are shown of its chat. "before" or "next" where
    that was pressed, or is due."""
    follows = place + 1 < len(path)
    data: ReplayData = {
        "play": played(turn, path[place + 1].question if follows else ""),
        "place": "page",
        "before": place > 0,
        "next": follows,
        "number": f"turn {place + 1} of {len(path)}" if len(path) > 1 else "",
        "t": at,
    }
    return _show(data, "player")


def _show(data: ReplayData, key: str) -> str:
    result = _element(data=data, key=key, on_go_change=lambda: None)
    return str(result.get("go") or "")
