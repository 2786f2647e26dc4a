"""Settings of the test run: throw-away servers, or those of TEST_DATABASE_URL and TEST_REDIS_URL."""

import secrets

from tests.servers import start_servers

start_servers()

from portal.settings import *  # noqa: E402, F403

DEBUG = False
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "session", "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405
MFA_REQUIRED = False
ANSWER_STEP_SECONDS = SIGN_IN_STEP_SECONDS = 0
# A cache prefix of its own, apart from earlier runs and other processes.
CACHES["default"]["KEY_PREFIX"] = secrets.token_hex(4)  # noqa: F405
# No worker runs in tests, and jobs must not reach another run.
CELERY_BROKER_TRANSPORT_OPTIONS = CELERY_BROKER_TRANSPORT_OPTIONS | {"global_keyprefix": "test_"}  # noqa: F405
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]  # noqa: F405
