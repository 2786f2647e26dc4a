"""While the database is away or silent, pages say so within seconds and the process still says that it lives."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from portal.database import database_settings
from portal.embedded import Postgres

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parent.parent.parent
AT_MOST = 3
SLACK = 1  # for a busy machine


@pytest.fixture
def silent_port():
    """A port that takes every connection and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=64)) as server:
        yield server.getsockname()[1]


def took(act):
    start = time.monotonic()
    with pytest.raises(OperationalError):
        act()
    return time.monotonic() - start


def query(connection, statement="SELECT 1"):
    """One request's query: the connection goes back to the pool."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


@pytest.fixture
def database():
    """(a connection with a pool to this address, limits included)."""
    made = []

    def connect(url, **limits):
        settings = database_settings(url, pool=True, prepared=True, **limits)
        made.append(ConnectionHandler({"default": settings})["default"])
        return made[-1]

    yield connect
    for each in made:
        each.close_pool()


@pytest.mark.parametrize("pool", [True, False])
def test_a_server_that_takes_the_call_and_is_silent_is_given_up(silent_port, pool):
    settings = database_settings(f"postgresql://a@127.0.0.1:{silent_port}/none", pool=pool)
    connection = ConnectionHandler({"default": settings})["default"]
    assert took(lambda: query(connection)) < AT_MOST + SLACK
    if pool:
        connection.close_pool()


def test_a_server_that_hangs_or_stops_is_given_up_and_found_again(tmp_path, database):
    postgres = Postgres(tmp_path / "postgres", fast=True).start()
    try:
        connection = database(postgres.url("postgres", "postgres"))
        backends = {query(connection, "SELECT pg_backend_pid()") for _ in range(2)}
        time.sleep(1)  # the pool opens its second connection
        with closing(database(postgres.url("postgres", "postgres"))) as other, other.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'")
            backends |= {pid for (pid,) in cursor.fetchall()}
        stopped = [postgres.process.pid, *backends]
        for pid in stopped:
            os.kill(pid, signal.SIGSTOP)
        assert took(lambda: query(connection)) < AT_MOST + SLACK
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)
        wait_until(lambda: query(connection) == 1)
    finally:
        postgres.stop()
    assert took(lambda: query(connection)) < AT_MOST + SLACK


def wait_until(does):
    for _ in range(40):
        try:
            if does():
                return
        except OperationalError:
            time.sleep(0.25)
    raise AssertionError("not in time")


def test_a_page_gives_up_a_statement_and_a_lock(database):
    url = os.environ["DATABASE_URL"]
    connection = database(url, statement_seconds=1, lock_seconds=1)
    assert took(lambda: query(connection, "SELECT pg_sleep(20)")) < AT_MOST
    with closing(database(url)) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(424242)")
        assert took(lambda: query(connection, "SELECT pg_advisory_lock(424242)")) < AT_MOST


def answer(address, **headers):
    """(status, seconds) of an address."""
    start = time.monotonic()
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=30) as response:
            status = response.status
    except urllib.error.HTTPError as refused:
        status = refused.code
    return status, time.monotonic() - start


@pytest.fixture
def web(silent_port):
    """(address of pages, address of health) of a web server with one thread, whose database is silent."""
    ports = []
    for _ in range(2):
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            ports.append(free.getsockname()[1])
    environment = os.environ | {
        "DATABASE_URL": f"postgresql://a@127.0.0.1:{silent_port}/none",
        "DATABASE_POOL": "1",
        "LOCAL": "1",
        "ALLOWED_HOSTS": "127.0.0.1",
        "HEALTH_LISTEN": f"127.0.0.1:{ports[1]}",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{ports[0]}", "--threads", "2"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    pages, health = (f"http://127.0.0.1:{port}" for port in ports)
    try:
        for _ in range(100):
            try:
                answer(f"{health}/healthz")
                break
            except OSError:
                time.sleep(0.2)
        yield pages, health
    finally:
        server.terminate()
        server.wait(20)


def test_pages_say_so_in_time_and_health_is_answered_meanwhile(web):
    pages, health = web
    assert answer(f"{pages}/healthz")[0] == 200
    assert answer(f"{health}/nothing")[0] == 404
    cookie = {"Cookie": "session=abcdefghijklmnopqrstuvwxyz012345"}
    with ThreadPoolExecutor(8) as threads:
        waiting = [threads.submit(answer, f"{pages}/employees/", **cookie) for _ in range(2)]
        time.sleep(0.5)
        status, seconds = answer(f"{health}/healthz")
        found = [each.result() for each in waiting]
    assert (status, seconds < 1) == (200, True)
    assert {status for status, _seconds in found} == {503}
    assert max(seconds for _status, seconds in found) < AT_MOST + SLACK
    assert answer(f"{pages}/readyz")[0] == 503
