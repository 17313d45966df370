"""Under which path all of the room lies, where its server is told one."""

from streamlit import get_option


def base_path() -> str:
    """ "" where there is none, else with a slash before it and none behind."""
    return under(get_option("server.baseUrlPath"))


def under(base_path: str | None) -> str:
    """What an address of ours begins with, where all of the room is under a path: "" or "/think"."""
    return f"/{path}" if (path := (base_path or "").strip("/ ")) else ""
