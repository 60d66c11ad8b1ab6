"""Imported by a process apart, sets Django up: the settings of the tests, the cache of service."""

import django

# The conftest of the tests imports models.
django.setup()

from django.test import override_settings  # noqa: E402

from tests.conftest import SETTINGS  # noqa: E402

override_settings(**{name: SETTINGS[name] for name in SETTINGS if name != "CACHES"}).enable()
