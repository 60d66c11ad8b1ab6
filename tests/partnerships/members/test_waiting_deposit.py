"""What the pages and the mail say to who began a draft and waits to be a member."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cncd_portal.french_dates import french_date
from partnerships.models import Dossier, OutboxMail
from partnerships.people.membership import answer_membership
from tests.factories.authorities import MemberFactory
from tests.partnerships.members.test_begun_draft import WORKSPACE, begun, step, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return MemberFactory(manager=True)


@pytest.fixture
def pending(manager):
    return MemberFactory(authority=manager.authority, pending=True)


@pytest.mark.parametrize(
    ("days", "waited", "who"),
    [
        (0, ".", "Un gestionnaire de la collectivité vous répond\u202f; à partir du {late}"),
        (1, " (il y a un jour).", "l’administration peut le faire aussi."),
        (20, " (il y a 20 jours).", "Un gestionnaire de la collectivité vous répond, ou l’admin"),
    ],
)
def test_pages_say_who_answers_and_since_when(client, pending, days, waited, who):
    dossier = begun(pending)
    pending.requested_at = timezone.now() - timedelta(days=days)
    pending.save()
    asked, late = (french_date(pending.requested_at + timedelta(days=n)) for n in (0, 15))
    client.force_login(pending.user)

    for page in (WORKSPACE, step(dossier, "relire")):
        text = text_of(client, page)
        assert f"Demande du {asked}{waited}" in text
        assert who.format(late=late) in text


def test_without_a_manager_the_administration_answers(client):
    alone = MemberFactory(pending=True)
    MemberFactory(authority=alone.authority)  # a colleague who manages nothing
    MemberFactory(manager=True)  # of another authority
    dossier = begun(alone)
    client.force_login(alone.user)

    for page in (WORKSPACE, step(dossier, "relire")):
        text = text_of(client, page)
        assert (
            "La collectivité n’a pas de gestionnaire\u202f: l’administration vous répond." in text
        )


def test_refused_the_last_step_says_what_the_deposit_waits_for(client, manager, pending):
    dossier = begun(pending)
    answer_membership(pending, by=manager.user, is_accepted=False, role="contributor")
    client.force_login(pending.user)

    page = text_of(client, step(dossier, "relire"))

    assert "Vous pourrez le déposer une fois membre" in page
    assert "Demande du" not in page


def test_its_page_offers_no_deposit(client, pending):
    dossier = begun(pending)
    client.force_login(pending.user)

    page = text_of(client, dossier.get_absolute_url())

    assert "vous le déposerez une fois membre" in page
    assert ">Relire</a>" in page


def mail_to(user):
    return OutboxMail.objects.filter(recipient=user.email).latest("pk").body


def test_the_mail_of_the_answer_names_the_drafts_that_wait(manager, pending):
    complete, empty, binned = (begun(pending) for _n in range(3))
    Dossier.objects.filter(pk=empty.pk).update(buffer_text="{}", title="")
    Dossier.objects.filter(pk=binned.pk).update(discarded_at=timezone.now())

    answer_membership(pending, by=manager.user, is_accepted=True, role="contributor")

    mail = mail_to(pending.user)
    assert f"{complete.reference} – Puits de Kayes\u202f: complet, vous pouvez le déposer" in mail
    assert step(complete, "relire") in mail
    assert f"{empty.reference} – sans titre\u202f: à compléter" in mail
    assert empty.get_absolute_url() in mail
    assert binned.reference not in mail
    assert "dès maintenant" not in mail


def test_without_draft_the_mail_says_that_one_may_declare(manager, pending):
    answer_membership(pending, by=manager.user, is_accepted=True, role="contributor")

    assert "Vous pouvez dès maintenant déclarer un partenariat." in mail_to(pending.user)


def test_refused_the_mail_names_no_draft(manager, pending):
    dossier = begun(pending)

    answer_membership(pending, by=manager.user, is_accepted=False, role="contributor")

    assert dossier.reference not in mail_to(pending.user)
