"""Why a server cannot be asked: its key."""

from components.conversation import Server


def no_key(server: Server) -> str:
    """Of one that lacks it, to stand within a sentence. Its label is anybody's text."""
    barred = f"the room's key for {server.label} is not for you to use"
    return barred if server.barred else f"no key is set for {server.label}"


def not_asked(server: Server | None) -> list[str]:
    return [f"Nothing was asked: {no_key(server)}."] if server else []
