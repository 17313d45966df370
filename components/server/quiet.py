"""What servers below this room write into its log for each thing that a stranger does: seldom enough, and in words."""

import logging
import traceback
from pathlib import Path

from components.server.rarely import rarely

OURS = str(Path(__file__).parent.parent)  # where a fault is one of ours
# By the logger, how a line begins that anybody can bring about as often as they like.
OFTEN = {
    "uvicorn.error": ("Invalid HTTP request received", "ASGI callable returned without completing"),
    "streamlit.runtime.app_session": ("The fragment with id",),
    "streamlit.runtime.scriptrunner.script_runner": ("Couldn't find fragment",),
}


class _Seldom(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        line = record.getMessage()
        if begins := next((one for one in OFTEN[record.name] if line.startswith(one)), None):
            rarely.say(begins, line)
        return begins is None


class _Unfit(logging.Filter):
    """A value that an element cannot have is no fault of the room's: a line of it is enough, and not each time. What
    goes wrong in code of ours is told whole."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.exc_info or not record.exc_info[2]:
            return True
        files = [(frame.filename, frame.name) for frame in traceback.extract_tb(record.exc_info[2])]
        reads = [at for at, (file, name) in enumerate(files) if name == "__getitem__" and "session_state" in file]
        if not reads or any(file.startswith(OURS) for file, _ in files[reads[-1] :]):
            return True
        rarely.say("no value", "A page said of an element what it cannot be. Nothing was done with it.")
        return False


def quiet_about_strangers() -> None:
    logging.getLogger("streamlit.error_util").addFilter(_Unfit())
    for name in OFTEN:
        logging.getLogger(name).addFilter(_Seldom())
