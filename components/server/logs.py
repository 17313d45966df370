"""The log as lines of JSON, for programs that read it: what happened, never what was said, nor any key."""

import json
import logging
from datetime import UTC, datetime

OURS = "components"
OTHERS = ("uvicorn", "uvicorn.error", "streamlit")


class JsonLines(logging.Formatter):
    """An event a line: its time, level and logger, its words, and what an event of ours says beside them (`facts`). Of
    a fault its kind and where it came from, but not its own words, which may quote anything."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[0]:
            line["fault"] = record.exc_info[0].__name__
            frame = record.exc_info[2]
            while frame and frame.tb_next:
                frame = frame.tb_next
            if frame:
                line["at"] = f"{frame.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{frame.tb_lineno}"
        return json.dumps(line, ensure_ascii=False, default=str)


def log_as_json() -> None:
    """From now on, of this process: ours, the server's and Streamlit's."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    ours = logging.getLogger(OURS)
    ours.setLevel(logging.INFO)
    ours.handlers, ours.propagate = [handler], False
    for name in OTHERS:
        other = logging.getLogger(name)
        other.handlers, other.propagate = [handler], False
