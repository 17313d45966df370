"""Chats and turns, kept: one SQLAlchemy Core implementation, SQLite by default. Knows no page, no run and no wire."""

from components.store.charges import Charge, Charged
from components.store.database import StoreError, file_of
from components.store.moving import move
from components.store.overview import RunRow, UsedBy
from components.store.recordings import Kept
from components.store.search import Hit
from components.store.store import Store

__all__ = ["Charge", "Charged", "Hit", "Kept", "RunRow", "Store", "StoreError", "UsedBy", "file_of", "move"]
