"""What stands around the message of a chunk: who answers, and words of a queue that is no chunk at all."""

from typing import Any

from components.conversation import Identified
from components.wire.known import is_known, says_alive
from components.wire.leaves import texts_in
from components.wire.tally import Tally

IDENTITY = ("id", "model", "provider")
LONGEST_NAME = 200
MOST_OF_A_QUEUE = 160  # characters of one text
TELLS_OF_LIFE = ("type", "status", "state", "event", "object", "message", "detail")


class Names:
    """Who answers, as far as it has been told."""

    def __init__(self) -> None:
        self.told = Identified("", "", "")

    def takes(self, name: str, value: Any) -> bool:
        """Is this a name or an id, by its shape?"""
        if name not in IDENTITY or not isinstance(value, str) or len(value) > LONGEST_NAME:
            return False
        return name != "id" or is_known("id", value)

    def learn(self, name: str, value: str) -> list[Identified]:
        """`value` without a key. Nothing, where it is known."""
        known = self.told
        self.told = Identified(
            (value if name == "id" else "") or known.generation_id,
            (value if name == "model" else "") or known.model,
            (value if name == "provider" else "") or known.provider,
        )
        return [] if self.told == known else [self.told]


def waits(chunk: dict[str, Any], tally: Tally) -> bool:
    """Is this a word on a queue, or a sign of life?"""
    if "choices" in chunk or chunk.get("error"):
        return False
    told = [chunk.get(name) for name in TELLS_OF_LIFE]
    if not any(isinstance(word, str) and says_alive(word) for word in told):
        return False
    words = [text for _, text in texts_in(chunk, "")]
    if any(len(text) > MOST_OF_A_QUEUE for text in words):
        return False
    for text in words:
        tally.count("allowed", text)
    return True
