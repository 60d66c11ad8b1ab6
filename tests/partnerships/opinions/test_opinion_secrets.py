"""What only officers may read of an opinion: no page, paper, archive, mail or link shows it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partnerships.models import Action, Opinion, OutboxMail
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.data_exports import archive_of
from tests.factories.dossiers import act, dossier_in
from tests.factories.files import PDF
from tests.factories.opinions import EMAIL, ask, links_to, reply
from tests.factories.pdf import text_of_pdf
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
OTHER = "ambassade@example.org"
SECRET, SHAREABLE, QUESTION = "Zorglubique", "Texte partageable", "Kryptonite demandée"
# For officers only, in every case.
NEVER = (SECRET, QUESTION, EMAIL, OTHER, "Organisme prefecture", "secret.pdf", "partage.pdf")


@pytest.fixture
def dossier(client):
    """A dossier with a confidential opinion and a shareable one, each with a document."""
    dossier = dossier_in("under_review", title="Éclairage")
    ask(dossier, EMAIL, questions=QUESTION)
    ask(dossier, OTHER, questions=QUESTION, is_confidential=False)
    for email, text, name in ((EMAIL, SECRET, "secret.pdf"), (OTHER, SHAREABLE, "partage.pdf")):
        pdf = SimpleUploadedFile(name, PDF + name.encode() + b"%%EOF\n")
        assert reply(client, links_to(email)[0], text=text, file=pdf).status_code == 302
    return dossier


def release(dossier):
    dossier.refresh_from_db()
    return act(dossier, Action.ACCEPT, dossier.reviewer, grounds="Conforme.")


def read_by(client, user, dossier):
    """Everything that `user` can read: pages, papers, archive, mails."""
    client.force_login(user)
    pages = [
        dossier.get_absolute_url(),
        reverse("partnerships:workspace"),
        reverse("partnerships:registry"),
        *([dossier.partnership.get_absolute_url()] if dossier.partnership else []),
    ]
    papers = [
        reverse(f"partnerships:{name}", args=[dossier.uuid])
        for name in ("dossier_pdf", "summary_pdf")
    ]
    texts = [text_of(client.get(page)) for page in pages]
    found = client.get(reverse("partnerships:registry"), {"q": SECRET}).context["listing"]
    assert found.page.rows == []
    for paper in papers:
        response = client.get(paper)
        if response.status_code == 200:
            texts.append(text_of_pdf(response.getvalue()))
    texts += [content.decode("utf-8", "replace") for content in archive_of(user).values()]
    texts += [mail.subject + mail.body for mail in OutboxMail.objects.filter(recipient=user.email)]
    return "\n".join(texts)


def addresses(dossier):
    """Officers' pages about the opinions of `dossier`."""
    opinion = dossier.opinions.get(email=EMAIL)
    return [
        reverse("partnerships:opinion_request", args=[dossier.uuid]),
        reverse("partnerships:opinion_file", args=[dossier.uuid, opinion.uuid]),
        reverse("partnerships:review_detail", args=[dossier.uuid]),
        reverse("partnerships:advisory_body_list"),
    ]


@pytest.mark.parametrize("is_released", [False, True])
def test_member_reads_only_the_shareable_opinion_and_after_the_release(
    client, dossier, is_released
):
    if is_released:
        dossier = release(dossier)

    text = read_by(client, dossier.created_by, dossier)

    for secret in NEVER:
        assert secret not in text, secret
    assert (SHAREABLE in text) == is_released
    for address in addresses(dossier):
        assert client.get(address).status_code == 403


def test_reopened_dossier_shows_no_opinion(client, dossier):
    dossier = release(dossier)
    lead = UserFactory(codenames=["review_dossier", "lead_review"])
    act(dossier, Action.REOPEN, lead, reason="Erreur signalée.")

    assert SHAREABLE not in read_by(client, dossier.created_by, dossier)


def test_reviewer_reads_nothing_of_their_own_authority(client, dossier):
    own = MemberFactory(authority=dossier.lead_authority, user=reviewer()).user

    text = read_by(client, own, dossier)

    for secret in (*NEVER, SHAREABLE):
        assert secret not in text, secret
    assert {client.get(address).status_code for address in addresses(dossier)[:2]} == {404}
    assert not Opinion.objects.visible_to(own).exists()


@pytest.mark.parametrize("role", ["stranger", "public"])
def test_strangers_and_the_public_read_nothing(client, dossier, role):
    dossier = release(dossier)
    if role == "stranger":
        client.force_login(UserFactory())

    for address in addresses(dossier):
        assert client.get(address).status_code == (403 if role == "stranger" else 302)
    for page in ("portal:home", "partnerships:registry", "partnerships:authority_list"):
        text = text_of(client.get(reverse(page)))
        assert not any(secret in text for secret in (*NEVER, SHAREABLE))
    text = text_of(client.get(dossier.partnership.get_absolute_url()))
    assert not any(secret in text for secret in (*NEVER, SHAREABLE))


def test_adviser_reads_nothing_of_another_opinion(client, dossier):
    ask(dossier, "troisieme@example.org")
    link = links_to("troisieme@example.org")[0]

    text = text_of(client.get(link))

    assert "Éclairage" in text
    assert not any(secret in text for secret in (*NEVER, SHAREABLE))
    mails = OutboxMail.objects.filter(recipient="troisieme@example.org")
    assert not any(secret in mail.body for mail in mails for secret in (*NEVER, SHAREABLE))


def test_no_mail_holds_the_question_or_the_answer(dossier):
    release(dossier)

    for mail in OutboxMail.objects.all():
        assert not any(secret in mail.body for secret in (SECRET, SHAREABLE, QUESTION)), mail


@pytest.mark.parametrize("visible", [True, False])
def test_officers_read_everything(client, dossier, visible):
    person = reviewer() if visible else MemberFactory().user
    client.force_login(person)

    found = set(Opinion.objects.visible_to(person).order_by("pk"))

    assert found == (set(dossier.opinions.all()) if visible else set())
    if visible:
        page = text_of(client.get(reverse("partnerships:review_detail", args=[dossier.uuid])))
        assert all(word in page for word in (SECRET, SHAREABLE, QUESTION, "secret.pdf"))
