"""What replicas keep for each other in Redis that nobody who reads it there may know: encrypted, and with an end."""

import base64
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from redis import Redis

from components.relay.asking import TIMEOUT_S, Asking

WITHOUT = "What people type in secret is known to this process alone."
AGAIN = "What people type in secret is known to all processes again."


class Unreadable(Exception):
    """It was kept with another secret, or under another name, or it is damaged."""


class Vault:
    """Names are seen by who reads Redis: whoever calls makes them of nothing that others may not know. All of it raises
    Away."""

    def __init__(self, url: str, room: str, secret: bytes) -> None:
        """`room` names what its replicas share. What is encrypted with is made of their `secret`, for this alone."""
        key = HKDF(SHA256(), 32, salt=None, info=b"thinkroom vault").derive(secret)
        self._cipher = Fernet(base64.urlsafe_b64encode(key))
        # Its own types allow for answers that only other settings of it give.
        self._redis: Any = Redis.from_url(url, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S)
        self._before, self._asking = f"thinkroom:{room}:vault", Asking(WITHOUT, AGAIN)

    def close(self) -> None:
        self._redis.close()

    def put(self, name: str, value: str, lasts_s: float) -> None:
        kept = self._cipher.encrypt(json.dumps([name, value]).encode())
        self._asking.ask(lambda: self._redis.set(self._key(name), kept, px=int(lasts_s * 1000)))

    def get(self, name: str, lasts_s: float) -> str | None:
        """From now on it lasts so long again. None where there is nothing. Raises Unreadable."""
        pipe = self._redis.pipeline(transaction=False)
        pipe.get(self._key(name))
        pipe.pexpire(self._key(name), int(lasts_s * 1000))
        return self._read(name, self._asking.ask(pipe.execute)[0])

    def look(self, name: str) -> str | None:
        """The same, and it lasts no longer by that."""
        return self._read(name, self._asking.ask(lambda: self._redis.get(self._key(name))))

    def forget(self, name: str) -> bool:
        """True for the one who did it."""
        return bool(self._asking.ask(lambda: self._redis.delete(self._key(name))))

    def _read(self, name: str, kept: bytes | None) -> str | None:
        if kept is None:
            return None
        try:
            found, value = json.loads(self._cipher.decrypt(kept))
        except (InvalidToken, ValueError, TypeError):
            raise Unreadable from None
        if found != name:  # moved there by somebody who can write, and not read
            raise Unreadable
        return str(value)

    def _key(self, name: str) -> str:
        return f"{self._before}:{name}"
