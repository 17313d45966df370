"""What is shown to others: a chat, or a run or a measurement, which stand by themselves; what of it, until when. Its
link holds a token; what is kept holds its hash alone."""

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from typing import Literal

TOKEN = re.compile(r"[A-Za-z0-9_-]{32,64}")
BYTES = 24  # of a token: 192 bits
LONGEST_S = 7 * 86_400.0

Kind = Literal["chat", "run", "race", "measurement"]  # a run of the injection


@dataclass(frozen=True, slots=True)
class Shown:
    """Beside the answers. `names`: the title of a chat, and those of the models; of a blind race, once it is
    revealed. `copies`: who follows may go on from what they see, in a chat of their own. `costs`: of a measurement what
    it cost, and how many tokens were injected; of it no answers and no thoughts are shown."""

    thoughts: bool = True
    questions: bool = True
    names: bool = False
    copies: bool = False
    costs: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """`subject_id`: of what is shown, by its `kind`. `created`, `ends` in seconds since the epoch. `frozen`: the ids of
    the turns that are shown, as they were when it was made; of a measurement its table, as JSON; () where it is live,
    and shows what its owner sees."""

    id: str
    subject_id: str
    shown: Shown
    created: float
    ends: float
    frozen: tuple[str, ...] = field(default=())
    kind: Kind = "chat"

    @property
    def live(self) -> bool:
        return not self.frozen


def new_token() -> str:
    return secrets.token_urlsafe(BYTES)


def hashed(token: str) -> str:
    """What is kept of it; "" of what can be none."""
    return hashlib.sha256(token.encode()).hexdigest() if TOKEN.fullmatch(token) else ""
