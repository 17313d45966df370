"""Chats as files: taken away, and brought in."""

import re
import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

from components.conversation import Conversation, Interrupted, Turn
from components.export import NotRead, as_html, as_json, as_markdown, read_json, renamed
from components.store import Store

Texts = Callable[[Sequence[Turn]], list[Turn]]
Told = Callable[[int, int], None]
MOST_CHARACTERS = 17_000_000  # of one turn: it is written at once. A room keeps 16 MB of a reply at most

_reading = threading.Lock()  # a file takes several times its size while it is read: one at a time


def as_file(found: Conversation, texts: Texts, ending: str, thoughts: bool, turn_id: str | None = None) -> str:
    """json: all of it. html and md: the path that is shown, or one turn alone."""
    if ending == "json":
        return as_json(replace(found, turns={turn.id: turn for turn in texts(list(found.turns.values()))}))
    shown = [turn for turn in found.path() if turn_id in (None, turn.id)]
    return (as_html if ending == "html" else as_markdown)(found.chat, texts(shown), thoughts)


def file_name(title: str) -> str:
    """Without an ending."""
    return "-".join(re.findall(r"\w+", title.lower())[:6])[:80] or "chat"


def from_file(store: Store, owner: str, data: bytes, told: Told = lambda done, of: None) -> tuple[str, str]:
    """The new chat's id, and what is wrong with the file: one of them is "". Raises StoreError; then nothing is kept.
    What had not ended where it was saved does not go on here. `told` hears how many turns are there, and of how many:
    of none while another file is read."""
    while not _reading.acquire(timeout=0.2):
        told(0, 0)
    try:
        found = _checked(renamed(read_json(data), secrets.token_urlsafe(16), lambda: secrets.token_urlsafe(12), owner))
    except NotRead as error:
        return "", str(error)
    else:
        turns = {
            turn.id: turn if turn.ended else replace(turn, status="failed", failure=Interrupted().failure)
            for turn in found.turns.values()
        }
        store.add_whole(replace(found, turns=turns), lambda done: told(done, len(turns)))
        return found.chat.id, ""
    finally:
        _reading.release()


def _checked(found: Conversation) -> Conversation:
    for number, turn in enumerate(found.turns.values(), 1):
        if len(turn.question) + len(turn.reasoning) + len(turn.answer) > MOST_CHARACTERS:
            raise NotRead(f"Turn {number} has more than {MOST_CHARACTERS:,} characters.")
    return found
