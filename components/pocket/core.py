"""One core for the network's matrix products, whatever else the machine does.

numpy's wheels bring OpenBLAS, which gives each product to all cores and then waits for the slowest. These products take
microseconds: where another program has one of two cores, reading a question of 300 letters took 0.3 to 0.7 s that way,
and 0.04 s on one core (measured in November 2026). numpy has no switch for it, so the library itself is told.
"""

import ctypes
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

# Where wheels for Linux and Windows keep it, and those for macOS (where it may be Apple's own library instead).
FOLDERS = ("../numpy.libs", ".dylibs")
# As numpy 2, numpy 1 and a plain build of OpenBLAS call them.
PREFIXES_AND_SUFFIXES = (("scipy_", "64_"), ("scipy_", ""), ("", "64_"), ("", ""))


def use_one_core() -> None:
    """For all of this process. Where numpy is built in another way nothing happens."""
    if found := _function("openblas_set_num_threads"):
        found(1)


def cores() -> int | None:
    """How many are used; None where that cannot be told."""
    found = _function("openblas_get_num_threads")
    return found() if found else None


def _function(name: str) -> Callable[..., int] | None:
    for library in _libraries():
        for prefix, suffix in PREFIXES_AND_SUFFIXES:
            if found := getattr(library, f"{prefix}{name}{suffix}", None):
                return found
    return None


def _libraries() -> Iterator[ctypes.CDLL]:
    """Loaded already, so this opens no second copy."""
    package = Path(np.__file__).parent
    for folder in FOLDERS:
        for path in sorted((package / folder).resolve().glob("*openblas*")):
            try:
                yield ctypes.CDLL(str(path))
            except OSError:
                continue
