"""How a text by anybody is read as Markdown, by one set of rules for the room's page and for its files. Pure: what is
settled is read by markdown-it-py, and only where a growing text may be cut is judged by patterns."""
