"""The development supervisor: `python -m portal.dev` starts everything, and everything ends with it."""

import base64
import json
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from accounts.platform.keys import INDEXES
from portal.embedded import Postgres, Valkey, end_with_parent

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / ".dev"
PORT = os.environ.get("PORT", "8000")
ADDRESS = f"http://localhost:{PORT}"
STOP_SECONDS = 2


def _key():
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _secrets():
    """Made once: what is encrypted today must be readable at the next start."""
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


def _servers():
    """(environment, servers to stop): embedded ones, or those that DATABASE_URL and REDIS_URL name."""
    environment, running = {}, []
    if "DATABASE_URL" not in os.environ:
        postgres = Postgres(PLACE / "postgres").start()
        running.append(postgres)
        environment |= {
            "DATABASE_ADMIN_URL": postgres.url("postgres", "postgres"),
            "DATABASE_OWNER_URL": postgres.url("portal_owner", "portal"),
            "DATABASE_URL": postgres.url("portal_app", "portal"),
        }
    if "REDIS_URL" not in os.environ:
        valkey = Valkey(PLACE / "valkey").start()
        running.append(valkey)
        environment |= {"REDIS_URL": valkey.broker_url, "CACHE_URL": valkey.cache_url}
    return environment, running


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
    """For commands beside the running portal: `set -a; . .dev/env`."""
    keys = [key for key in environment if key not in os.environ]
    path = PLACE / "env"
    path.write_text("".join(f"{key}='{environment[key]}'\n" for key in keys))
    path.chmod(0o600)


def _manage(environment, *command):
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)


def _prefixed(name, stream):
    for line in stream:
        print(f"{name:>6} | {line}", end="", flush=True)  # noqa: T201


def _start(name, command, environment):
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: end_with_parent(signal.SIGKILL),
    )
    threading.Thread(target=_prefixed, args=(name, process.stdout), daemon=True).start()
    return process


def _commands():
    beat = ["--schedule", str(PLACE / "beat"), "--pidfile", ""]
    web = ["--bind", f"127.0.0.1:{PORT}", "--threads", "6", "--graceful-timeout", "1", "--log-level", "warning"]
    return {
        "web": ["-m", "gunicorn", "portal.wsgi", "--reload", *web],
        # Threads, so that the worker is one process and leaves nothing behind.
        "worker": [
            "-W",
            "ignore",
            "-m",
            "celery",
            "-A",
            "portal",
            "-q",
            "worker",
            "--pool",
            "threads",
            "-c",
            "2",
            "--loglevel",
            "warning",
        ],
        "beat": ["-m", "celery", "-A", "portal", "-q", "beat", "--loglevel", "warning", *beat],
        "demo": ["manage.py", "demo", "--large"],
    }


def _end(process):
    """The whole group of a process, politely and then not."""
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
    """Until a part ends. The demonstration data may be complete or may have failed: the portal serves either way."""
    while True:
        for name, process in processes.items():
            if name != "demo" and process.poll() is not None:
                print(f"{name} ended with code {process.returncode}")  # noqa: T201
                return 1
        time.sleep(0.3)


def _interrupt(*_):
    raise KeyboardInterrupt


def main():
    """Run until Ctrl-C, or until a part ends."""
    os.umask(0o077)
    PLACE.mkdir(exist_ok=True)
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, _interrupt)
    processes, servers = {}, []
    try:
        known, servers = _servers()
        environment = _environment(known)
        _keep_environment(environment)
        if "DATABASE_ADMIN_URL" in environment:
            _manage(environment, "setup_database")
        _manage(environment, "migrate", "--verbosity", "0")
        _manage(environment, "build_assets")
        _manage(environment, "demo", "--if-empty")
        processes = {name: _start(name, command, environment) for name, command in _commands().items()}
        _manage(environment, "demo", "--sign-ins")
        return _wait_for_end(processes)
    except KeyboardInterrupt:
        return 0
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _stop(processes, servers)


if __name__ == "__main__":
    sys.exit(main())
