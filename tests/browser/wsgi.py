"""The portal as a process of its own, with the settings of the tests, to be killed."""

import django

# The conftest of the tests imports models.
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.test import override_settings  # noqa: E402

from tests.conftest import SETTINGS  # noqa: E402

override_settings(**SETTINGS).enable()
application = get_wsgi_application()
