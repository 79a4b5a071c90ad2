"""The door the web server knocks on."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fagvei.config.settings")

application = get_wsgi_application()

from fagvei.common.memory import settle  # noqa: E402 -- the house must stand first

settle()
