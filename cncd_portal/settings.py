"""Settings, all from the environment, safe when nothing is set. README.md lists the variables."""

import os
from importlib.util import find_spec
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from cncd_portal.account_settings import *  # noqa: F403
from cncd_portal.secret_key import local_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
# Values are taken literally: « $ » at the start of a passphrase is no reference to a variable.
env.ENVIRON = {name: value.replace("$", r"\$") for name, value in os.environ.items()}
env.escape_proxy = True
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env.bool("DEBUG", default=False)
# What allows demonstration accounts, data and the working wording of propositions.
DEMONSTRATION = env.bool("DEMONSTRATION", default=False)
PROPOSALS_SHOW_WORKING = env.bool("PROPOSALS_SHOW_WORKING", default=False)
# False only where no TLS can be had: a laptop, the tests.
HTTPS = env.bool("HTTPS", default=True)
SECRET_KEY = env("SECRET_KEY", default="") or local_secret_key(VAR_DIR)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Root of the addresses that others read: in mails, feeds, the sitemap, canonical links.
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000")

INSTALLED_APPS = [
    "partnerships",
    "proposals",
    "cncd_portal.accounts",
    "cncd_portal",
    "cncd_portal.administration.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "cncd_portal.static_files.StaticFiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "dsfr",
    "simple_history",
    "widget_tweaks",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cncd_portal.compression.CompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "cncd_portal.headers.HeadersMiddleware",
    "cncd_portal.kept_pages.middleware.KeptPagesMiddleware",
    "cncd_portal.session_use.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "cncd_portal.typed_text.TypedTextMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cncd_portal.sessions.ended_session.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cncd_portal.accounts.middleware.SecondFactorMiddleware",
    "cncd_portal.accounts.waiting_acts.WaitingActsMiddleware",
    "cncd_portal.remembered_rights.RememberedRightsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "cncd_portal.errors.MethodNotAllowedMiddleware",
]

ROOT_URLCONF = "cncd_portal.urls"
WSGI_APPLICATION = "cncd_portal.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cncd_portal.site.context",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "cncd_portal.templatetags.constant",
                "cncd_portal.templatetags.file_size",
                "cncd_portal.templatetags.french_date",
                "cncd_portal.templatetags.prepared_address",
                "cncd_portal.templatetags.translated_text",
            ],
        },
    },
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        # Seconds that a save waits for other writers; the script of the form waits longer.
        "timeout": 10,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
            "PRAGMA cache_size=-64000; PRAGMA mmap_size=268435456;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Seconds to open a connection: pages and probes do not wait for a server that is gone.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 2)
    # Disks of today read anywhere alike, short queries are not worth compiling, and a word that a
    # tenth of a large registry has is found by its index only where all its rows can be listed.
    options = "-c random_page_cost=1.1 -c jit=off -c work_mem=32MB"
    DATABASES["default"]["OPTIONS"].setdefault("options", options)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared (Redis, database) as soon as there are two processes: rate limits count there.
# In service the database's where none is set, made by `prepare`; memory where one process serves.
CACHES = {
    "default": env.cache(
        "CACHE_URL", default="locmemcache://" if DEMONSTRATION else "dbcache://portal_cache"
    )
}

# Public pages, kept for all processes of this machine; 0 bytes: none is.
KEPT_PAGES_DIR = VAR_DIR / "pages"
KEPT_PAGES_MAX_BYTES = env.int("KEPT_PAGES_MAX_BYTES", default=64 * 1024 * 1024)

# Worker processes of a server, as gunicorn reads it where --workers is not given.
WEB_CONCURRENCY = env.int("WEB_CONCURRENCY", default=1)

# Kept in the database, done by `manage.py db_worker`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["cncd_portal.signed_in.SignedInBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 12}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "partnerships:workspace"
# Roles that must have a second factor before they may instruct or curate.
MFA_REQUIRED_FOR_STAFF = env.bool("MFA_REQUIRED_FOR_STAFF", default=False)

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("français"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = "cncd_portal.formats"

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", Path(find_spec("leaflet").origin).parent / "static"]
# Fonts of papers beside Marianne: where Debian puts fonts-noto-core.
FONTS_DIR = env("FONTS_DIR", default="/usr/share/fonts/truetype/noto")
# One private store, addressed by content. Nothing in it is served but by a view. On disk, or
# where STORAGE_URL says: s3://KEY:SECRET@BUCKET/PREFIX?region=REGION&endpoint=https://HOST
MEDIA_ROOT = env("STORAGE_DIR", default=str(VAR_DIR / "files"))
STORAGE_URL = env("STORAGE_URL", default="")
STORAGES = {
    "default": {
        "BACKEND": "cncd_portal.storage.bucket.BucketStore",
        "OPTIONS": {"url": STORAGE_URL},
    }
    if STORAGE_URL
    else {"BACKEND": "cncd_portal.storage.disk.DiskStore"},
    "staticfiles": {"BACKEND": "cncd_portal.storage.static_files.CollectedStaticFiles"},
}
# The daily anchors of the journal, kept elsewhere: a folder, or s3:// as above. The first key
# signs; former ones, after it and a comma, are still known. None is ever in the database.
ANCHOR_KEY = env.list("ANCHOR_KEY", default=[])
ANCHOR_URL = env("ANCHOR_URL", default="")
if ANCHOR_URL:
    STORAGES["anchors"] = (
        {"BACKEND": "cncd_portal.storage.bucket.BucketStore", "OPTIONS": {"url": ANCHOR_URL}}
        if ANCHOR_URL.startswith("s3://")
        else {
            "BACKEND": "cncd_portal.storage.disk.DiskStore",
            "OPTIONS": {"location": ANCHOR_URL.removeprefix("file://")},
        }
    )
# Passphrase of the backups, from the environment alone: others see a command line. Empty: backups
# are not encrypted.
BACKUP_KEY = env("BACKUP_KEY", default="")
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "cncd_portal.storage.reception.CappedTemporaryFile",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# Of one file; of all the files of a dossier, in number and in bytes.
ATTACHMENT_MAX_BYTES = env.int("ATTACHMENT_MAX_BYTES", default=20 * 1024 * 1024)
ATTACHMENTS_MAX_COUNT = env.int("ATTACHMENTS_MAX_COUNT", default=100)
ATTACHMENTS_MAX_BYTES = env.int("ATTACHMENTS_MAX_BYTES", default=300 * 1024 * 1024)
# clamd, tcp://HOST:3310 or unix:///run/clamav/clamd.ctl. Set, no file is served before its scan.
CLAMAV_URL = env("CLAMAV_URL", default="")

vars().update(env.email("EMAIL_URL", default="consolemail://"))
# How long the daily upkeep keeps what is done; mails over a year, for the yearly campaign's sake.
SENT_MAILS_KEPT_DAYS = env.int("SENT_MAILS_KEPT_DAYS", default=400)
TASKS_KEPT_DAYS = env.int("TASKS_KEPT_DAYS", default=30)
READER_REPORTS_KEPT_DAYS = env.int("READER_REPORTS_KEPT_DAYS", default=180)
# Set by `make run` alone: the folder where mails are written, and that /demonstration/courriels/
# shows to this machine.
DEMONSTRATION_MAILS = env("DEMONSTRATION_MAILS", default="") if DEMONSTRATION else ""
if DEMONSTRATION_MAILS:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DEMONSTRATION_MAILS
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="registre@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Seconds without an answer of the relay, after which a mail waits for its next try.
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)

SECURE_SSL_REDIRECT = HTTPS
# Probes ask from beside the portal, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^sante/$"]
# How many proxies of ours stand in front, each adding its line to X-Forwarded-For: the client is
# the one that the first of them saw, and not what it claims to be. « true » is one.
PROXIES = env("BEHIND_PROXY", default="0").lower()
BEHIND_PROXY = int({"true": "1", "false": "0"}.get(PROXIES, PROXIES))
ALLAUTH_TRUSTED_PROXY_COUNT = BEHIND_PROXY
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# mailto: or https://, told by /.well-known/security.txt.
SECURITY_CONTACT = env("SECURITY_CONTACT", default="")
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# The preload list takes the whole domain, for years: its owner asks for it, not this portal.
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SESSION_ENGINE = "cncd_portal.accounts.sessions"
# A session ends after so many hours without use, and so many seconds after the sign-in at most.
SESSION_IDLE_HOURS = env.int("SESSION_IDLE_HOURS", default=72)
SESSION_STAFF_IDLE_HOURS = env.int("SESSION_STAFF_IDLE_HOURS", default=12)
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = HTTPS
# A name that browsers take from this host alone, with TLS.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "cncd_portal.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
}
