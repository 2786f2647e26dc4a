"""Where mail goes: to the configured server, or into the folder of the test mailbox."""

from typing import Any

from environ import Env


def configuration(env: Env, caught: str) -> dict[str, Any]:
    if caught:
        backend, options = "filebased", {"file_path": caught}
    else:
        backend = "smtp"
        options = {
            "host": env.str("EMAIL_HOST", "localhost"),
            "port": env.int("EMAIL_PORT", 25),
            "username": env.str("EMAIL_HOST_USER", ""),
            "password": env.str("EMAIL_HOST_PASSWORD", ""),
            "use_tls": env.bool("EMAIL_USE_TLS", False),
            "timeout": 10,
        }
    return {"default": {"BACKEND": f"django.core.mail.backends.{backend}.EmailBackend", "OPTIONS": options}}
