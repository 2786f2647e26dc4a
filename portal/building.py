"""Settings for the type checker and for collecting static files, which start nothing."""

import os

from accounts.platform.keys import INDEXES

os.environ.update(
    SECRET_KEY="nothing is signed with this",  # noqa: S106
    BASE_URL="https://portal.example",
    ALLOWED_HOSTS="portal.example",
    DATABASE_URL="postgresql://portal_app@localhost/none",
    REDIS_URL="redis://localhost/0",
    FIELD_KEYS="none:none",
    INDEX_KEYS=",".join(f"{name}:none" for name in INDEXES),
)

from portal.settings import *  # noqa: F403
