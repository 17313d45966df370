"""Recordings that answer: an HTTP server without a socket, as an httpx transport. A typed question is answered with
what was recorded, at the pace at which that came; one that is not there is refused in words, and nobody is asked."""

from components.replay.server import ReplayServer
from components.replay.tape import Plays, Shelf, Tape, described

__all__ = ["Plays", "ReplayServer", "Shelf", "Tape", "described"]
