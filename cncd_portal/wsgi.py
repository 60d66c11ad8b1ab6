import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cncd_portal.settings")
application = get_wsgi_application()

from cncd_portal.database import open_lasting_connection  # noqa: E402 once Django is set up

lasting_connection = open_lasting_connection()
