"""The entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application

from portal.alive import listen

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()
listen(os.environ.get("HEALTH_LISTEN", ""))
