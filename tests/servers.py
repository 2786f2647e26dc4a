"""A Postgres and a Valkey for one test run, and their environment."""

import atexit
import base64
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from accounts.platform.keys import INDEXES
from portal.database import set_up
from portal.embedded import Postgres, Valkey

ADMIN, OWNER, APP = "TEST_ADMIN_URL", "DATABASE_OWNER_URL", "DATABASE_URL"
PASSWORD = "for tests only"


def _key(name):
    return base64.b64encode(hashlib.sha256(name.encode()).digest()).decode()


def _embedded_database(folder):
    postgres = Postgres(folder / "postgres", fast="BENCH" not in os.environ).start()
    atexit.register(postgres.stop)
    return {
        ADMIN: postgres.url("postgres", "postgres"),
        OWNER: postgres.url("portal_owner", "test_portal"),
        APP: postgres.url("portal_app", "test_portal"),
    }


def _outside_database(url):
    """TEST_DATABASE_URL is a superuser's address; the roles get passwords for the run."""
    parts = {key: value for key, value in conninfo_to_dict(url).items() if key in ("host", "port")}
    return {
        ADMIN: url,
        OWNER: make_conninfo(**parts, user="portal_owner", password=PASSWORD, dbname="test_portal"),
        APP: make_conninfo(**parts, user="portal_app", password=PASSWORD, dbname="test_portal"),
    }


def _redis(folder):
    if url := os.environ.get("TEST_REDIS_URL"):
        return {"REDIS_URL": url}
    valkey = Valkey(folder / "valkey").start()
    atexit.register(valkey.stop)
    return {"REDIS_URL": valkey.broker_url, "CACHE_URL": valkey.cache_url}


def start_servers():
    """Start once per run: parallel workers inherit the environment."""
    if ADMIN in os.environ:
        return
    folder = Path(tempfile.mkdtemp(prefix="portal-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    outside = os.environ.get("TEST_DATABASE_URL")
    os.environ.update(_outside_database(outside) if outside else _embedded_database(folder))
    os.environ.update(_redis(folder))
    os.environ.update(
        SECRET_KEY="tests " * 12,
        BASE_URL="http://testserver",
        ALLOWED_HOSTS="testserver",
        DATABASE_POOL="0",
        FIELD_KEYS=f"test:{_key('field')}",
        INDEX_KEYS=",".join(f"{name}:{_key(name)}" for name in INDEXES),
        DJANGO_ALLOW_ASYNC_UNSAFE="true",
        MEDIA_ROOT=str(folder / "media"),
        LOG_LEVEL="ERROR",
    )
    set_up(os.environ[ADMIN], "test_portal", passwords=dict.fromkeys(["portal_owner", "portal_app"], PASSWORD))
