"""The portal as a process of its own, with the settings of the tests, to be killed."""

from django.core.wsgi import get_wsgi_application
from django.test import override_settings

from tests.conftest import SETTINGS

override_settings(**SETTINGS).enable()
application = get_wsgi_application()
