"""What a person wishes for in the sidebar: of a server, of its list of models, of what may be spent."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Wish:
    """`model` is to be asked, or to be a favourite or none, or `text` are its own fields; else `text` is the name of a
    header, and `key` its value, or the address of a server; or `key` is a typed key, which nothing prints; `usd` is
    what a day may cost, None without limit."""

    kind: Literal[
        "choose",
        "favour",
        "unfavour",
        "refresh",
        "keep key",
        "forget key",
        "limit",
        "own fields",
        "keep header",
        "forget header",
        "keep server",
    ]
    server: str = ""
    model: str = ""
    key: str = field(default="", repr=False)
    usd: float | None = None
    text: str = ""
