"""Settings. No environment at all gives a working demo on SQLite; production says what it lacks and stops."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from fagvei.config import environment as env

PACKAGE = Path(__file__).resolve().parent.parent
FAGVEI_ENV = env.text("FAGVEI_ENV", "demo")
IS_PRODUCTION = FAGVEI_ENV == "production"
FAGVEI_DEMO = FAGVEI_ENV == "demo"
FAGVEI_HOME = Path(env.text("FAGVEI_HOME", "var")).resolve()
if not IS_PRODUCTION:
    (FAGVEI_HOME / "static").mkdir(parents=True, exist_ok=True)

PORT = env.text("PORT", "8000")
FAGVEI_BASE_URL = env.required("FAGVEI_BASE_URL").rstrip("/") if IS_PRODUCTION else f"http://localhost:{PORT}"
SECRET_KEY = env.required("FAGVEI_SECRET_KEY") if IS_PRODUCTION else "demo-key-that-protects-only-fictional-people"
# Locks the keys of what two people alone may read. Apart from the other secret: changing that one must not erase texts.
FAGVEI_CONTENT_KEY = (
    env.required("FAGVEI_CONTENT_KEY") if IS_PRODUCTION else "demo-key-of-texts-that-protects-only-fictional-people"
)
# Makes the key that signs digital badges of courses. Several with commas between: the first signs. Without it: no badges.
FAGVEI_BADGE_KEY = env.text("FAGVEI_BADGE_KEY", "" if IS_PRODUCTION else "demo-key-of-badges-of-fictional-people")
ALLOWED_HOSTS = env.required("FAGVEI_HOSTS").split(",") if IS_PRODUCTION else ["localhost", "127.0.0.1", "testserver"]
FAGVEI_SECURITY_CONTACT = env.text("FAGVEI_SECURITY_CONTACT", f"{FAGVEI_BASE_URL}/personvern/")
DEBUG = env.flag("FAGVEI_DEBUG", default=False)
CSRF_TRUSTED_ORIGINS = [FAGVEI_BASE_URL]

DATABASES = {
    "default": env.database(env.required("DATABASE_URL") if IS_PRODUCTION else env.text("DATABASE_URL"), FAGVEI_HOME)
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"

ROOMS = [
    "fagvei.common",
    "fagvei.audit",
    "fagvei.organisations",
    "fagvei.people",
    "fagvei.handbook",
    "fagvei.curriculum",
    "fagvei.guideline",
    "fagvei.training",
    "fagvei.courses",
    "fagvei.surveys",
    "fagvei.crosswalk",
    "fagvei.interop",
    "fagvei.workshop",
    "fagvei.web",
]
INSTALLED_APPS = [
    *ROOMS,
    "fagvei.config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.forms",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "fagvei.common.middleware.NoSharedCache",
    "fagvei.common.middleware.GetNeverWrites",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "fagvei.people.sessions.SessionExpiry",
    "fagvei.people.login_required.LoginRequired",
    "fagvei.people.reading.LookedUpOnce",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "fagvei.common.middleware.RefusalsBecomeAnswers",
    "fagvei.common.middleware.SavedFormIsTold",
    "axes.middleware.AxesMiddleware",
]
FAGVEI_GUARD_GET = env.flag("FAGVEI_GUARD_GET", default=not IS_PRODUCTION)

ROOT_URLCONF = "fagvei.config.urls"
WSGI_APPLICATION = "fagvei.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "fagvei.web.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "fagvei.common.templatetags.fagvei",
                "fagvei.web.templatetags.components",
            ],
        },
    }
]
FORM_RENDERER = "fagvei.web.renderer.FormRenderer"
CSRF_FAILURE_VIEW = "fagvei.web.errors.csrf_failure"

# Who logs in, and how (docs/decisions/0006)
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_ADAPTER = "fagvei.people.adapter.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
# django-axes counts wrong passwords per user and address, in the database; `login_failed` is left for one-time codes.
# `login_anywhere` is of one user from all addresses together: so wide that nobody is shut out by a colleague's mistakes.
# No limit per address alone: behind one address there may be a whole hospital.
ACCOUNT_RATE_LIMITS = {
    "login": False, "login_failed": "5/5m/key", "login_anywhere": "30/15m/key", "reset_password": "60/m/ip,5/m/key",
}  # fmt: skip
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_PRODUCTION
MFA_TOTP_ISSUER = "Fagvei"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_IPWARE_PROXY_COUNT = int(env.text("FAGVEI_PROXIES", "0"))
NINJA_NUM_PROXIES = AXES_IPWARE_PROXY_COUNT  # so that nobody names another address in a header
AXES_VERBOSE = False
AXES_USERNAME_CALLABLE = "fagvei.people.adapter.username_for_axes"
AXES_DISABLE_ACCESS_LOG = True  # who logged in from where is not kept
AXES_LOCKOUT_TEMPLATE = "people/locked_out.html"
FAGVEI_MISSES_ALLOWED = 20  # wrong links or wrong identities from one address in five minutes
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "fagvei.people.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Shared hospital computers: a short idle time, a working day at most.
FAGVEI_IDLE_MINUTES = int(env.text("FAGVEI_IDLE_MINUTES", "15"))
FAGVEI_SESSION_HOURS = int(env.text("FAGVEI_SESSION_HOURS", "10"))
# How long somebody has to answer, and when a letter is sent again. Our choice: no source gives a number.
FAGVEI_ANSWER_DAYS = int(env.text("FAGVEI_ANSWER_DAYS", "21"))
FAGVEI_REMIND_AFTER_DAYS = int(env.text("FAGVEI_REMIND_AFTER_DAYS", "7"))
SESSION_COOKIE_AGE = FAGVEI_SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PRODUCTION
SECURE_SSL_REDIRECT = IS_PRODUCTION
SECURE_HSTS_SECONDS = 63_072_000 if IS_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if AXES_IPWARE_PROXY_COUNT else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list] = {
    name: []
    for name in ("camera", "microphone", "geolocation", "payment", "usb", "accelerometer", "gyroscope", "magnetometer")
}

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", _("Bokmål")), ("nn", _("Nynorsk")), ("en", _("Engelsk"))]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/Oslo"
USE_TZ = True

# Only allauth's rate limits live here; files, so that several processes of one server count together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": FAGVEI_HOME / "cache",
        # Wrong passwords are counted here. Of Django's own 300 entries one in three is thrown away at random when one more comes;
        # and for each one that is written the folder is listed, so they are not let grow without end.
        "OPTIONS": {"MAX_ENTRIES": 5_000},
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = FAGVEI_HOME / "static"
MEDIA_ROOT = FAGVEI_HOME / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_PRODUCTION
        else "whitenoise.storage.CompressedStaticFilesStorage"
    },
}
# The virus scanner that sees every uploaded file first; without it none does, and `fagvei check --deploy` says so.
FAGVEI_CLAMD = env.socket_address("FAGVEI_CLAMD")
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

TASKS = {"default": {"BACKEND": "fagvei.config.queue.Queue"}}
EMAIL_BACKEND = env.text(
    "FAGVEI_EMAIL_BACKEND",
    "django.core.mail.backends.smtp.EmailBackend"
    if IS_PRODUCTION
    else "django.core.mail.backends.filebased.EmailBackend",
)
EMAIL_FILE_PATH = FAGVEI_HOME / "mail"
EMAIL_HOST = env.text("FAGVEI_EMAIL_HOST", "localhost")
EMAIL_PORT = int(env.text("FAGVEI_EMAIL_PORT", "25"))
EMAIL_HOST_USER = env.text("FAGVEI_EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("FAGVEI_EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("FAGVEI_EMAIL_TLS", default=False)
DEFAULT_FROM_EMAIL = env.text("FAGVEI_FROM_EMAIL", "fagvei@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"without_secrets": {"()": "fagvei.common.logs.WithoutSecrets"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["without_secrets"]},
    },
    # axes would write who tried to log in from where.
    "loggers": {"axes": {"level": "ERROR"}},
    "root": {"handlers": ["console"], "level": env.text("FAGVEI_LOG_LEVEL", "WARNING")},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
