"""Django's settings for one node, from the environment and the home it names.

Only what a node needs is on: one app with tables, no accounts, no sessions, no forms. Settings
that operators know are in docs/reference/cli.md.
"""

import os
from pathlib import Path
from secrets import token_urlsafe

from servanda.interfaces.language import ENGLISH
from servanda.store.databases import DATABASE_VARIABLE, postgresql_database, sqlite_database
from servanda.store.home.layout import home_of_environment

_url = os.environ.get(DATABASE_VARIABLE)
_pages = Path(__file__).parent.parent / "interfaces" / "web" / "pages"

DATABASES = {
    "default": postgresql_database(_url) if _url else sqlite_database(home_of_environment().store)
}
INSTALLED_APPS = ["servanda.store"]
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False  # texts come from servanda.interfaces.language
LANGUAGE_CODE = ENGLISH

DEBUG = False
SECRET_KEY = token_urlsafe()  # nothing that outlives the process is signed with it
# Pages are for this machine: another name in the Host header is a page elsewhere that tries to
# reach them through its reader's browser.
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ROOT_URLCONF = "servanda.node.urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.common.CommonMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_pages / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"builtins": ["servanda.interfaces.web.pages.tags"]},
    }
]
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# No script at all, one stylesheet of our own, and nothing from anywhere else.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
LOGGING_CONFIG = None
