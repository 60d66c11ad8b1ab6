"""Texts stored with invisible characters reach pages, mails, files and papers without them, and
what is frozen keeps its bytes.
"""

import csv
import io
import re
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from cncd_portal.accounts.invisible import INVISIBLE
from partnerships.document.steps import text as door
from partnerships.models import (
    Decision,
    DossierAuthority,
    DossierEvent,
    DossierIndex,
    LocalAuthority,
    Message,
    OutboxMail,
    Partnership,
    PartnershipVersion,
    Phrase,
    Submission,
    Visibility,
)
from partnerships.models.frozen_text import stored_text
from partnerships.notifications.outbox import write_mail
from partnerships.sort_key import sort_key
from partnerships.workflow.journal import faults
from partnerships.workflow.messages import post_message
from proposals.models import ProposalText
from tests.factories.accounts import UserFactory
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.lists import PlaceFactory, ProposalFactory
from tests.factories.opinions import ask
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.factories.pdf import text_of_pdf

pytestmark = pytest.mark.django_db
migration = import_module("partnerships.migrations.0020_shown_texts")
# Soft hyphen, zero width space, byte order mark, word joiner, left-to-right mark.
UNSEEN = "\u00ad\u200b\ufeff\u2060\u200e"
REVERSED = f"{UNSEEN}\u202e\u2066"
TITLE = f"Éclai{UNSEEN}rage public"


def clean():
    migration.forwards(apps, connection.SchemaEditorClass(connection))


def seen_in(response) -> str:
    """The text of a page or file, of which no character is invisible."""
    assert response.status_code == 200
    content = b"".join(response) if response.streaming else response.content
    text = content.decode("utf-8-sig")
    assert not INVISIBLE.search(text), ascii(INVISIBLE.findall(text))
    return text


def raw_rows():
    """The bytes of what is frozen."""
    with connection.cursor() as cursor:
        found = []
        for table, columns in {
            "partnerships_submission": "document_text, digest",
            "partnerships_partnershipversion": "projection, digest",
            "partnerships_dossierevent": "detail, digest",
            "partnerships_decision": "grounds, reservations",
            "partnerships_opinion": "questions, text",
            "partnerships_dossierauthority": "reason",
        }.items():
            cursor.execute(f"SELECT {columns} FROM {table} ORDER BY id")  # noqa: S608
            found.append(cursor.fetchall())
        return found


@pytest.fixture
def dossier(monkeypatch):
    """A dossier instructed and published when texts kept their invisible characters."""
    with monkeypatch.context() as former:
        former.setattr(door, "without_invisible", lambda text: text)
        former.setattr("partnerships.notifications.outbox.shown_text", lambda text: text)
        member = MemberFactory(user=UserFactory(last_name=f"Du{REVERSED}rand"))
        dossier = dossier_in("under_review", member=member, title=TITLE, summary=f"Ré{UNSEEN}sumé")
        officer = dossier.reviewer
        post_message(dossier, by=officer, body=f"Bon{REVERSED}jour", visibility=Visibility.SHARED)
        ask(dossier, questions=f"Ques{REVERSED}tion")
        act(
            dossier,
            "reserve",
            officer,
            grounds=f"Mo{REVERSED}tifs",
            reservations=f"Ré{REVERSED}serves",
            override=f"Ur{REVERSED}gence",
        )
    DossierAuthority.objects.update(reason=f"Rai{REVERSED}son")
    return type(dossier).objects.get()


def test_what_is_frozen_keeps_its_bytes_and_its_digests(dossier):
    before = raw_rows()
    assert "\\u00ad" in before[0][0][0]
    assert INVISIBLE.search(before[3][0][0])

    clean()
    for row in (*Decision.objects.all(), *DossierAuthority.objects.all()):
        row.refresh_from_db()
        row.save()

    assert raw_rows() == before
    assert list(faults()) == []
    assert Submission.objects.get().document["title"] == "Éclairage public"
    assert PartnershipVersion.objects.get().content["summary"] == "Résumé"
    decision = Decision.objects.get()
    assert (decision.grounds, decision.reservations) == ("Motifs", "Réserves")
    assert stored_text(decision.grounds) == f"Mo{REVERSED}tifs"


def test_pages_of_a_dossier_show_none(client, dossier):
    clean()
    pages = [dossier.get_absolute_url(), reverse("partnerships:workspace")]

    client.force_login(dossier.created_by)
    for page in pages:
        assert "Éclairage public" in seen_in(client.get(page))
    client.force_login(dossier.reviewer)
    review = reverse("partnerships:review_detail", args=[dossier.uuid])
    shown = seen_in(client.get(review))

    assert "Éclairage public" in shown
    assert "Motifs" in shown
    assert "Bonjour" in shown
    assert "Question" in shown
    seen_in(client.get(reverse("partnerships:queue")))


def test_public_pages_show_none_and_searches_find_the_words(client, dossier):
    clean()
    partnership = Partnership.objects.get()

    assert partnership.title == "Éclairage public"
    assert "Résumé" in seen_in(client.get(partnership.get_absolute_url()))
    for words in ("éclairage", f"éclai{UNSEEN}rage", "public"):
        found = client.get(reverse("partnerships:registry"), {"q": words})
        assert "Éclairage public" in re.sub("</?mark[^>]*>", "", seen_in(found))


def test_files_and_papers_hold_none(client, dossier):
    clean()
    client.force_login(dossier.reviewer)

    text = seen_in(client.get(reverse("partnerships:queue_export", args=["csv"]), {"etat": "tous"}))
    client.force_login(dossier.created_by)
    paper = client.get(reverse("partnerships:dossier_pdf", args=[dossier.uuid]))

    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["Titre"] for row in rows] == ["Éclairage public"]
    words = text_of_pdf(paper.content)
    assert "Éclairage public" in words
    assert not set(words) & set("\u00ad\ufeff\u2060\u200e\u202e\u2066")


def test_mails_that_wait_and_later_ones_hold_none(dossier, sent_mails):
    assert INVISIBLE.search("".join(OutboxMail.objects.values_list("body", flat=True)))
    clean()
    write_mail("test", "a@example.org", f"Ob{REVERSED}jet", f"Tex{REVERSED}te")

    sent = sent_mails()

    assert len(sent) > 2
    for mail in sent:
        assert not INVISIBLE.search(mail.subject + mail.body + mail.alternatives[0].content)
    assert (sent[-1].subject, sent[-1].body) == ("Objet", "Texte")


def test_the_journal_still_finds_the_texts_of_its_digests(client, dossier):
    clean()
    client.force_login(dossier.reviewer)

    shown = seen_in(client.get(reverse("partnerships:review_detail", args=[dossier.uuid])))

    assert DossierEvent.objects.filter(detail__contains='"grounds"').exists()
    assert "Motifs" in shown


def test_records_lists_and_settings_lose_them_once(django_assert_max_num_queries):
    partner = InternationalPartnerFactory(name=f"Sa{REVERSED}lem", name_fr="שלום\u200f!")
    place = PlaceFactory(other_names=[f"Kao{REVERSED}lack", "كولخ\u200f!"])
    authority = MemberFactory().authority
    LocalAuthority.objects.update(
        former=[{"name": f"Év{UNSEEN}ry"}], postal_address=f"1 ru{REVERSED}e"
    )
    Phrase.objects.create(title=f"Phra{REVERSED}se", text=f"Tex{REVERSED}te")
    ProposalFactory(title=f"Ti{REVERSED}tre", body=f"<p>Co{REVERSED}rps</p>")

    clean()

    partner.refresh_from_db()
    place.refresh_from_db()
    authority.refresh_from_db()
    assert (partner.name, partner.name_fr) == ("Salem", "שלום\u200f!")
    assert place.other_names == ["Kaolack", "كولخ\u200f!"]
    assert (authority.former, authority.postal_address) == ([{"name": "Évry"}], "1 rue")
    assert Phrase.objects.filter(title="Phrase", text="Texte").exists()
    assert ProposalText.objects.filter(title="Titre", body="<p>Corps</p>").exists()
    with django_assert_max_num_queries(200) as again:
        clean()
    assert not [each for each in again if each["sql"].startswith("UPDATE")]


def test_names_are_listed_where_their_letters_say(dossier):
    partner = InternationalPartnerFactory(name=f"Sa{REVERSED}lé")
    for model, field in ((type(partner), "sort_key"), (DossierIndex, "title_key")):
        model.objects.update(**{field: "zzz"})

    clean()

    partner.refresh_from_db()
    assert partner.sort_key == sort_key("Salé") == sort_key(f"Sa{REVERSED}lé")
    assert DossierIndex.objects.get().title_key == sort_key("Éclairage public")


def test_a_row_whose_clean_name_is_taken_keeps_its_own():
    InternationalPartnerFactory(wikidata_id="Q1")
    other = InternationalPartnerFactory(wikidata_id=f"Q{UNSEEN}1", name=f"A{UNSEEN}b")

    clean()

    other.refresh_from_db()
    assert other.wikidata_id == f"Q{UNSEEN}1"
    assert other.name == f"A{UNSEEN}b"


def test_a_draft_keeps_what_was_typed(client):
    dossier = dossier_in("draft")
    dossier.buffer = {**dossier.buffer, "title": TITLE}
    dossier.save()
    before = dossier.buffer_text

    clean()

    dossier.refresh_from_db()
    assert dossier.buffer_text == before


def test_what_was_imported_is_shown_without_them(client):
    published(title=TITLE, summary=f"Ré{UNSEEN}sumé")
    assert INVISIBLE.search(Partnership.objects.get().title)

    clean()

    assert Partnership.objects.get().title == "Éclairage public"
    assert "\\u00ad" in PartnershipVersion.objects.get().projection
    seen_in(client.get(Partnership.objects.get().get_absolute_url()))


@pytest.mark.parametrize("unseen", sorted(REVERSED))
def test_what_is_posted_to_a_form_that_refuses_nothing_is_kept_without_them(client, unseen):
    dossier = dossier_in("submitted")
    client.force_login(dossier.created_by)

    client.post(
        reverse("partnerships:dossier_message", args=[dossier.uuid]),
        {"body": f"Bon{unseen}jour", "token": ""},
    )

    assert Message.objects.get().body == "Bonjour"
