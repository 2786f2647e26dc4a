"""Checks that need a database: migrations are complete, production settings pass Django's deployment checks."""

import os
import subprocess
import sys

from tests.servers import start_servers

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "portal.settings",
    "DEBUG": "0",
    "BASE_URL": "https://portal.example",
    "ALLOWED_HOSTS": "portal.example",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!#%",
    "TRUSTED_PROXY_COUNT": "1",
}


def main():
    start_servers()
    environment = {**os.environ, **PRODUCTION}
    del environment["DJANGO_ALLOW_ASYNC_UNSAFE"]
    for command in (
        ["check", "--deploy", "--fail-level", "WARNING"],
        ["makemigrations", "--check", "--dry-run"],
    ):
        subprocess.run([sys.executable, "manage.py", *command], env=environment, check=True)


if __name__ == "__main__":
    main()
