"""Signs that nobody sees: one stops what would be read into the letters around it, the other one begins the mark at the
end of a growing answer (live/rest.py). The page takes them out (live/scripts), and a model's own come as two."""

JOINER, START = "\u2060", "\u2063"


def doubled(text: str) -> str:
    """With such signs as somebody wrote, so that they stay."""
    return text.replace(JOINER, JOINER * 2).replace(START, START * 2)
