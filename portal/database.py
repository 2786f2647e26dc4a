"""Database roles of the process. It runs as the application's role; only migrations, the flush of a test database and
the reset of demonstration data run as the owner of the tables.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import ConnectionPool

OWNER, APP = "portal_owner", "portal_app"
ENTERED = ("portal_match", "portal_staff", "portal_service", "portal_money")
# Only in a database of its own, where files are staged.
STAGES = ("portal_match", "portal_money")
# What columns and indexes of the models are made with; migrations create them by themselves.
EXTENSIONS = ("fuzzystrmatch", "pg_trgm", "btree_gist")
BACKUP = "portal_backup"
ROLES = {
    OWNER: "LOGIN NOINHERIT NOBYPASSRLS NOCREATEDB",
    # Without NOINHERIT the policies of every role it can enter would always apply.
    APP: "LOGIN NOINHERIT NOBYPASSRLS NOCREATEDB",
    **dict.fromkeys(ENTERED, "NOLOGIN NOINHERIT NOBYPASSRLS"),
    BACKUP: "NOLOGIN NOINHERIT BYPASSRLS",
}

# While the database is away a page answers within three seconds: it waits this long for a connection.
CONNECT_SECONDS, CHECK_SECONDS = 2, 1
# A server that holds the line and says nothing is given up this long after it should have given up itself.
SILENT_SECONDS = 5


class Connection(psycopg.Connection[Any]):
    """A connection with an end to its patience: Postgres limits its own work, but not its silence."""

    patience: float | None = None

    def wait(self, gen: Any, *args: Any, **options: Any) -> Any:
        if self.patience is not None:
            options.setdefault("timeout", self.patience)
        try:
            return super().wait(gen, *args, **options)
        except psycopg.errors._WaitTimeout as silence:
            self.close()
            raise psycopg.OperationalError("the database does not answer") from silence


def _check(connection: Connection) -> None:
    """Ask a connection of the pool whether it lives, and wait no longer than a page can."""
    usual, connection.patience = connection.patience, CHECK_SECONDS
    try:
        ConnectionPool.check_connection(connection)
    finally:
        connection.patience = usual


def _with_patience(seconds: int) -> type[Connection]:
    return type("PatientConnection", (Connection,), {"patience": seconds + SILENT_SECONDS if seconds else None})


def database_settings(
    url: str, *, pool: bool = False, prepared: bool = False, statement_seconds: int = 0, lock_seconds: int = 0
) -> dict[str, Any]:
    """Django's settings for a postgresql:// address or key=value string; sockets as ?host=/folder.

    `statement_seconds` and `lock_seconds` limit each statement and each wait for a lock; 0 is no limit.
    """
    parts = conninfo_to_dict(url)
    options: dict[str, Any] = {"application_name": "portal", "connect_timeout": CONNECT_SECONDS}
    if pool:
        # As many as a web process has threads, and more than a worker has: nobody waits for a connection in use.
        sizes = {"min_size": 2, "max_size": 10, "timeout": CONNECT_SECONDS}
        options["pool"] = sizes | {"connection_class": _with_patience(statement_seconds), "check": _check}
    known = {"dbname", "user", "password", "host", "port"}
    if prepared:
        # accounts.platform.planned keeps plans, for any values.
        limits = {"statement_timeout": statement_seconds, "lock_timeout": lock_seconds}
        said = ["plan_cache_mode=force_generic_plan", *(f"{name}={each}s" for name, each in limits.items() if each)]
        options["options"] = " ".join(f"-c {each}" for each in said)
    options |= {key: value for key, value in parts.items() if key not in known}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", ""),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


@contextmanager
def as_owner() -> Iterator[None]:
    """Make `default` the owner of the tables for a while. Never inside a transaction or in a web process."""
    if not settings.DATABASE_OWNER_URL:
        raise ImproperlyConfigured("DATABASE_OWNER_URL is not set: it is needed to change tables")
    if connection.in_atomic_block:
        raise RuntimeError("the owner's connection cannot be opened inside a transaction")
    app = dict(connection.settings_dict)
    owner = database_settings(settings.DATABASE_OWNER_URL) | {"NAME": app["NAME"]}
    _reconnect(owner)
    try:
        yield
    finally:
        _reconnect(app)


def _reconnect(database: dict[str, Any]) -> None:
    connection.close()
    connection.close_pool()
    connection.settings_dict.update(database)


def _run(cursor: Any, statement: str, **names: str) -> None:
    cursor.execute(sql.SQL(statement).format(**{key: sql.Identifier(name) for key, name in names.items()}))  # type: ignore[arg-type]


def _make_roles(cursor: Any, passwords: dict[str, str]) -> None:
    for role, attributes in ROLES.items():
        known = cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        _run(cursor, f"{'ALTER' if known else 'CREATE'} ROLE {{role}} {attributes}", role=role)
        if passwords.get(role):
            cursor.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(passwords[role]))
            )
    for role in ENTERED:
        _run(cursor, "GRANT {role} TO {app}", role=role, app=APP)
    # The planner overestimates many short index look-ups; compiling them takes longer than running them.
    _run(cursor, "ALTER ROLE {app} SET jit = off", app=APP)


def let_make_temporary_tables(admin_url: str, name: str) -> None:
    """For a database of its own, where a file is staged: nowhere else does a role make temporary objects."""
    with psycopg.connect(admin_url, autocommit=True) as server, server.cursor() as cursor:
        for role in STAGES:
            _run(cursor, "GRANT TEMPORARY ON DATABASE {name} TO {role}", name=name, role=role)


@contextmanager
def let_read_tables(admin_url: str, name: str) -> Iterator[None]:
    """For a database of its own, whose tables come from the models inside: the staging roles may copy their columns."""
    with (
        psycopg.connect(make_conninfo(admin_url, dbname=name), autocommit=True) as database,
        database.cursor() as cursor,
    ):
        for extension in EXTENSIONS:
            _run(cursor, "CREATE EXTENSION {extension}", extension=extension)
        yield
        for role in STAGES:
            _run(cursor, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}", role=role)


def set_up(admin_url: str, name: str, *, passwords: dict[str, str]) -> None:
    """Create roles, the database `name` and default privileges. Repeatable; needs a superuser's address."""
    with psycopg.connect(admin_url, autocommit=True) as server, server.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('portal.set_up'))")
        _make_roles(cursor, passwords)
        if not cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            _run(
                cursor,
                "CREATE DATABASE {name} OWNER {owner} TEMPLATE template0 ENCODING 'UTF8'",
                name=name,
                owner=OWNER,
            )
        # A temporary object shadows a table or function by its name.
        _run(cursor, "REVOKE TEMPORARY ON DATABASE {name} FROM PUBLIC", name=name)
        for role in STAGES:
            _run(cursor, "REVOKE TEMPORARY ON DATABASE {name} FROM {role}", name=name, role=role)
    with psycopg.connect(make_conninfo(admin_url, dbname=name), autocommit=True) as database:
        cursor = database.cursor()
        for role in (APP, *ENTERED):
            _run(cursor, "GRANT USAGE ON SCHEMA public TO {role}", role=role)
        _run(cursor, "GRANT CREATE ON SCHEMA public TO {owner}", owner=OWNER)
        _run(cursor, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        defaults = "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public "
        tables = "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}"
        _run(cursor, defaults + tables, owner=OWNER, app=APP)
        for role in (APP, *ENTERED):
            _run(cursor, defaults + "GRANT USAGE ON SEQUENCES TO {role}", owner=OWNER, role=role)
