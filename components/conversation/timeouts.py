"""How long a reply is waited for: for its first byte, in a silence, for its end. Arithmetic without a clock."""

from dataclasses import dataclass

from components.conversation.draft import Progress
from components.conversation.errors import Failure, duration
from components.conversation.own_errors import TookTooLong

AFTER_FINISH_S = 15.0  # for the usage, which comes at once or not at all


@dataclass(frozen=True, slots=True)
class Expired:
    """`failure` None: the reply is whole, and only its connection was left open."""

    failure: Failure | None


@dataclass(frozen=True, slots=True)
class Timeouts:
    """All in seconds. Keep-alives count as life: a silence grows only where nothing at all comes."""

    connect_s: float = 10.0
    first_byte_s: float = 600.0
    silence_s: float = 300.0
    total_s: float = 3_600.0

    def over(self, now: float, silent: float, answered: bool, progress: Progress) -> Expired | None:
        """What has come to its end `now`, seconds after the question was sent and `silent` seconds after the last byte;
        `answered`: any byte came at all. None while there is time."""
        if progress.reply.finish_reason is not None:
            return Expired(None) if silent > AFTER_FINISH_S else None
        if now > self.total_s:
            return _expired("total", self.total_s, "THINKROOM_TOTAL_SECONDS")
        if not answered and silent > self.first_byte_s:
            return _expired("first byte", self.first_byte_s, "THINKROOM_FIRST_BYTE_SECONDS")
        if answered and silent > self.silence_s:
            return _expired("silence", self.silence_s, "THINKROOM_SILENCE_SECONDS")
        return None


def _expired(why: str, limit: float, setting: str) -> Expired:
    return Expired(TookTooLong(why=why, limit=duration(limit), setting=setting).failure)
