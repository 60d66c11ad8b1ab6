"""A site in service has no demonstration."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


def test_demonstration_is_refused_in_service(settings):
    settings.DEMONSTRATION = False

    with pytest.raises(CommandError):
        call_command("load_demonstration")

    assert not get_user_model().objects.exists()
    assert not Group.objects.exists()
