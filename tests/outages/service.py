"""Imported by a process apart, sets Django up: the settings of the tests, the cache of service."""

import django
from django.test import override_settings

from tests.conftest import SETTINGS

override_settings(**{name: SETTINGS[name] for name in SETTINGS if name != "CACHES"}).enable()
django.setup()
