"""The file of a SQLite database: which one it is, whatever it is called, whose it is while a room runs, and who may
read it."""

import os
import sqlite3
import stat
import struct
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from sqlalchemy import URL

BESIDE = ("", "-wal", "-shm", "-journal", ".lock")
# In the page that SQLite neither reads nor writes, behind the bytes of its own locks: https://sqlite.org/fileformat.html
LOCKED_BYTE = 0x4000_0200
# By what was opened, not by a process: fcntl(2), "Open file description locks".
PARTS_ARE_LOCKED = sys.platform == "linux"
NEXT = "Put it back; or take what you need away by Export, and start the room again."


class InUse(Exception):
    """Another process has it."""


class DatabaseFile:
    """Raises OSError, sqlite3.Error and ValueError where `address` names none. What is made is made for its owner."""

    def __init__(self, address: URL) -> None:
        names, options = address.get_dialect()().create_connect_args(address)
        name, uri = str(names[0]), bool(options.get("uri"))
        if not uri:
            Path(name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = _as_sqlite_names_it(name, uri)
        for ending in BESIDE:
            _keep_to_owner(self.path.with_name(self.path.name + ending))
        self._is = _identity(self.path)
        self._locks: list[int] = []  # file descriptors, open until it is released

    def claim(self) -> None:
        """Until it is released or this process ends. Raises InUse, or OSError where nothing can be locked there.

        The file beside it is what rooms before this one look at; the database itself has the same lock by every name.
        """
        if self._locks:
            return
        beside = os.open(self.path.with_name(self.path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        itself = os.open(self.path, os.O_RDWR)
        try:
            _lock_whole(beside)
            self._locks = [beside, itself, *self._lock_itself(itself)]
        except (BlockingIOError, PermissionError):  # Windows calls it the latter
            os.close(beside)
            # The other stays open: closing any descriptor of a file gives up all locks that this process, SQLite with
            # it, holds there.
            raise InUse from None

    def release(self) -> None:
        """What was claimed. Once no connection is open: closing any descriptor of a file gives up all locks that this
        process holds there."""
        for held in self._locks:
            os.close(held)
        self._locks = []

    def trouble(self) -> str:
        """A sentence where the file is not there any more, or has become another; "" where it is as it was. It does not
        say where that is: whoever is let into the room may read it."""
        try:
            found = _identity(self.path)
        except FileNotFoundError:
            return f"The database was deleted or moved while the room was running. {NEXT}"
        except OSError as error:
            return f"The database cannot be reached ({error.strerror}). {NEXT}"
        if found != self._is:
            return f"The database was replaced by another file while the room was running. {NEXT}"
        return ""

    def _lock_itself(self, itself: int) -> list[int]:
        """What else is open for it: where no part of a file can be locked, another file that is called after it."""
        if sys.platform == "win32":
            import msvcrt

            os.lseek(itself, LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(itself, msvcrt.LK_NBLCK, 1)
            return []
        import fcntl

        if PARTS_ARE_LOCKED:
            try:
                # SQLite closes descriptors of its own, and a lock of the process would go with them.
                wanted = struct.pack("hhqqi", fcntl.F_WRLCK, os.SEEK_SET, LOCKED_BYTE, 1, 0)
                fcntl.fcntl(itself, fcntl.F_OFD_SETLK, wanted)
                return []
            except OSError as error:
                if isinstance(error, BlockingIOError | PermissionError):
                    raise
        device, number = self._is
        named = Path(tempfile.gettempdir(), f"thinkroom-{device:x}-{number:x}.lock")
        try:
            other = os.open(named, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError:
            return []  # of another account, which cannot write to this database
        _lock_whole(other)
        return [other]


def _as_sqlite_names_it(name: str, uri: bool) -> Path:
    """Absolute, through all links. It makes the file where there is none, and nobody else can read that."""
    before = os.umask(0o077)  # of all threads, for as long as it takes to open a file
    try:
        opened = sqlite3.connect(name, uri=uri)
    finally:
        os.umask(before)
    try:
        found = str(opened.execute("PRAGMA database_list").fetchone()[2])
    finally:
        opened.close()
    if not found or not os.path.isfile(found):
        raise ValueError("a database in memory is a different one for every thread; name a file")
    return Path(os.path.realpath(found))


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def _keep_to_owner(path: Path) -> None:
    """Where it is somebody else's, it stays as it is. On Windows a folder says who may read what is in it."""
    with suppress(FileNotFoundError, PermissionError):
        mode = path.lstat().st_mode
        if sys.platform != "win32" and stat.S_ISREG(mode) and stat.S_IMODE(mode) & ~0o600:
            path.chmod(mode & 0o600)


def _lock_whole(lock: int) -> None:
    """Raises BlockingIOError or PermissionError where another process holds it. The system gives it back when the
    process ends."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
