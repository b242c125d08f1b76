"""The site's settings, all from the environment: docs/operating.md lists every variable.

Without DEBUG=1 nothing insecure starts.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from comments.feed_tag import is_feed_tag
from newsroom.database import is_database, sqlite_at, tuned
from newsroom.environment import (
    REQUIRED,
    Environment,
    is_origin,
    is_sender,
    is_site_url,
    is_strong_key,
    is_time_zone,
    is_writable_directory,
    sender,
)
from newsroom.logging import logging_settings
from newsroom.sign_in_with import are_names, providers

ROOT = Path(__file__).resolve().parent.parent

environment = Environment()
read = environment.read

DEBUG = read("bool", "DEBUG", False, hint="set 1 to develop, and 0 or nothing otherwise")
SECRET_KEY = read(
    "str",
    "SECRET_KEY",
    "only-for-development-0123456789abcdefghijklmnopqrstuvwxyz" if DEBUG else REQUIRED,
    must=lambda key: DEBUG or is_strong_key(key),
    hint="set at least 50 random characters, as python3 -c "
    "'import secrets; print(secrets.token_urlsafe(50))' prints them",
)
PORT = read("int", "PORT", 8000, must=lambda port: 0 < port < 65536, hint="set a port, 1 to 65535")
SITE_URL = read(
    "str",
    "SITE_URL",
    f"http://127.0.0.1:{PORT}" if DEBUG else REQUIRED,
    must=lambda url: is_site_url(url) and (DEBUG or url.startswith("https://")),
    hint="set the address readers use, with https and no path, like https://news.example",
)
SITE_NAME = read("str", "SITE_NAME", "The Meridian", hint="set what the newspaper is called")
ALLOWED_HOSTS = read(
    "list",
    "ALLOWED_HOSTS",
    None,
    must=lambda hosts: all(host and "/" not in host for host in hosts) and (DEBUG or "*" not in hosts),
    hint="name the hosts served, parted by commas, without scheme; '*' would let anyone forge links in mails",
)
CSRF_TRUSTED_ORIGINS = read(
    "list",
    "CSRF_TRUSTED_ORIGINS",
    [],
    must=lambda origins: all(map(is_origin, origins)),
    hint="name origins parted by commas, each with scheme and no path, like https://www.news.example",
)
TRUSTED_PROXIES = read(
    "int",
    "TRUSTED_PROXIES",
    0,
    must=lambda number: 0 <= number < 10,
    hint="set how many of your proxies stand before the site, 0 to 9",
)
VAR = read(
    "path",
    "VAR_DIR",
    ROOT / "var",
    must=is_writable_directory,
    hint="name a directory this user may write to",
)
DATABASE = read(
    "dj_db_url",
    "DATABASE_URL",
    None,
    must=is_database,
    hint="set sqlite:////path/to/file or postgres://user:password@host:5432/name",
)
EMAIL = read(
    "dj_email_url",
    "EMAIL_URL",
    "file:",
    must=lambda mail: bool(mail.get("EMAIL_BACKEND")),
    hint="set submission://user:password@host:587 (TLS), or leave it out to have mails written into files",
)
DEFAULT_FROM_EMAIL = read(
    "str",
    "DEFAULT_FROM_EMAIL",
    None,
    must=is_sender,
    hint="set who mails come from, like 'The Meridian <comments@news.example>'; quote a name with a comma",
)
SEAL_KEY_FILE = read(
    "str", "SEAL_KEY_FILE", "", hint="name the file of the key that seals are signed with, or leave it out"
)
ERASURES_FILE = read(
    "str", "ERASURES_FILE", "", hint="name the file that erasures are listed in, or leave it out"
)
SIGN_UP = read("bool", "SIGN_UP", DEBUG, hint="set 1 to let readers make accounts, and 0 otherwise")
SIGN_IN_WITH = providers(
    read(
        "list",
        "SIGN_IN_WITH",
        [],
        must=are_names,
        hint="name providers of sign-in by lower-case words of your own, parted by commas",
    ),
    read,
    is_secure=not DEBUG,
)
SEALS_FILE = read(
    "str", "SEALS_FILE", "", hint="name the file that every seal is appended to, or leave it out"
)
FEED_TAG = read(
    "str",
    "FEED_TAG",
    "",
    must=lambda tag: not tag or is_feed_tag(tag),
    hint="name a domain and a date on which it was yours, like news.example,2026, or leave it out",
)
TIME_ZONE = read("str", "TIME_ZONE", "UTC", must=is_time_zone, hint="set a name like Europe/Istanbul")
environment.refuse_faults()

SITE_URL = SITE_URL.rstrip("/")
SITE_HOST = urlsplit(SITE_URL).hostname
ALLOWED_HOSTS = ALLOWED_HOSTS or (["127.0.0.1", "localhost", "[::1]"] if DEBUG else [SITE_HOST])

DATABASES = {"default": tuned(DATABASE or sqlite_at(VAR / "newsroom.sqlite3"))}

EMAIL_BACKEND = EMAIL["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = EMAIL["EMAIL_HOST"] or "localhost", EMAIL["EMAIL_PORT"] or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_USER"] or "", EMAIL["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL["EMAIL_USE_TLS"], EMAIL["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 10
EMAIL_FILE_PATH = VAR / "mail"
DEFAULT_FROM_EMAIL = DEFAULT_FROM_EMAIL or sender(SITE_NAME, f"comments@{SITE_HOST}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    # Before all that speak to people: of two translations of one word the first is taken, and the desk would
    # speak in two voices. After auth, which makes the permissions that our groups are given.
    "comments",
    "newsroom",
    "django.contrib.admin",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "django_structlog",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "newsroom.early.answering",
    "newsroom.requests.without_length",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    # After the session and before all that answers in words.
    "newsroom.languages.speaking",
    "django.middleware.common.CommonMiddleware",
    "newsroom.requests.readable",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
]
ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.context.site",
            ]
        },
    }
]

AUTH_USER_MODEL = "newsroom.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_USERNAME_VALIDATORS = "newsroom.usernames.validators"
# An account has one address; a new one takes its place once it is verified.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEBUG else "https"
ACCOUNT_ADAPTER = "newsroom.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "newsroom.forms.LoginForm",
    "signup": "newsroom.forms.SignupForm",
    "add_email": "newsroom.forms.AddEmailForm",
    "change_password": "newsroom.forms.ChangePasswordForm",
    "set_password": "newsroom.forms.SetPasswordForm",
    "reset_password": "newsroom.forms.ResetPasswordForm",
    "reset_password_from_key": "newsroom.forms.ResetPasswordKeyForm",
    "reauthenticate": "newsroom.forms.ReauthenticateForm",
}
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    # Mails that a stranger could have sent to somebody else's address: as few as about comments.
    "reset_password": "20/m/ip,5/h/key,20/d/key",
    "confirm_email": "1/3m/key,6/h/key,20/d/key",
    "mailed_code": "5/h/user",
    "data": "5/h/user",
}
MFA_ADAPTER = "newsroom.accounts.MFAAdapter"
MFA_FORMS = {
    "authenticate": "newsroom.forms.AuthenticateForm",
    "reauthenticate": "newsroom.forms.ReauthenticateByCodeForm",
    "activate_totp": "newsroom.forms.ActivateTOTPForm",
}
MFA_TOTP_ISSUER = SITE_NAME
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_ADAPTER = "newsroom.accounts.SocialAccountAdapter"
SOCIALACCOUNT_FORMS = {"signup": "newsroom.forms.SocialSignupForm"}
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": SIGN_IN_WITH.apps}}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

LANGUAGE_CODE = "en"
# What our own words are written in. Those of Django and allauth know more, and would mix with them.
LANGUAGES = [
    ("en", "English"),
    ("ar", "العربية"),
    ("ckb", "سۆرانی"),
    ("kmr", "Kurmancî"),
    ("tr", "Türkçe"),
]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = not DEBUG
LANGUAGE_COOKIE_SAMESITE = "Lax"
FORMAT_MODULE_PATH = ["newsroom.formats"]
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [ROOT / "newsroom" / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "staticfiles"
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

# Shared by all processes, so that sign-in is throttled for the whole site; a migration makes the table.
CACHES = {
    "default": {
        "BACKEND": "newsroom.forgiving_cache.ForgivingCache",
        "LOCATION": "newsroom_cache",
        "KEY_FUNCTION": "newsroom.forgiving_cache.digest_of",
        # Beyond them a third is forgotten, and who is throttled with it. Django's 300 anybody could fill.
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
TASKS = {"default": {"BACKEND": "newsroom.task_queue.TaskQueue"}}
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # A form that leads to a provider of sign-in is redirected there, which browsers count as its action.
        "form-action": [SELF, *SIGN_IN_WITH.origins],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
# At a developer's terminal, a line about every request would push away where to look.
LOGGING = logging_settings(level_of_requests="WARNING" if DEBUG else "INFO")
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
# Keeps the words of a comment whose form could not be trusted.
CSRF_FAILURE_VIEW = "comments.views.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not DEBUG
# A balancer beside us asks these over plain http.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 0 if DEBUG else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEBUG
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Ten thousand ids decided at once, each with its `seen`, and no more.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 25_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

COMMENTS = {
    "PROVEN_EMAIL": "newsroom.accounts.proven_email",
    "CLOSE_ACCOUNT": "newsroom.closing.close",
    "ACCOUNT_DATA": "newsroom.account_data.kept_of",
    "SITE_NAME": SITE_NAME,
    "BASE_URL": SITE_URL,
    "FEED_TAG": FEED_TAG,
    "OWN_DOMAINS": [SITE_HOST],
    "TRUSTED_PROXIES": TRUSTED_PROXIES,
    "SEAL_KEY_FILE": SEAL_KEY_FILE,
    "ERASURES_FILE": ERASURES_FILE,
    "SEALS_FILE": SEALS_FILE,
}
