"""Django's settings. Importing them touches no server, no file and no clock.

What differs between installations comes from the environment: ``SAMKOP_DATA``,
``DATABASE_URL`` (and ``DATABASE_OWNER_URL``), ``SAMKOP_HOSTS``, ``SAMKOP_SECRET_KEY``,
``SAMKOP_OIDC``, ``SAMKOP_EMAIL``, ``SAMKOP_EMAIL_FROM``, ``SAMKOP_ADDRESS``,
``SAMKOP_ACCESS_POINT``, ``SAMKOP_ACCESS_POINT_TOKEN``, ``SAMKOP_OCID_PREFIX``,
``SAMKOP_PUBLISHER``, ``SAMKOP_OPEN_DATA_LICENCE``.
"""

from __future__ import annotations

import os

from django.utils.translation import gettext_lazy as _

from samkop.core.ocds.identifiers import PLACEHOLDER_PREFIX, checked_prefix
from samkop.platform.mail.servers import mail_server
from samkop.platform.sign_in import single_sign_on

DEMO = os.environ.get("SAMKOP_DEMO") == "1"
DEBUG = False
# Made once an installation and set by the command line (samkop.site.installation).
SECRET_KEY = os.environ.get("SAMKOP_SECRET_KEY", "")
ALLOWED_HOSTS = os.environ.get("SAMKOP_HOSTS", "localhost 127.0.0.1 [::1]").split()
CSRF_TRUSTED_ORIGINS = os.environ.get("SAMKOP_ORIGINS", "").split()
BEHIND_TLS = os.environ.get("SAMKOP_TLS") == "1"

ROOT_URLCONF = "samkop.site.urls"
WSGI_APPLICATION = "samkop.site.wsgi.application"
AUTH_USER_MODEL = "platform.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "procrastinate.contrib.django",
    "samkop.platform",  # before allauth, whose templates it overrides
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "samkop.parties",
    "samkop.governance",
    "samkop.planning",
    "samkop.tendering",
    "samkop.agreements",
    "samkop.exchange",
    "samkop.catalogue",
    "samkop.ordering",
    "samkop.receiving",
    "samkop.fleet",
    "samkop.invoicing",
    "samkop.followup",
    "samkop.opendata",
]

MIDDLEWARE = [
    "samkop.platform.pages.hosts.HostKnown",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "samkop.platform.pages.hostile_input.NulRefused",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "samkop.platform.pages.hostile_input.InvisibleLeftOut",
    "allauth.account.middleware.AccountMiddleware",
    "samkop.parties.pages.acting.Acting",
    "samkop.ordering.pages.punch_out_visit.Visiting",
    "samkop.platform.pages.content_security.ContentSecurityPolicy",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            os.path.join(os.path.dirname(__file__), *folder, "templates")  # noqa: PTH118, PTH120
            for folder in ((), ("demo",))
        ],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "samkop.site.navigation.page_frame",
            ],
            "builtins": ["samkop.platform.templatetags.ui"],
        },
    }
]

# A statement that comes again is sent by name with its values: the server reads and plans it
# once a connection, which is half of its work for an order.
PREPARED = {"server_side_binding": True, "prepare_threshold": 2}

DATABASES: dict[str, dict[str, object]] = {
    name: {
        "ENGINE": "samkop.platform.database",
        "NAME": "",
        "ROLE": role,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": PREPARED,
    }
    # A job's progress is written beside its transaction, on a connection of its own.
    for name, role in (("default", "application"), ("progress", "application"), ("owner", "owner"))
}

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("fi", _("Finnish")), ("en", _("English"))]
LOCALE_PATHS = [os.path.join(os.path.dirname(os.path.dirname(__file__)), "locale")]  # noqa: PTH118, PTH120
FORMAT_MODULE_PATH = ["samkop.platform.formats"]
USE_TZ = True
TIME_ZONE = "Europe/Helsinki"
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = os.environ.get("SAMKOP_STATIC", "")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 0  # only for files without a hash in their name; the others are immutable

# Sign-in: accounts come from an import or an administrator, never from a sign-up form.
AUTHENTICATION_BACKENDS = ["samkop.platform.sign_in.backends.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "samkop.platform.sign_in.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "samkop.platform.sign_in.adapters.SocialAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Limits count by the client's address, which behind a proxy is the last one it forwards.
# Deciding by a mailed link; the others are allauth's own.
ACCOUNT_RATE_LIMITS = {"approval_link": "30/5m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_TLS else 0
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_PROVIDERS = single_sign_on.providers(os.environ.get("SAMKOP_OIDC", "[]"))
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Samköp"
# The code of the step before counts too (RFC 6238, section 5.2: at most one).
MFA_TOTP_TOLERANCE = 1
MFA_ADAPTER = "samkop.platform.sign_in.adapters.MFAAdapter"
MFA_FORMS = {
    "add_webauthn": "samkop.platform.sign_in.forms.AddPasskeyForm",
    "authenticate_webauthn": "samkop.platform.sign_in.forms.AuthenticatePasskeyForm",
    "login_webauthn": "samkop.platform.sign_in.forms.LoginPasskeyForm",
    "reauthenticate_webauthn": "samkop.platform.sign_in.forms.ReauthenticatePasskeyForm",
}
# WebAuthn wants https except on localhost, where the demo and the tests run.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_TLS

SESSION_ENGINE = "samkop.platform.sign_in.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# In a signed cookie: a session saved while the database is away would turn into a 400.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# Mail: by the server that SAMKOP_EMAIL names, else as files in the data folder.
_MAIL = mail_server(os.environ.get("SAMKOP_EMAIL", ""))
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = _MAIL.backend, _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL, EMAIL_TIMEOUT = _MAIL.starttls, _MAIL.tls, 20
MAIL_FOLDER = os.path.join(os.environ.get("SAMKOP_DATA", ""), "mail")  # noqa: PTH118
# Keys by which receipts of bids are signed and bidders have pseudonyms; none opens a bid.
BID_KEYS = os.path.join(os.environ.get("SAMKOP_DATA", ""), "secrets", "bids")  # noqa: PTH118
DEFAULT_FROM_EMAIL = os.environ.get("SAMKOP_EMAIL_FROM", "Samköp <samkop@localhost>")
# The HTTP API of the access point that leads to the Peppol network; none where nobody has said.
ACCESS_POINT = {
    "url": os.environ.get("SAMKOP_ACCESS_POINT", "").rstrip("/"),
    "token": os.environ.get("SAMKOP_ACCESS_POINT_TOKEN", ""),
}
# Where links in mails lead; NAMED_ADDRESS is empty where nobody has said.
NAMED_ADDRESS = os.environ.get("SAMKOP_ADDRESS", "").rstrip("/") or next(
    iter(CSRF_TRUSTED_ORIGINS), ""
)
PUBLIC_ADDRESS = NAMED_ADDRESS or "http://localhost:8000"
# Open data: the registered prefix of our ocids, who publishes, by which licence.
OCID_PREFIX = checked_prefix(os.environ.get("SAMKOP_OCID_PREFIX", PLACEHOLDER_PREFIX))
OPEN_DATA_PUBLISHER = os.environ.get("SAMKOP_PUBLISHER", "Samköp")
OPEN_DATA_LICENCE = os.environ.get(
    "SAMKOP_OPEN_DATA_LICENCE", "https://creativecommons.org/licenses/by/4.0/"
)
# Every app's words for its use cases, for the history of things.
SAMKOP_VERBS = "samkop.site.verbs.DONE"
SAMKOP_FIELDS = "samkop.site.field_words.FIELDS"
SAMKOP_ACTORS = "samkop.site.field_words.ACTORS"
SAMKOP_NOTICES = "samkop.site.wiring.NOTICES"
SAMKOP_LISTS = "samkop.site.lists.LISTS"
SAMKOP_STANDING_COUNTS = "samkop.site.wiring.STANDING_COUNTS"
# What items are called, for pages of agreements, which stand below the shelf.
SAMKOP_ITEM_NAMES = "samkop.catalogue.queries.items.item_names"
# How many saved baskets hold an item, for pages of the shelf, which stands below the basket.
SAMKOP_BASKETS_HOLDING = "samkop.ordering.queries.saved_baskets.baskets_holding"
# How many devices of a model there are and what one more costs, for proposals for the range.
SAMKOP_RANGE_VARIETY = "samkop.fleet.queries.range_variety.variety_of"
# What floors above the order show on its page: deliveries, invoices, and what to do about them.
SAMKOP_ORDER_PARTS = "samkop.site.wiring.ORDER_PARTS"
# What floors above the tender show on the page of its award: the agreements made of it.
SAMKOP_TENDER_PARTS = "samkop.site.wiring.TENDER_PARTS"
# What floors above the device show on its page: invoices, rents.
SAMKOP_DEVICE_PARTS = "samkop.site.wiring.DEVICE_PARTS"
# The page of what a message tells of, which stands above the messages.
SAMKOP_SUBJECT_PAGES = "samkop.site.wiring.SUBJECT_PAGES"
SAMKOP_MESSAGE_PAGES = "samkop.site.wiring.MESSAGE_PAGES"

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
PROCRASTINATE_IMPORT_PATHS = ["samkop.platform.jobs"]
PGTRIGGER_INSTALL_ON_MIGRATE = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("SAMKOP_LOG", "WARNING")},
}

# Hosts besides the public network's that a message to another system of an organisation's may
# go to, such as a device management on the installation's own network: ``mdm.local:8443``.
SAMKOP_WEBHOOK_HOSTS = frozenset(
    filter(None, os.environ.get("SAMKOP_WEBHOOK_HOSTS", "").replace(" ", "").split(","))
)
