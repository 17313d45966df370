"""What a test changes in a database, or looks up there, past the store."""

from typing import Any

from sqlalchemy import create_engine, text


def by_hand(url: str, statement: str, **values: Any) -> list[tuple[Any, ...]]:
    """The rows that it returns, if any."""
    engine = create_engine(url)
    try:
        with engine.begin() as db:
            result = db.execute(text(statement), values)
            return [tuple(row) for row in result] if result.returns_rows else []
    finally:
        engine.dispose()
