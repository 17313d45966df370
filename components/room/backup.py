"""Copies the room, whatever database it is kept in, to a new file of SQLite: python -m components.room.backup FILE

It may run meanwhile: the copy is as the room was at one moment. `move` takes it back, to any database that is empty.
Keys are in no database; whoever has the copy, with the secret beside it, has all chats.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from components.room.move import said
from components.room.secret import secret_file, take_along
from components.settings import SettingsError, load_settings
from components.store import StoreError, file_of, move

USAGE = "Say which file to make: python -m components.room.backup FILE"


def main(arguments: Sequence[str]) -> str | None:
    """None when it is there, else a sentence."""
    if len(arguments) != 1:
        return USAGE
    file = Path(arguments[0]).expanduser().resolve()
    if file.exists():
        return f"{file} is there already. Name a new file."
    try:
        source = load_settings(()).database_url
        rows = move(source, f"sqlite:///{file}", said, while_it_runs=True)
    except (SettingsError, StoreError) as error:
        for ending in ("", "-wal", "-shm", ".lock"):  # nothing came into it
            file.with_name(file.name + ending).unlink(missing_ok=True)
        return str(error)
    file.chmod(0o600)
    print(f"{sum(rows.values()):,} rows are in {file}, by their digests the same as in the room.")
    print(take_along(secret_file(file_of(source)), secret_file(file)))
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
