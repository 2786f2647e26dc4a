"""Settings for tools that read the code and start nothing: the type checker, makemigrations --check."""

import os

os.environ.update(
    SECRET_KEY="nothing is signed with this",
    BASE_URL="https://portal.example",
    ALLOWED_HOSTS="portal.example",
    DATABASE_URL="postgresql://portal_app@localhost/none",
    REDIS_URL="redis://localhost/0",
    FIELD_KEYS="none:none",
    INDEX_KEYS="number:none,last_four:none,subject:none,blocking:none",
)

from portal.settings import *  # noqa: F403
