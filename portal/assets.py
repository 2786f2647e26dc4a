"""Settings for building static files, without any secrets."""

from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = "not used"  # noqa: S105
INSTALLED_APPS = ["portal.apps.PortalConfig"]
USE_TZ = True
