"""A chat as a file: JSON that can be read back whole, Markdown and HTML to be read by people."""

from components.export.beside import NOTHING, Beside
from components.export.chat_file import NotRead, as_json, read_json, read_whole
from components.export.markdown import as_markdown
from components.export.page import as_html
from components.export.renaming import renamed, renamed_beside

__all__ = [
    "NOTHING",
    "Beside",
    "NotRead",
    "as_html",
    "as_json",
    "as_markdown",
    "read_json",
    "read_whole",
    "renamed",
    "renamed_beside",
]
