"""Settings from the environment; .env.example lists every key. A key without a default is required."""

import sys
from pathlib import Path

import environ
from bootstrap_wrapper import get_bootstrap_dir
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from accounts.platform.keys import INDEXES
from portal import logs, mail
from portal.database import database_settings
from portal.limits import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# Development on one machine: no TLS, unhashed files. DEBUG shows Django's traces instead of error pages.
LOCAL = env.bool("LOCAL", False)
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY")
BASE_URL = env.str("BASE_URL").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# --- the carrier, whose name and numbers stand on every page ---
CARRIER = {
    "name": env.str("CARRIER_NAME", "Evergreen Health Plan"),
    "product": env.str("CARRIER_PRODUCT", "Benefit Desk"),
    "phone": env.str("CARRIER_PHONE", "1-800-555-0142"),
    "fax": env.str("CARRIER_FAX", "1-800-555-0143"),
    "hours": env.str("CARRIER_HOURS", "Monday to Friday, 8 am to 5 pm Pacific"),
    "address": env.str("CARRIER_ADDRESS", "Group Accounts, P.O. Box 20480, Oakland, CA 94620"),
    # Where checks go, its lines divided by "|", and the bank account for wires. Without an account no bill names one.
    "remittance": env.str("CARRIER_REMITTANCE", "Premium Payments|P.O. Box 5520|Oakland, CA 94604-5520"),
    "wire": env.str("CARRIER_WIRE", "Example Bank, routing 000000000, account 0000000000" if LOCAL else ""),
    "email": env.str("CARRIER_EMAIL", "accounts@evergreen.example"),
    "member_site": env.str("CARRIER_MEMBER_SITE", "https://members.evergreen.example"),
}
CARRIER_ZONE = env.str("CARRIER_ZONE", "America/Los_Angeles")

# --- applications ---
INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "billing.apps.BillingConfig",
    "enrollment.apps.EnrollmentConfig",
    "access.apps.AccessConfig",
    "accounts.apps.AccountsConfig",
    "portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django_structlog",
    "lucide",
]

MIDDLEWARE = [
    # These first: what any other answers by itself gets their headers, too.
    "portal.middleware.every_answer",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.answer_probes",
    "portal.middleware.LogRequests",
    "portal.middleware.only_text",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.middleware.only_known_ways",
    "portal.middleware.bounded_bodies",
    "portal.middleware.end_sessions",
    "portal.middleware.renew_sessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.middleware.SayTooMuch",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "django.template.context_processors.csp",
    "portal.context.shell",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": CONTEXT_PROCESSORS, "builtins": ["access.templatetags.opened_for"]},
    },
    {
        # For rows of long tables: three times as fast with hundreds of cells.
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "jinja"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "portal.jinja.environment"},
    },
]

# --- database: the application's login role; migrations run as the owner (portal.database) ---
DATABASE_POOL, DATABASE_PREPARED = env.bool("DATABASE_POOL", True), env.bool("DATABASE_PREPARED", True)
# Somebody waits for a page; jobs and commands may take as long as they need.
SERVES_PAGES = "portal.wsgi" in sys.modules
DATABASES = {
    "default": database_settings(
        env.str("DATABASE_URL"),
        pool=DATABASE_POOL,
        prepared=DATABASE_PREPARED,
        statement_seconds=env.int("PAGE_STATEMENT_SECONDS", 30) if SERVES_PAGES else 0,
        lock_seconds=env.int("PAGE_LOCK_SECONDS", 10) if SERVES_PAGES else 0,
    )
}
DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", "")
DATABASE_ADMIN_URL = env.str("DATABASE_ADMIN_URL", "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- keys that protect Social Security numbers: "name:base64,..." first encrypts, all decrypt ---
FIELD_KEYS = dict(part.split(":", 1) for part in env.list("FIELD_KEYS"))
INDEX_KEYS = dict(part.split(":", 1) for part in env.list("INDEX_KEYS"))
if missing := set(INDEXES) - INDEX_KEYS.keys():
    raise ImproperlyConfigured(f"INDEX_KEYS lacks: {', '.join(sorted(missing))}")

# --- broker and cache ---
REDIS_URL = env.str("REDIS_URL")
BROKER_TIMEOUT_SECONDS = 1
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", REDIS_URL)
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": BROKER_TIMEOUT_SECONDS,
    "socket_connect_timeout": BROKER_TIMEOUT_SECONDS,
    "max_retries": 0,
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "ring for due jobs": {"task": "access.ring_for_due_jobs", "schedule": 10.0},
    "seal the activity record": {"task": "access.seal_activity", "schedule": 300.0},
    "follow up user ID requests": {"task": "access.follow_up_requests", "schedule": 600.0},
    "forget who never verified": {"task": "access.forget_unverified", "schedule": 3600.0},
    "forget old tries of codes": {"task": "access.forget_old_attempts", "schedule": 3600.0},
    "watch goals": {"task": "enrollment.watch_goals", "schedule": 60.0},
    "foresee when requests are settled": {"task": "enrollment.foresee", "schedule": 60.0},
    "erase old drafts": {"task": "enrollment.erase_old_drafts", "schedule": 3600.0},
    "schedule due bills": {"task": "billing.schedule_due_bills", "schedule": 3600.0},
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.str("CACHE_URL", REDIS_URL),
        "OPTIONS": {"socket_timeout": BROKER_TIMEOUT_SECONDS, "socket_connect_timeout": BROKER_TIMEOUT_SECONDS},
    }
}

# --- sign-in ---
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "accounts.passwords.ContextValidator"},
    {"NAME": "accounts.passwords.CommonValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
_OWN = "accounts.sign_in_forms."
ACCOUNT_FORMS = {
    "login": _OWN + "LoginForm", "signup": _OWN + "SignupForm", "add_email": _OWN + "AddEmailForm",
    "change_password": _OWN + "ChangePasswordForm", "reset_password": _OWN + "ResetPasswordForm",
    "reset_password_from_key": _OWN + "ResetPasswordKeyForm", "reauthenticate": _OWN + "ReauthenticateForm",
}  # fmt: skip
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.RegisterForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
MFA_FORMS = {
    "authenticate": _OWN + "AuthenticateForm", "reauthenticate": _OWN + "ReauthenticateByCodeForm",
    "activate_totp": _OWN + "ActivateForm", "add_webauthn": _OWN + "AddPasskeyForm",
    "login_webauthn": _OWN + "LoginByPasskeyForm", "reauthenticate_webauthn": _OWN + "ReauthenticateByPasskeyForm",
}  # fmt: skip
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = CARRIER["product"]
MFA_REQUIRED = env.bool("MFA_REQUIRED", not LOCAL)

# --- access codes, and the sample company of the tour ---
SANDBOX_NUMBER = env.str("SANDBOX_NUMBER", "000-00000")
RUN_OUT_DAYS = env.int("RUN_OUT_DAYS", 365)
CODE_DAYS = env.int("CODE_DAYS", 7)
SUCCESSION_DAYS = env.int("SUCCESSION_DAYS", 2)
REQUEST_DAYS = env.int("REQUEST_DAYS", 60)
ADMINISTRATORS_AT_MOST = env.int("ADMINISTRATORS_AT_MOST", 3)

# --- sessions ---
IDLE_SECONDS = env.int("IDLE_SECONDS", 900)
WARN_SECONDS = env.int("WARN_SECONDS", 780)
SESSION_COOKIE_NAME = "session" if LOCAL else "__Host-session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = not LOCAL
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "csrf" if LOCAL else "__Host-csrf"
CSRF_COOKIE_SECURE = not LOCAL
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.errors.csrf_failed"

# --- security headers ---
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "report-uri": ["/csp-report/"],
}
SECURE_SSL_REDIRECT = not LOCAL
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_HSTS_SECONDS = 0 if LOCAL else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOCAL
SECURE_REFERRER_POLICY = SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

# --- language and time ---
LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", _("English"))]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = "portal.formats"

# --- static files ---
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static", get_bootstrap_dir()]
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = LOCAL
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = env.path("MEDIA_ROOT", str(BASE_DIR / "media"))

# --- forms ---
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- mail: without names; details are behind the sign-in ---
CAUGHT_MAIL_DIR = env.str("CAUGHT_MAIL_DIR", "")
MAILERS = mail.configuration(env, CAUGHT_MAIL_DIR)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"{CARRIER['product']} <{CARRIER['email']}>")

# --- logs: one JSON object a line, no personal data ---
LOGGING = logs.configuration(env.str("LOG_LEVEL", "INFO"))
