"""Django's settings. Everything that differs between offices is an environment variable or a row of the catalogue."""

from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from wenhui.site import environment, outside

ROOT = Path(__file__).resolve().parents[2]
DATA = environment.data_folder()
DEMO = environment.is_demo()

SECRET_KEY = environment.secret_key()
FIELD_KEY = environment.field_key()
DEBUG = False
ALLOWED_HOSTS = environment.allowed_hosts()
ROOT_URLCONF = "wenhui.site.urls"
ASGI_APPLICATION = "wenhui.site.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "wenhui.site.apps.SiteConfig",
    "wenhui.edge.open311.apps.Open311Config",
    "wenhui.edge.citybrain.apps.CityBrainConfig",
    "wenhui.edge.post.apps.PostConfig",
    "wenhui.edge.hotline.apps.HotlineConfig",
    "wenhui.edge.hooks.apps.HooksConfig",
    "wenhui.edge.exchange.apps.ExchangeConfig",
    "wenhui.edge.sensing.apps.SensingConfig",
    "wenhui.cockpit.apps.CockpitConfig",
    "wenhui.work.cases.apps.CasesConfig",
    "wenhui.work.emergency.apps.EmergencyConfig",
    "wenhui.work.visits.apps.VisitsConfig",
    "wenhui.record.forms.apps.FormsConfig",
    "wenhui.record.ledgers.apps.LedgersConfig",
    "wenhui.record.facts.apps.FactsConfig",
    "wenhui.record.registry.apps.RegistryConfig",
    "wenhui.ground.files.apps.FilesConfig",
    "wenhui.ground.accounts.apps.AccountsConfig",
    "wenhui.ground.areas.apps.AreasConfig",
    "wenhui.ground.tally.apps.TallyConfig",
    "wenhui.ground.journal.apps.JournalConfig",
    "wenhui.kit.html.apps.HtmlConfig",
    "django_htmx",
    "procrastinate.contrib.django",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "wenhui.site.policy.guard_browser",
    "django.middleware.security.SecurityMiddleware",
    "wenhui.site.static_files.StaticFiles",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "wenhui.site.look.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wenhui.site.look.remember_look",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wenhui.kit.html.context.look",
                "wenhui.site.menu.menu",
            ],
        },
    },
]


def database(url: str) -> dict[str, Any]:
    """Return Django's form of a database address; what Django has no word for (sslmode, …) goes on to the driver."""
    known = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": known.pop("dbname"),
        "USER": known.pop("user", ""),
        "PASSWORD": known.pop("password", ""),
        "HOST": known.pop("host", ""),
        "PORT": str(known.pop("port", "")),
        "OPTIONS": known,
        "CONN_MAX_AGE": 0,
        "TEST": {"TEMPLATE": "template0"},
    }


DATABASES = {"default": database(environment.own_database_url() or "postgresql:///wenhui")}

_web = conninfo_to_dict(environment.database_url(environment.DATABASE_WEB))
WEB_ROLE = str(_web.get("user") or "wenhui_web")
WEB_PASSWORD = str(_web.get("password") or "")

CITYBRAIN = outside.citybrain()
POST_LINES = outside.post_lines()
MAIL_SERVER = outside.mail_server()
PAGES = outside.pages()
HOTLINE = outside.hotline()
HOOKS_ALLOW = outside.hooks_allow()

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["wenhui.ground.accounts.backend.AccountBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "wenhui" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

LOGGING = {  # a stranger's wrong address is no news; what went wrong here goes to each process's own log
    "version": 1,
    "disable_existing_loggers": False,
    "loggers": {"django.request": {"level": "ERROR"}},
}

FILES_BUCKET = environment.files_bucket()

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"

SESSION_ENGINE = "wenhui.ground.accounts.session_store"
SESSION_COOKIE_AGE = 12 * 3600  # a working day and its evening
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = not DEMO
CSRF_COOKIE_SECURE = not DEMO
CSRF_FAILURE_VIEW = "wenhui.site.errors.stale_form"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
