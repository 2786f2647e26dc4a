"""Run one management command on a database of its own: `python -m portal.alone COMMAND ...`.

The database lives in a temporary folder that is removed at the end, or at the next start after a kill. Its keys are
made for the run and kept nowhere.
"""

import base64
import os
import secrets
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from accounts.platform.keys import INDEXES
from accounts.platform.left_behind import left_behind, own_name
from portal.database import let_make_temporary_tables, let_read_tables, set_up
from portal.embedded import CannotStart, Postgres

DATABASE, FOLDER = "portal", "portal-alone-"
# Commands that need only tables to copy: made from the models, they are there in a tenth of the time that migrations take.
FROM_MODELS = {"price"}
TELL_TO_END = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


def _key():
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _environment(postgres):
    return {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DEBUG": "0",
        "SECRET_KEY": _key() + _key(),
        "BASE_URL": "http://localhost",
        "ALLOWED_HOSTS": "localhost",
        "LOG_LEVEL": "WARNING",
        "DATABASE_URL": postgres.url("portal_app", DATABASE),
        "DATABASE_OWNER_URL": postgres.url("portal_owner", DATABASE),
        "DATABASE_POOL": "0",
        "REDIS_URL": "redis://localhost:1/0",
        "FIELD_KEYS": f"run:{_key()}",
        "INDEX_KEYS": ",".join(f"{name}:{_key()}" for name in INDEXES),
    }


def _end(number, _frame=None):
    sys.exit(128 + number)


def _when_told_to_end(does):
    """End on signals, even if a background script started this with SIGINT ignored."""
    for number in TELL_TO_END:
        signal.signal(number, does)


def _start(postgres):
    """Ignore signals while starting: a half-started server could not be stopped."""
    told = []
    _when_told_to_end(lambda number, _frame: told.append(number))
    postgres.start()
    _when_told_to_end(_end)
    if told:
        _end(told[0])


def _make_tables(postgres):
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    if FROM_MODELS.isdisjoint(sys.argv[1:2]):
        call_command("migrate", verbosity=0)
        return
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    admin = postgres.url("postgres", "postgres")
    with let_read_tables(admin, DATABASE):
        call_command("migrate", run_syncdb=True, verbosity=0)


def _run(folder):
    postgres = Postgres(folder, fast=True)
    try:
        _start(postgres)
        os.environ.update(_environment(postgres))
        set_up(postgres.url("postgres", "postgres"), DATABASE, passwords={})
        let_make_temporary_tables(postgres.url("postgres", "postgres"), DATABASE)
        import django
        from django.core.management import execute_from_command_line

        django.setup()
        _make_tables(postgres)
        execute_from_command_line(["manage.py", *sys.argv[1:]])
    finally:
        postgres.stop()


def main():
    _when_told_to_end(_end)
    for old in left_behind(Path(tempfile.gettempdir()), FOLDER):
        shutil.rmtree(old, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=own_name(FOLDER)))
    try:
        _run(folder)
    except CannotStart as wrong:
        sys.exit(f"Postgres did not start: {wrong}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
