"""The room's own secret, in a file that its owner alone may read: tokens and cookies are made and proved with it."""

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from components.settings import data_folder

BYTES = 32


class SecretUnusable(Exception):
    """One sentence for the person who starts the room."""


def secret_file(database: Path | None) -> Path:
    """Beside the database's file; in the user's data folder where it is none."""
    beside = database or data_folder() / "thinkroom"
    return beside.with_name(f"{beside.name}.secret")


def take_along(secret: Path, to: Path) -> str:
    """For a room that is kept elsewhere from now on: browsers are known there as they were. A sentence on how it went;
    another room's secret stays."""
    if not secret.is_file():
        return "There was no secret beside it: the room makes a new one, and you come in by the new address."
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secret.read_bytes())
    except FileExistsError:
        if to.read_bytes() != secret.read_bytes():
            return f"Another secret is in {to}, and stays. Put {secret} in its place, or come in by the new address."
    except OSError as error:
        return f"The room's secret could not be written to {to}: {error.strerror}. Copy {secret} there."
    return f"The room's secret is in {to}: keep it to yourself."


def secret_in(path: Path) -> bytes:
    """Made by whoever comes first, and the same from then on. Raises SecretUnusable."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            _make(path)
        path.chmod(0o600)
        secret = bytes.fromhex(path.read_text("ascii"))
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise SecretUnusable(f"The room's secret {path} cannot be read or written: {why}. Correct that.") from None
    except ValueError:  # no hexadecimal digits, or no ASCII at all
        secret = b""
    if len(secret) < BYTES:
        raise SecretUnusable(f"The room's secret {path} is damaged. Delete that file; a new one is made at the start.")
    return secret


def session_of(secret: bytes, chat_id: str) -> str:
    """One name for a chat, by which nobody without the secret can tell which chat it is."""
    return hmac.new(secret, f"session {chat_id}".encode(), hashlib.sha256).hexdigest()


def user_of(secret: bytes, owner: str) -> str:
    """The same for a person, by which whoever is asked can tell the people of a room apart, and no more."""
    return hmac.new(secret, f"user {owner}".encode(), hashlib.sha256).hexdigest()


def _make(path: Path) -> None:
    """Never over another one, and nobody else may read it from its first moment on."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(BYTES))
