"""How long a text is for a reader: characters, a sign of writing without blanks counting for more."""

import re

WIDE = 2.5  # characters that a sign of writing without blanks counts for
UNSPACED_SIGN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uff60]")


def size_of(text: str) -> float:
    text = text.strip()
    return len(text) + (WIDE - 1) * len(UNSPACED_SIGN.findall(text))
