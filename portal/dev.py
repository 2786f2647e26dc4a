"""The development supervisor: `python -m portal.dev` starts everything and ends it together."""

import base64
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from accounts.platform.keys import INDEXES
from portal.database import set_up
from portal.earlier import gone_migrations
from portal.embedded import CannotStart, Postgres, Valkey, end_with_parent

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / ".dev"
PORT = os.environ.get("PORT", "8000")
ADDRESS = f"http://localhost:{PORT}"
STOP_SECONDS = 2
# No padding of response times while demonstration data loads.
LOADING = {"ANSWER_STEP_SECONDS": "0", "SIGN_IN_STEP_SECONDS": "0"}


def _key():
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _secrets():
    """Keep the keys: the next start must read what was encrypted today."""
    path = PLACE / "secrets.json"
    known = (
        json.loads(path.read_text())
        if path.exists()
        else {"SECRET_KEY": _key() + _key(), "FIELD_KEYS": f"dev:{_key()}"}
    )
    indexes = dict(part.split(":", 1) for part in known.get("INDEX_KEYS", "").split(",") if part)
    known["INDEX_KEYS"] = ",".join(f"{name}:{indexes.get(name) or _key()}" for name in INDEXES)
    path.touch(mode=0o600)
    path.write_text(json.dumps(known))
    return known


@contextmanager
def _step(name):
    print(f"{name:<24}", end="", flush=True)  # noqa: T201
    began = time.monotonic()
    try:
        yield
    except BaseException:
        print()  # noqa: T201
        raise
    print(f"{time.monotonic() - began:.0f} s", flush=True)  # noqa: T201


def _refuse_a_port_in_use():
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(PORT)))
        except OSError:
            raise CannotStart(f"Port {PORT} is in use. Choose another: PORT=8123 make run") from None


def _start_servers(running):
    """Start embedded servers unless DATABASE_URL and REDIS_URL name others. Adds to `running`, returns addresses."""
    environment = {}
    if "DATABASE_URL" not in os.environ:
        postgres = Postgres(PLACE / "postgres")
        running.append(postgres)
        postgres.start()
        set_up(postgres.url("postgres", "postgres"), "portal", passwords={})
        environment |= {
            "DATABASE_ADMIN_URL": postgres.url("postgres", "postgres"),
            "DATABASE_OWNER_URL": postgres.url("portal_owner", "portal"),
            "DATABASE_URL": postgres.url("portal_app", "portal"),
        }
    if "REDIS_URL" not in os.environ:
        valkey = Valkey(PLACE / "valkey").start()
        running.append(valkey)
        environment |= {"REDIS_URL": valkey.broker_url, "CACHE_URL": valkey.cache_url}
    return environment


def _environment(servers):
    caught = PLACE / "mail"
    caught.mkdir(exist_ok=True)
    return {
        **os.environ,
        "LOCAL": "1",
        "BASE_URL": ADDRESS,
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "CAUGHT_MAIL_DIR": str(caught),
        "MEDIA_ROOT": str(PLACE / "media"),
        "LOG_LEVEL": "WARNING",
        "C_FORCE_ROOT": "1",
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        **_secrets(),
        **servers,
    }


def _keep_environment(environment):
    """Write .dev/env for commands beside the running portal: `set -a; . .dev/env`."""
    keys = [key for key in environment if key not in os.environ]
    path = PLACE / "env"
    path.write_text("".join(f"{key}='{environment[key]}'\n" for key in keys))
    path.chmod(0o600)


def _spawn(command, environment):
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: end_with_parent(signal.SIGKILL),
    )


def _finish(process):
    try:
        said, _ = process.communicate()
    finally:
        process.kill()
    if process.returncode:
        raise CannotStart(said)
    return said


def _manage(environment, *command):
    return _finish(_spawn(["manage.py", *command], environment))


def _prefixed(name, stream):
    for line in stream:
        print(f"{name:>6} | {line}", end="", flush=True)  # noqa: T201


def _start(name, command, environment):
    process = _spawn(command, environment)
    threading.Thread(target=_prefixed, args=(name, process.stdout), daemon=True).start()
    return process


def _commands():
    beat = ["--schedule", str(PLACE / "beat"), "--pidfile", ""]
    # Threads, so that the worker is one process and leaves nothing behind.
    worker = ["--pool", "threads", "-c", "2"]
    celery, quiet = ["-m", "celery", "-A", "portal", "-q"], ["--loglevel", "warning"]
    return {
        "worker": ["-W", "ignore", *celery, "worker", *worker, *quiet],
        "beat": [*celery, "beat", *quiet, *beat],
        "demo": ["manage.py", "demo", "--large"],
    }


def _end(process):
    """End a process group: terminate, then kill."""
    try:
        os.killpg(process.pid, signal.SIGTERM)
    except ProcessLookupError:
        return


def _stop(processes, servers):
    for process in processes.values():
        _end(process)
    until = time.monotonic() + STOP_SECONDS
    for process in processes.values():
        try:
            process.wait(max(0.05, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
    for server in servers:
        server.stop()


def _wait_for_end(processes):
    """Wait until a part ends. The portal serves even if loading the demonstration data fails."""
    while True:
        for name, process in processes.items():
            if name != "demo" and process.poll() is not None:
                print(f"{name} ended with code {process.returncode}")  # noqa: T201
                return 1
        time.sleep(0.3)


def _interrupt(*_):
    raise KeyboardInterrupt


def _refuse_an_earlier_database(environment):
    gone = gone_migrations(environment["DATABASE_URL"])
    if not gone:
        return
    place = "the database that DATABASE_URL names" if "DATABASE_URL" in os.environ else "the folder .dev"
    raise CannotStart(
        f"The development database comes from an earlier version ({gone[0]} is no longer among the migrations): "
        f"delete {place} and start again."
    )


def _make_ready(servers, processes):
    """(environment of all parts, text to print), after tables, fonts and demonstration data.

    The data keeps one processor busy: the web server, added to `processes`, starts meanwhile.
    """
    fonts = _spawn(["manage.py", "build_assets"], {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.assets"})
    with _step("Database server"):
        environment = _environment(_start_servers(servers))
        _keep_environment(environment)
        _refuse_an_earlier_database(environment)
    with _step("Tables"):
        if "DATABASE_ADMIN_URL" in os.environ:
            _manage(environment, "setup_database")
        _manage(environment, "migrate", "--verbosity", "0")
    with _step("Fonts"):
        _finish(fonts)
    processes["web"] = _start_web(environment)
    with _step("Demonstration data"):
        sign_ins = _manage(environment | LOADING, "demo", "--if-empty", "--sign-ins")
    with _step("Web server"):
        _wait_for_answer(processes["web"])
    return environment, sign_ins


def _start_web(environment):
    web = ["--bind", f"127.0.0.1:{PORT}", "--threads", "6", "--graceful-timeout", "1", "--log-level", "error"]
    return _start("web", ["-m", "gunicorn", "portal.wsgi", "--reload", *web], environment)


def _wait_for_answer(web):
    while web.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz"):
                return
        except OSError:
            time.sleep(0.1)
    raise CannotStart(f"web ended with code {web.returncode}")


def main():
    """Run until Ctrl-C or until a part ends."""
    os.umask(0o077)
    PLACE.mkdir(exist_ok=True)
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, _interrupt)
    processes, servers = {}, []
    try:
        _refuse_a_port_in_use()
        environment, sign_ins = _make_ready(servers, processes)
        print(sign_ins, flush=True)  # noqa: T201
        for name, command in _commands().items():
            processes[name] = _start(name, command, environment | (LOADING if name == "demo" else {}))
        return _wait_for_end(processes)
    except CannotStart as wrong:
        print(wrong, file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _stop(processes, servers)


if __name__ == "__main__":
    sys.exit(main())
