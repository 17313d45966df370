"""How one owner is told from another where no name is known, and none of their cookies may be."""

import hashlib
import re

from components.room.auth import LOCAL

DIGEST = re.compile(r"(browser|user):([0-9a-f]{64})")
# What turns the order of letters around, and with it what is read behind it.
TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
KINDS = {"browser": "Browser", "user": "Person"}


def id_of(owner: str) -> str:
    """Of 16 letters, for the names of elements: from it nobody gets back to the owner."""
    return hashlib.sha256(owner.encode()).hexdigest()[:16]


def label_of(owner: str, name: str = "") -> str:
    """A name is what its provider says, and two may have the same: what tells them apart stands with it."""
    if owner == LOCAL:
        return "Whoever started the room"
    known = DIGEST.fullmatch(owner)
    kind, digits = (KINDS[known[1]], known[2]) if known else ("Somebody", id_of(owner))
    name = " ".join(TURNS.sub("", name).split())
    return f"{name or kind} · {digits[:8]}"
