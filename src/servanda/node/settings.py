"""Django's settings for one node, from the environment and the home it names.

Only what a node needs is on: one app with tables. Persons and their sessions are the node's own
(docs/decisions/0046-the-desk-signs-in-the-persons-of-the-audit-log.md); of Django's there are the
check of forms against other sites, and cookies. Settings that operators know are in
docs/reference/cli.md.
"""

import os
from hashlib import sha256
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
    "django.middleware.csrf.CsrfViewMiddleware",
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
# Under `no-referrer` browsers hide where a form comes from, and every form would be refused.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# No script at all, stylesheets of our own, and nothing from anywhere else.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# Browsers keep cookies by host and not by port: two nodes of one machine need two names.
_home = sha256(str(home_of_environment().folder.absolute()).encode()).hexdigest()[:12]
SESSION_COOKIE_NAME = f"servanda-session-{_home}"
SESSION_COOKIE_SECURE = False  # loopback in clear; TLS ends before it, or there is none
CSRF_COOKIE_NAME = f"servanda-form-{_home}"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE
CSRF_COOKIE_AGE = None  # as long as the browser runs
CSRF_FAILURE_VIEW = "servanda.interfaces.web.pages.door.forged"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # forms are text; files go another way
LOGGING_CONFIG = None
