"""A chat without a name of its own."""


def title_of(question: str, most: int = 60) -> str:
    """A chat's title from its first question: the first line, cut at a word."""
    line = next((" ".join(line.split()) for line in question.splitlines() if line.strip()), "New chat")
    if len(line) <= most:
        return line
    return line[: most + 1].rsplit(" ", 1)[0][:most].rstrip(",;:.") + "…"
