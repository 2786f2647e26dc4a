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
HELD_ANSWER_STEP_SECONDS = 0
# What an earlier run, or another process of this one, kept in the cache is not ours.
CACHES["default"]["KEY_PREFIX"] = secrets.token_hex(4)  # noqa: F405
# Pages ring for jobs; nobody answers in tests, and the bell of one test must not reach another run.
CELERY_BROKER_TRANSPORT_OPTIONS = CELERY_BROKER_TRANSPORT_OPTIONS | {"global_keyprefix": "test_"}  # noqa: F405
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]  # noqa: F405
