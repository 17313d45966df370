"""Chats and turns, kept: one SQLAlchemy Core implementation, SQLite by default. Knows no page, no run and no wire."""

from components.store.charges import Charge, Charged
from components.store.database import StoreError
from components.store.recordings import Kept
from components.store.search import Hit
from components.store.store import Store

__all__ = ["Charge", "Charged", "Hit", "Kept", "Store", "StoreError"]
