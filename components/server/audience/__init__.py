"""Followers: people who watch a chat on devices of their own, by a link. Their routes alone can be reached from other
machines while an audience is let in."""

from components.server.audience.door import AudienceDoor
from components.server.audience.follow import follow_routes

__all__ = ["AudienceDoor", "follow_routes"]
