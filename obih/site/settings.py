"""Django's settings. What differs between installations comes from `config.py`."""

from __future__ import annotations

import os

from csp.constants import NONCE, NONE, SELF

from obih.site.config import PROJECT_ROOT, bucket, database_settings, files_dir, read_config, secret
from obih.site.logs import set_up_logging

CONFIG = read_config()

SECRET_KEY = secret(CONFIG, "django")
DEBUG = CONFIG.debug
ALLOWED_HOSTS = list(CONFIG.public_hosts) or ["localhost", "127.0.0.1", "[::1]"]
PUBLIC_ADDRESS = CONFIG.address
ASKS_TRUST_SERVICES = CONFIG.asks_trust_services
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in CONFIG.public_hosts]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "django_filters",
    "template_partials",
    "procrastinate.contrib.django",
    "ninja",
    "obih.ui",
    "obih.history",
    "obih.law",
    "obih.nomenclature",
    "obih.workdays",
    "obih.files",
    "obih.people",
    "obih.notices",
    "obih.signatures",
    "obih.registry",
    "obih.tasks",
    "obih.council",
    "obih.appeals",
    "obih.contracts",
    "obih.desk",
    "obih.site",
]
MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "obih.ui.one_look.OneLookMiddleware",
    "obih.people.middleware.ActorMiddleware",
    "obih.ui.middleware.PlainWordsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "obih.site.urls"
WSGI_APPLICATION = "obih.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "obih.desk.navigation.navigation",
            ],
            "builtins": ["obih.ui.templatetags.obih"],
        },
    }
]

DATABASES = {"default": database_settings(CONFIG)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APP_ROLE = "obih_app"
OWNER_ROLE = "obih_owner"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "obih.people.allauth_adapter.AccountAdapter"
MFA_ADAPTER = "obih.people.allauth_adapter.MFAAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Обіг"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not CONFIG.https  # a passkey on http://localhost
ACCOUNT_FORMS = {"login": "obih.people.sign_in.SignInForm", "reauthenticate": "obih.people.sign_in.AgainForm"}
MFA_FORMS = {
    "authenticate": "obih.people.sign_in.CodeForm",
    "reauthenticate": "obih.people.sign_in.CodeAgainForm",
    "activate_totp": "obih.people.sign_in.TotpForm",
    "add_webauthn": "obih.people.sign_in.KeyForm",
}
# One rule of lock-out: axes counts failures; allauth's own limit on sign-in is off.
ACCOUNT_RATE_LIMITS = {"login_failed": False}
AXES_FAILURE_LIMIT = 7
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "people/locked_out.html"
AXES_ENABLE_ACCESS_FAILURE_LOG = True  # for guessing one account from many addresses
AXES_ACCESS_FAILURE_LOG_PER_USER_LIMIT = 200

SESSION_ENGINE = "obih.people.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CONFIG.https
CSRF_FAILURE_VIEW = "obih.ui.middleware.csrf_refused"
CSRF_COOKIE_SECURE = CONFIG.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.https else None
SECURE_HSTS_SECONDS = 31_536_000 if CONFIG.https and CONFIG.public_hosts and not CONFIG.lan else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LANGUAGE_CODE = "uk"
LANGUAGES = [("uk", "Українська")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Kyiv"

STATIC_URL = "/static/"
STATIC_ROOT = CONFIG.data_dir / "static"
# `obih serve` gathers and compresses the static files once a version; tests read them where they lie.
GATHERED = os.environ.get("OBIH_GATHER") == "1" or (STATIC_ROOT / "staticfiles.json").exists()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "obih.site.statics.GatheredStorage"
        if GATHERED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not GATHERED
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "site_cache"}}

DATA_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILES_ROOT = files_dir(CONFIG)
FILES_S3 = bucket()
FILE_UPLOAD_TEMP_DIR = None
MAX_FILE_BYTES = 40 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "obih.files.uploading.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

PROCRASTINATE_ON_APP_READY = "obih.site.jobs.on_app_ready"
LOCALE_PATHS = [PROJECT_ROOT / "obih" / "ui" / "locale"]
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING_CONFIG = None
set_up_logging()
