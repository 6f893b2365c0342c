"""Django settings, read top to bottom. `yimen.support.environment` reads the environment once.

What operators may change at run time is not here but in `policy`, dated and with its source.
"""

from pathlib import Path

import django_stubs_ext

from yimen.support.environment import read_environment

django_stubs_ext.monkeypatch()  # lets classes name their model at run time: ModelAdmin[Ticket]

ENVIRONMENT = read_environment()

SOURCE = Path(__file__).resolve().parent
SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.debug
#: True in the demonstration city only: shows demo log-ins and accepts simulated hardware.
DEMO = ENVIRONMENT.demo
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
CSRF_TRUSTED_ORIGINS = list(ENVIRONMENT.origins)
#: Where browsers find the live stream; empty: same host, `LIVE_PORT`.
LIVE_URL = ENVIRONMENT.live_url
LIVE_PORT = ENVIRONMENT.live_port
#: The site's own address as phones reach it, for QR codes; empty: as the request came.
PUBLIC_URL = ENVIRONMENT.public_url
#: The slip printer of a ticket machine served from here, see `yimen.devices.printers`.
PRINTER = ENVIRONMENT.printer
#: The card readers of windows and machines, see `yimen.devices.readers`; empty: there are none.
READER = ENVIRONMENT.reader
#: Where SMS go, see `yimen.devices.sms`; empty: nowhere, messages are in the inbox only.
SMS = ENVIRONMENT.sms
SMS_SECRET = ENVIRONMENT.sms_secret
#: Who carries parcels: address by code, see `yimen.devices.carriers`; the first one is offered.
CARRIERS = ENVIRONMENT.carriers
CARRIER_SECRETS = ENVIRONMENT.carrier_secrets
#: Who takes payments, see `yimen.devices.gateways`; empty: nobody. Secrets: present, former.
PAY = ENVIRONMENT.pay
PAY_SECRETS = ENVIRONMENT.pay_secrets
#: The virus scanner that files must pass, see `yimen.support.files.scanner`; empty: there is none.
CLAMD = ENVIRONMENT.clamd
#: Keys for personal data: SM4-GCM for what is read back, HMAC-SM3 for what is only looked up.
DATA_KEY = ENVIRONMENT.data_key
INDEX_KEY = ENVIRONMENT.index_key

INSTALLED_APPS = [
    "yimen.channels.office.admin_site.SupportConfig",  # django.contrib.admin behind our log-in
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "lucide",
    "procrastinate.contrib.django",
    "template_partials",
    "yimen.support",
    "yimen.support.files",
    "yimen.reference.policy",
    "yimen.reference.catalogue",
    "yimen.reference.centres",
    "yimen.reference.people",
    "yimen.services.hall",
    "yimen.services.feedback",
    "yimen.services.booking",
    "yimen.services.cases",
    "yimen.services.certificates",
    "yimen.services.payments",
    "yimen.services.delivery",
    "yimen.services.notify",
    "yimen.insights",
    "yimen.channels.api",
    "yimen.channels.boards",
    "yimen.channels.desk",
    "yimen.channels.doorway",
    "yimen.channels.kiosk",
    "yimen.channels.office",
    "yimen.channels.portal",
]

if DEMO and ENVIRONMENT.demo_life:
    INSTALLED_APPS.append("yimen.demo")  # people come and go in the demonstration hall

MIDDLEWARE = [
    "yimen.support.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "yimen.support.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "yimen.support.middleware.NoNul",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "yimen.channels.office.entrance.idle.IdleSessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "yimen.channels.doorway.refusals.Refusals",
]

ROOT_URLCONF = "yimen.urls"
WSGI_APPLICATION = "yimen.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yimen.support.context.look",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

DATABASES = {"default": ENVIRONMENT.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Staff"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "office-login"
OTP_TOTP_ISSUER = "一门"
OTP_TOTP_SYNC = False  # a code used ahead of time must not move the clock of the account
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "yimen.support.error_pages.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https
SECURE_SSL_REDIRECT = False  # the proxy in front does it, see docs/guides/operator.md
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.https else None
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "media-src": ["'self'", "blob:"],
        "connect-src": ["'self'", *ENVIRONMENT.live_sources],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'self'"],
        "object-src": ["'none'"],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LOCALE_PATHS = [SOURCE / "locale"]
LANGUAGE_COOKIE_NAME = "yimen_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.home / "static" if (ENVIRONMENT.home / "static").is_dir() else None
MEDIA_ROOT = ENVIRONMENT.home / "files"
FILE_UPLOAD_HANDLERS = ["yimen.support.files.uploads.BoundedUpload"]
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
WHITENOISE_USE_FINDERS = True  # no build step: one clone, one command
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 3600

LOGGING = ENVIRONMENT.logging
PROCRASTINATE_ON_APP_READY = None
#: Clockwork that combines services lives above them, outside any app.
PROCRASTINATE_IMPORT_PATHS = [
    "yimen.journeys.booking_clock",
    "yimen.journeys.cases_clock",
    "yimen.journeys.files_clock",
    "yimen.journeys.reaction_clock",
]
