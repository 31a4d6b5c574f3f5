"""All settings, from the environment only. See docs/operations.md for what each variable means."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

env = environ.Env()
PACKAGE = Path(__file__).resolve().parent.parent / "wobangni"
HOME = Path(env("WOBANGNI_HOME", default="./var")).resolve()

DEBUG = env.bool("WOBANGNI_DEBUG", default=False)
#: Demo: sample people sign in with printed passwords, text messages land on a page, everything says "demo".
DEMO = env.bool("WOBANGNI_DEMO", default=False)
#: The number that pages offer to call; a county's own is shown once the county is known.
HOTLINE = env("WOBANGNI_HOTLINE", default="12345")
SECRET_KEY = env("WOBANGNI_SECRET_KEY")
#: 32 bytes in base64url; several, comma-separated: the first encrypts, all decrypt (rotation).
VAULT_KEYS = env.list("WOBANGNI_VAULT_KEYS")
#: The key of the hashes by which a phone is found again; it can't be rotated without rehashing. Empty: made from the last (oldest) vault key.
VAULT_HASH_KEY = env("WOBANGNI_VAULT_HASH_KEY", default="")
ALLOWED_HOSTS = env.list("WOBANGNI_HOSTS", default=["*"] if DEMO or DEBUG else ["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.list("WOBANGNI_ORIGINS", default=[])
HTTPS = env.bool("WOBANGNI_HTTPS", default=False)
#: How many proxies of ours stand in front and append to X-Forwarded-For.
PROXIES = env.int("WOBANGNI_PROXIES", default=0)
#: API calls a minute from one address without a token (divisions, units, catalogue). A token carries its own limit.
API_OPEN_RATE = env.int("WOBANGNI_API_OPEN_RATE", default=300)

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "django_vite",
    "wobangni.surfaces.shared",  # before allauth: its pages are ours
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "procrastinate.contrib.django",
    "ninja",  # its static files: Swagger UI for the API's page
    "wobangni.kernel",
    "wobangni.accounts",
    "wobangni.organisations",
    "wobangni.notices",
    "wobangni.catalogue",
    "wobangni.triage",
    "wobangni.service_requests",
    "wobangni.exchange",
    "wobangni.assessment",
    "wobangni.surfaces.resident",
    "wobangni.surfaces.console",
    "wobangni.surfaces.grid",
    "wobangni.surfaces.api",
]

MIDDLEWARE = [
    "wobangni.surfaces.api.lane.ApiLane",  # answers /api/ itself; nothing below is asked
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "wobangni.surfaces.shared.embedded.EmbeddedMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wobangni.surfaces.shared.sign_in.middleware.StaffMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wobangni.surfaces.shared.context.site",
                "wobangni.surfaces.console.context.desk",
            ],
        },
    }
]

# The application's login holds (at most) the role wobangni_app, which owns nothing; only `wobangni migrate` uses the owner.
APP_ROLE = "wobangni_app"
AS_OWNER = env.bool("WOBANGNI_AS_OWNER", default=False)
DATABASE_OWNER_URL = env("DATABASE_OWNER_URL", default="") or env("DATABASE_URL")
DATABASES = {
    "default": env.db_url_config(
        DATABASE_OWNER_URL if AS_OWNER else env("DATABASE_URL"), engine="django.db.backends.postgresql"
    )
}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("WOBANGNI_CONN_MAX_AGE", default=600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Statements are prepared on the server and used again: a quarter less time in the hot paths (bench/intake.py). Behind a pooler that can't keep
# prepared statements, switch it off.
if env.bool("WOBANGNI_PREPARE", default=True):
    DATABASES["default"].setdefault("OPTIONS", {}).update(server_side_binding=True, prepare_threshold=3)
if not AS_OWNER:
    _options = DATABASES["default"].setdefault("OPTIONS", {})
    _options["options"] = f"{_options.get('options', '')} -c role={APP_ROLE}".strip()
#: The login that DATABASE_URL names; `wobangni migrate` makes it a member of APP_ROLE.
APP_LOGIN = env.db_url_config(env("DATABASE_URL"))["USER"]

#: Seconds that a process may go on with its copy of divisions, units and the catalogue after another one changed them.
REFERENCE_CHECK_SECONDS = env.float("WOBANGNI_REFERENCE_CHECK", default=2.0)

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Signing in. Staff are made by their county's administrator: no sign-up, no e-mail.
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/console/"
ACCOUNT_ADAPTER = "wobangni.surfaces.shared.sign_in.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "wobangni.surfaces.shared.sign_in.forms.SignInForm",
    "change_password": "wobangni.surfaces.shared.sign_in.forms.NewPasswordForm",
    "reauthenticate": "wobangni.surfaces.shared.sign_in.forms.PasswordAgainForm",
}
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False  # the session ends with the browser, or sooner
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
#: Wrong one-time codes are counted by allauth ("login_failed", by person); wrong passwords by axes and by the adapter.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "10/900s/key", "reauthenticate": "10/m/user"}
MFA_ADAPTER = "wobangni.surfaces.shared.sign_in.mfa_adapter.MfaAdapter"
MFA_FORMS = {
    "authenticate": "wobangni.surfaces.shared.sign_in.forms.OneTimeCodeForm",
    "reauthenticate": "wobangni.surfaces.shared.sign_in.forms.OneTimeCodeAgainForm",
    "activate_totp": "wobangni.surfaces.shared.sign_in.forms.FirstCodeForm",
}
MFA_TOTP_ISSUER = "我帮你"
MFA_TOTP_TOLERANCE = 1
#: Staff who do nothing for this long are signed out; and everybody after SESSION_COOKIE_AGE.
STAFF_IDLE_SECONDS = env.int("WOBANGNI_IDLE_MINUTES", default=60) * 60
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = dt.timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "wobangni.surfaces.shared.sign_in.locked.locked_username"
AXES_CLIENT_IP_CALLABLE = "wobangni.surfaces.shared.client.client_address"
AXES_LOCKOUT_CALLABLE = "wobangni.surfaces.shared.sign_in.locked.locked_page"
AXES_VERBOSE = False
#: Counters and used one-time codes, for all processes. Hot paths keep their own memory and never ask it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # beyond it entries are thrown out at random, counters too
    }
}

# Text messages; wobangni/accounts/sms/http.py says what each means.
SMS = {
    "gateway": env(
        "WOBANGNI_SMS_GATEWAY", default="outbox" if DEMO else ("http" if env("WOBANGNI_SMS_URL", default="") else "")
    ),
    "url": env("WOBANGNI_SMS_URL", default=""),
    "method": env("WOBANGNI_SMS_METHOD", default="POST").upper(),
    "format": env("WOBANGNI_SMS_FORMAT", default="json"),
    "body": env.json("WOBANGNI_SMS_BODY", default={"phone": "{phone}", "text": "{text}", "id": "{id}"}),
    "headers": env.json("WOBANGNI_SMS_HEADERS", default={}),
    "secret": env("WOBANGNI_SMS_SECRET", default=""),
    "success": env("WOBANGNI_SMS_SUCCESS", default=""),
    "ref": env("WOBANGNI_SMS_REF", default=""),
    "timeout": env.float("WOBANGNI_SMS_TIMEOUT", default=10.0),
}

# Notices by other ways; the folders in wobangni/notices/gateways say what each means. What a county or unit has of its own is kept sealed.
NOTICES = {
    "site": env("WOBANGNI_SITE", default=""),  # https://… under which people reach the platform, for links in messages
    "hosts": env.list("WOBANGNI_NOTICE_HOSTS", default=[]),
    "timeout": env.float("WOBANGNI_NOTICE_TIMEOUT", default=10.0),
    "smtp": env.email_url("WOBANGNI_SMTP_URL", default="") if env("WOBANGNI_SMTP_URL", default="") else {},
    "mail_from": env("WOBANGNI_MAIL_FROM", default="noreply@localhost"),
    "push_contact": env("WOBANGNI_PUSH_CONTACT", default=""),
}

# The optional writing helper; wobangni/exchange/drafting/client.py says what each means. Off unless URL and model are set.
LLM = {
    "url": env("WOBANGNI_LLM_URL", default=""),
    "model": env("WOBANGNI_LLM_MODEL", default=""),
    "key": env("WOBANGNI_LLM_KEY", default=""),
    "timeout": env.float("WOBANGNI_LLM_TIMEOUT", default=30.0),
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/dist/assets/.+-[\w-]{8}\.\w+$"  # Vite puts the content's hash into the name
CSRF_FAILURE_VIEW = "wobangni.surfaces.shared.errors.csrf_failure"
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": PACKAGE / "static" / "dist" / "manifest.json",
        "static_url_prefix": "dist",
    }
}
MEDIA_ROOT = HOME / "media"

SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "style-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "wobangni.surfaces.shared.uploads.LimitHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["wobangni.kernel.jobs", "wobangni.kernel.outbox", "wobangni.notices.queue"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {"procrastinate": {"level": "WARNING"}, "axes": {"level": "WARNING"}, "httpx": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": env("WOBANGNI_LOG_LEVEL", default="INFO")},
}
