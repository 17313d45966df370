"""A password that all who come in know. What it was set as is hashed at the start and then forgotten."""

import hmac

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

LONGEST = 1_000  # characters of what somebody types


class Password:
    """`encoded` is its hash as argon2 writes it: other passwords have others, and a restart does not change it."""

    def __init__(self, encoded: str) -> None:
        self.encoded = encoded
        self._hasher = PasswordHasher()

    @classmethod
    def hashed(cls, password: str, secret: bytes) -> "Password":
        """Of one that was set in plain. Its salt comes of the room's `secret`."""
        salt = hmac.digest(secret, b"password", "sha256")[:16]
        return cls(PasswordHasher().hash(password, salt=salt))

    def is_right(self, given: str) -> bool:
        """Takes some hundredths of a second and 64 MB, however much of it agrees."""
        if len(given) > LONGEST:
            return False
        try:
            return self._hasher.verify(self.encoded, given.encode("utf-8", "surrogatepass"))
        except (Argon2Error, InvalidHashError):
            return False
