"""Settings. What a deployment decides comes from the environment, all of it named here.

PODVIZ_VAR            where the database and the secret key lie (default: var/)
PODVIZ_SECRET_KEY     the signing key (default: made on the first run, kept in var/)
PODVIZ_HOSTS          names under which it is reached, by commas (default: this machine only)
PODVIZ_HTTPS          1 behind TLS: secure cookies, HSTS, redirects (default: 0)
PODVIZ_PROXIES        how many proxies of ours write X-Forwarded-For (default: 0)
PODVIZ_SCENES         a folder of scenario files that the library shows first (serve --folder)
PODVIZ_STORAGE_MB     how much all sessions may take (default: 2000); those never shared make room
PODVIZ_METRICS        all: /metrics for everybody (default: for this machine only)
PODVIZ_LOG            json: one object a line, requests among them (default: text)
DATABASE_URL          postgresql://… for several servers (default: SQLite in PODVIZ_VAR)
REDIS_URL             redis://… by which several servers tell each other that there is more
PODVIZ_DEBUG          1 for Django's debug pages and static files that reload (default: 0)
"""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF

from podviz.log_settings import logging_settings
from podviz.secret_key import secret_key
from podviz.static_version import static_version

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("PODVIZ_VAR", BASE_DIR / "var"))
NODE_MODULES = BASE_DIR / "node_modules"

DEBUG = os.environ.get("PODVIZ_DEBUG") == "1"
HTTPS = os.environ.get("PODVIZ_HTTPS") == "1"
PROXIES = int(os.environ.get("PODVIZ_PROXIES", "0"))
SCENES = Path(os.environ["PODVIZ_SCENES"]).resolve() if "PODVIZ_SCENES" in os.environ else None
STORAGE_BYTES = int(os.environ.get("PODVIZ_STORAGE_MB", "2000")) * 1_000_000
METRICS_FOR_ALL = os.environ.get("PODVIZ_METRICS") == "all"
LOGGING = logging_settings(os.environ.get("PODVIZ_LOG", "text"))
SECRET_KEY = secret_key(os.environ.get("PODVIZ_SECRET_KEY", ""), VAR / "secret-key")
ALLOWED_HOSTS = os.environ.get("PODVIZ_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "lifecycle",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "podviz.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "podviz.urls"
ASGI_APPLICATION = "podviz.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Write-ahead logging lets readers read while one writes; a writer takes its lock at the
# start of a transaction and waits for it instead of failing half-way.
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR / "podviz.sqlite3",
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        },
    },
}
if "DATABASE_URL" in os.environ:
    DATABASES = {"default": dj_database_url.config(conn_max_age=600, conn_health_checks=True)}
# Sockets don't use this layer: its messages say only that a session has changed.
CHANNEL_LAYERS = {}
if "REDIS_URL" in os.environ:
    CHANNEL_LAYERS["neighbours"] = {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [os.environ["REDIS_URL"]]},
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "lifecycle" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_VERSION = static_version([BASE_DIR / "static"], [BASE_DIR / "package-lock.json"])
STATIC_URL = "/static/" if DEBUG else f"/static/{STATIC_VERSION}/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "podviz.npm.NpmFinder",
    "podviz.bundle.BundleFinder",
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# Whether its neighbours and subdomains use TLS is not for one application to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_FAILURE_VIEW = "lifecycle.views.trouble.forbidden"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
