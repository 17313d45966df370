"""Takes a room that is kept in a file of SQLite to another database, whole: python -m components.room.move FILE

The other one is that of THINKROOM_DATABASE_URL, so that no password stands in the line of a command. It must be empty,
and no room may have either open. The file stays as it is. What `backup` made comes back the same way.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from components.room.secret import secret_file, take_along
from components.settings import SettingsError, load_settings
from components.store import StoreError, file_of, move

USAGE = "Say which file: python -m components.room.move FILE, with THINKROOM_DATABASE_URL for where it goes."


def main(arguments: Sequence[str]) -> str | None:
    """None when it was moved, else a sentence."""
    if len(arguments) != 1:
        return USAGE
    file = Path(arguments[0]).expanduser().resolve()
    if not file.is_file():
        return f"{file} is no file. {USAGE}"
    try:
        target = load_settings(()).database_url
        if file_of(target) == file:
            return f"THINKROOM_DATABASE_URL names that file itself. {USAGE}"
        rows = move(f"sqlite:///{file}", target, said)
    except (SettingsError, StoreError) as error:
        return str(error)
    print(f"{sum(rows.values()):,} rows are there now, by their digests the same as in {file}, which stays as it is.")
    print(take_along(secret_file(file), secret_file(file_of(target))))
    return None


def said(table: str, rows: int) -> None:
    print(f"{rows:>11,} {table}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
