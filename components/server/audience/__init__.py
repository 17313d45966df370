"""Followers: people who watch a chat on devices of their own, by a link. Their routes alone can be reached from other
machines while an audience is let in; a copy is made by the room's own server alone."""

from components.server.audience.copying import copy_routes
from components.server.audience.door import AudienceDoor
from components.server.audience.follow import follow_routes

__all__ = ["AudienceDoor", "copy_routes", "follow_routes"]
