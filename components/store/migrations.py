"""The schema as numbered steps. A step that was once released is never changed: the next one changes what it made."""

from sqlalchemy import Connection, text

STEPS: tuple[tuple[str, ...], ...] = (
    # 1: chats, their turns as a tree, and the text as it arrived
    (
        """CREATE TABLE chats (
            id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL,
            created DOUBLE PRECISION NOT NULL, updated DOUBLE PRECISION NOT NULL, deleted DOUBLE PRECISION,
            leaf_id TEXT, asked TEXT NOT NULL)""",
        "CREATE INDEX chats_of_owner ON chats (owner, updated)",
        """CREATE TABLE turns (
            id TEXT PRIMARY KEY, chat_id TEXT NOT NULL REFERENCES chats (id), parent_id TEXT REFERENCES turns (id),
            created DOUBLE PRECISION NOT NULL, question TEXT NOT NULL, asked TEXT NOT NULL,
            status TEXT NOT NULL, came TEXT NOT NULL)""",
        "CREATE INDEX turns_of_chat ON turns (chat_id, created)",
        """CREATE TABLE pieces (
            turn_id TEXT NOT NULL REFERENCES turns (id), first INTEGER NOT NULL,
            channel TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (turn_id, first))""",
    ),
)


def migrate(connection: Connection) -> None:
    """Bring the schema to the newest step. Raises RuntimeError where it is newer than this program."""
    connection.execute(text("CREATE TABLE IF NOT EXISTS schema_steps (step INTEGER PRIMARY KEY)"))
    done = connection.execute(text("SELECT COALESCE(MAX(step), 0) FROM schema_steps")).scalar_one()
    if done > len(STEPS):
        raise RuntimeError(f"its schema is step {done}, and this Thinkroom knows {len(STEPS)}: use a newer Thinkroom")
    for number, statements in enumerate(STEPS[done:], done + 1):
        for statement in statements:
            connection.execute(text(statement))
        connection.execute(text("INSERT INTO schema_steps (step) VALUES (:step)"), {"step": number})
