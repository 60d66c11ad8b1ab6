"""A password changed by the command of the administrators: its owner is notified."""

import io

import pytest
from django.core.management import CommandError, call_command, get_commands

from cncd_portal.management.commands import changepassword
from tests.accounts.test_sign_in import person

pytestmark = pytest.mark.django_db


class ChangePassword(changepassword.Command):
    """With the password that a person would type."""

    def _get_pass(self, prompt=""):
        return "autre-phrase-assez-longue"


def test_password_that_the_command_changes_is_told(sent_mails, settings):
    settings.SITE_URL = "https://registre.example"
    user = person()

    call_command(ChangePassword(), user.email, stdout=io.StringIO())

    user.refresh_from_db()
    assert user.check_password("autre-phrase-assez-longue")
    [mail] = sent_mails()
    assert (mail.to, mail.subject) == ([user.email], "Votre mot de passe a changé")
    assert "https://registre.example/compte/password/reset/" in mail.body
    assert get_commands()["changepassword"] == "cncd_portal"


def test_password_that_the_command_leaves_is_not_told(sent_mails):
    with pytest.raises(CommandError):
        call_command(ChangePassword(), "personne@example.org", stdout=io.StringIO())

    assert sent_mails() == []
