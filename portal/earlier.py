"""Detect a development database of an earlier version by migrations that no longer exist."""

from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent


def migrations_on_disk(root: Path = ROOT) -> dict[str, set[str]]:
    """Our migrations by app."""
    folders = {folder.parent.name: folder for folder in root.glob("*/migrations")}
    return {app: {path.stem for path in folder.glob("[0-9]*.py")} for app, folder in folders.items()}


def gone_migrations(url: str, on_disk: dict[str, set[str]] | None = None) -> list[str]:
    """Applied migrations of our apps that are not on disk, as "app.name"; None without a database."""
    known = migrations_on_disk() if on_disk is None else on_disk
    try:
        connection = psycopg.connect(url)
    except psycopg.OperationalError:
        return []
    with connection:
        if not connection.execute("SELECT to_regclass('django_migrations')").fetchone()[0]:
            return []
        applied = connection.execute(
            "SELECT app, name FROM django_migrations WHERE app = ANY(%s) ORDER BY app, name", [list(known)]
        ).fetchall()
    return [f"{app}.{name}" for app, name in applied if name not in known[app]]
