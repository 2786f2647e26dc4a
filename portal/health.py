"""Health: whether the process lives, and whether it can work."""

from celery import current_app
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from access.guard import public

SECONDS = 1


@public
@require_safe
def healthz(request):
    return HttpResponse("ok", content_type="text/plain")


def _database():
    if connection.pool is None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    else:
        # Pages wait ten seconds for a connection; a health check would have given up.
        connection.pool.open()
        with connection.wrap_database_errors, connection.pool.connection(timeout=SECONDS) as own:
            own.execute("SELECT 1")
    return "ok"


def _migrations():
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "ok" if not waiting else f"{len(waiting)} waiting, first {waiting[0][0]}"


def _broker():
    with current_app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=0, timeout=SECONDS)
    return "ok"


CHECKS = {"database": _database, "migrations": _migrations, "broker": _broker}
UNREACHABLE = (DatabaseError, OperationalError, RedisError, OSError)


@public
@require_safe
def readyz(request):
    """The state of each part; 503 if one is unavailable."""
    state = {}
    for name, check in CHECKS.items():
        # Reading migrations needs the database, which is already unavailable.
        known = state.get("database", "ok") if name == "migrations" else "ok"
        try:
            state[name] = check() if known == "ok" else known
        except UNREACHABLE as failure:
            state[name] = type(failure).__name__
    ready = all(word == "ok" for word in state.values())
    return JsonResponse(state, status=200 if ready else 503)
