"""Why something could not be kept, by whatever keeps it."""


class CannotKeep(Exception):
    """One sentence for a person; it holds no password, no statement and no word of what people wrote."""
