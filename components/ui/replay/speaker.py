"""Notes for who speaks, in a window of their own beside the replay of a chat: nothing of them leaves the browser."""

from pathlib import Path

from streamlit.components.v2 import component

from components.live_protocol import SpeakerData
from components.ui.live import loader
from components.ui.replay.player import FOLDER, STRIP

_element = component(
    "thinkroom_speaker",
    html=Path(FOLDER, "speaker.html").read_text("utf-8"),
    css=STRIP.read_text("utf-8") + Path(FOLDER, "speaker.css").read_text("utf-8"),
    js=loader("speaker.js"),
)


def show_speaker(chat_id: str) -> None:
    data: SpeakerData = {"chat": chat_id}
    _element(data=data, key="speaker")
