"""The letter of a decision: numbered, dated, stored as sent, served to its two parties only."""

import hashlib
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.document.canonical import canonical
from partnerships.files.content import delete_all_unused
from partnerships.models import Action, DecisionLetter, LetterSeries, LetterTemplate, StoredContent
from partnerships.papers.decision import decision_letter, own_wording
from partnerships.papers.letter_fields import Letter, Numbering, Sender
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.decisions import standing
from tests.factories.dossiers import act, dossier_in
from tests.factories.pdf import opened, tags_of_pdf, text_of_pdf
from tests.factories.roles import person, text_of
from tests.partnerships.decisions.contributions import carrying

pytestmark = pytest.mark.django_db
HOSTILE = [
    '#read("/etc/passwd") **gras {reference} {motifs}',
    ']} #eval("1+1") {[ \\ $x^2$ @ref <label> // /* = titre - liste',
    "NUL \x00 et demi \ud800 \u202egnirts\u202c émoji 😀 漢字",
    "مرحبا שלום Привет Ωμέγα",
    "W" * 9_999,
    "ligne\n" * 1_500,
    "\n\n".join(["paragraphe"] * 800),
]


def letter_of(dossier) -> DecisionLetter:
    return DecisionLetter.objects.of_dossier(dossier)[0]


def content_of(letter) -> bytes:
    with letter.open() as file:
        return file.read()


def address(dossier, letter):
    return reverse("partnerships:letter_download", args=[dossier.uuid, letter.uuid])


def template(by, **fields):
    values = {"outcome": "accepted", "number": 1, "subject": "Accord {reference}", **fields}
    values.setdefault("body", "Bonjour {collectivite},\n\n{motifs}")
    return LetterTemplate.objects.create(created_at=timezone.now(), created_by=by, **values)


@pytest.mark.parametrize("outcome", ["accepted", "reserved", "rejected"])
def test_letter_can_be_read_by_all_and_says_what_was_decided(outcome):
    dossier = dossier_in("closed", outcome=outcome)

    letter = letter_of(dossier)
    content = content_of(letter)

    pdf = opened(content)
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert dossier.reference in metadata["dc:title"]
    assert str(pdf.Root.Lang) == "fr-FR"
    assert bool(pdf.Root.MarkInfo.Marked) is True
    assert {"Title", "P", "Strong"} <= set(tags_of_pdf(content))
    text = text_of_pdf(content)
    assert f"Lettre n° {letter.numbered}" in text
    assert str(dossier.lead_authority) in text
    assert "Dossier complet et conforme." in text
    assert ("Joindre la délibération." in text) == (outcome == "reserved")
    assert "PROJET" not in text


def test_letter_is_kept_with_its_digest_in_the_journal():
    dossier = dossier_in("closed")

    letter = letter_of(dossier)
    event = dossier.events.get(action="release")

    assert hashlib.sha256(content_of(letter)).hexdigest() == letter.sha256
    assert event.content["letter"] == letter.numbered
    assert event.content["letter_digest"] == letter.sha256
    assert letter.dated_on == timezone.localdate()
    assert delete_all_unused(timezone.now() + timedelta(days=900)) == 0
    assert StoredContent.objects.filter(sha256=letter.sha256).exists()


def test_numbers_are_consecutive_and_a_failed_release_takes_none():
    first, second = dossier_in("closed"), dossier_in("closed", outcome="rejected")
    year = timezone.localdate().year
    dossier = dossier_in("decided")
    dossier.decisions.update(settlement={"version": 9, "choices": {}, "digest": ""})

    with pytest.raises(AttributeError):
        act(dossier, Action.RELEASE, dossier.reviewer)
    dossier.decisions.update(settlement=None)
    act(dossier, Action.RELEASE, dossier.reviewer)

    numbers = [letter_of(each).numbered for each in (first, second, dossier)]
    assert numbers == [f"{year}-0001", f"{year}-0002", f"{year}-0003"]
    assert LetterSeries.objects.get().last_number == 3


def test_template_changed_later_leaves_the_letter_as_it_was(client):
    by = lead_reviewer()
    template(by, body="Première version.\n\n{motifs}")
    dossier = dossier_in("closed")
    letter = letter_of(dossier)
    before = content_of(letter)

    template(by, number=2, body="Seconde version.\n\n{motifs}")
    client.force_login(dossier.created_by)
    served = client.get(address(dossier, letter)).getvalue()

    assert served == before
    assert "Première version." in text_of_pdf(served)
    assert "Seconde version." in text_of_pdf(content_of(letter_of(dossier_in("closed"))))


def test_template_of_the_kind_comes_before_that_of_every_kind():
    by = lead_reviewer()
    template(by, body="Pour tous.\n\n{motifs}")
    template(by, kind="registration", body="Pour les enregistrements.\n\n{motifs}")
    own = text_of_pdf(content_of(letter_of(dossier_in("closed"))))
    template(by, kind="registration", number=2, is_used=False)

    wider = text_of_pdf(content_of(letter_of(dossier_in("closed"))))

    assert "Pour les enregistrements." in own
    assert "Pour tous." in wider


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_is_typed_is_never_run(typed):
    dossier = dossier_in("decided", outcome="reserved")
    decision = standing(dossier)
    decision.grounds = decision.reservations = typed
    decision.contributions_text = canonical([{"uuid": "3", "proposal": 3, "word": typed}])
    decision.submission.document_text = decision.submission.document_text.replace(
        "\\u00c9clairage", "#panic(1) *"
    )

    numbering = Numbering(timezone.localdate())
    letter = Letter(decision, own_wording("reserved"), numbering, Sender())
    content = decision_letter(letter)

    text = text_of_pdf(content)
    assert "root:" not in text
    assert "PROJET" in text
    if typed.isascii() and typed.isprintable() and len(typed) < 200:
        assert text.count(typed) == 3


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("member", 200),
        ("member of a co-authority", 200),
        ("reviewer", 200),
        ("reviewer, member", 200),
        ("former member", 404),
        ("pending member", 404),
        ("member of another authority", 404),
        ("stranger", 404),
    ],
)
def test_letter_is_for_its_two_parties(client, role, status):
    dossier = dossier_in("closed")
    client.force_login(person(role, dossier))

    response = client.get(address(dossier, letter_of(dossier)))
    response.close()

    assert response.status_code == status


def test_letter_of_another_dossier_is_not_reached_through_ones_own(client):
    own, other = dossier_in("closed"), dossier_in("closed")
    client.force_login(own.created_by)

    assert client.get(address(own, letter_of(other))).status_code == 404
    client.force_login(UserFactory())
    assert client.get(address(own, letter_of(own))).status_code == 404


def test_letter_stays_on_the_page_when_the_dossier_is_reopened(client):
    dossier = dossier_in("closed")
    letter = letter_of(dossier)
    act(dossier, Action.REOPEN, lead_reviewer(), reason="Erreur signalée.")
    client.force_login(dossier.created_by)

    page = text_of(client.get(dossier.get_absolute_url()))

    assert f"Lettre n° {letter.numbered}" in page
    assert "décision reprise depuis" in page
    assert client.get(address(dossier, letter)).getvalue() == content_of(letter)


def test_member_finds_the_letter_on_the_page_only_after_its_release(client):
    waiting, notified = dossier_in("decided"), dossier_in("closed")

    for dossier, shown in ((waiting, False), (notified, True)):
        client.force_login(dossier.created_by)
        assert ("Lettre n°" in text_of(client.get(dossier.get_absolute_url()))) == shown
        assert DecisionLetter.objects.of_dossier(dossier).exists() == shown


EDIT = ("accord", "enregistrement")


def send_template(client, by, name="letter_template_edit", where=EDIT, **data):
    client.force_login(by)
    data = {"subject": "Accord", "body": "Bonjour.\n\n{motifs}", "seen": 0, **data}
    return client.post(reverse(f"partnerships:{name}", args=where), data)


@pytest.mark.parametrize(
    ("where", "body", "said"),
    [
        (EDIT, "Bonjour {colectivite},\n\n{motifs}", "Vouliez-vous {collectivite}"),
        (EDIT, "{__class__} {motifs}", "{__class__} n’est pas un champ connu."),
        (EDIT, "Bonjour {motifs", "accolade"),
        (EDIT, "Un **gras\n\n{motifs}", "Un gras ouvert par **"),
        (EDIT, "Bonjour.", "La lettre doit dire : {motifs}"),
        (("accord-avec-reserves", "tous"), "{motifs}", "La lettre doit dire : {reserves}"),
        (EDIT, "é" * 20_001, "20000"),
        (EDIT, " ", "obligatoire"),
        (EDIT, "Ville de 北京 et 😀, {motifs}", "imprimer « 北京 », « 😀 »"),
    ],
)
def test_template_that_cannot_be_filled_is_refused_with_a_reason(client, where, body, said):
    response = send_template(client, lead_reviewer(), where=where, body=body)

    assert response.status_code == 422
    assert said in text_of(response).replace("\xa0", "")
    assert not LetterTemplate.objects.exists()


def test_templates_keep_their_versions_and_two_writers_do_not_undo_each_other(client):
    by = lead_reviewer()
    send_template(client, by, body="Un.\n\n{motifs}")
    late = send_template(client, by, body="Deux <b>.\n\n{motifs}", seen=0)
    send_template(client, by, body="Trois.\n\n{motifs}", seen=1)
    send_template(client, by, withdraw="1", seen=2)

    page = client.get(reverse("partnerships:letter_template_edit", args=EDIT))

    assert late.status_code == 409
    assert "Deux &lt;b&gt;" in late.content.decode()
    stored = LetterTemplate.objects.order_by("number").values_list("number", "is_used")
    assert list(stored) == [(1, True), (2, True), (3, False)]
    assert "Un." in text_of(page)


def test_preview_uses_a_real_dossier_and_stores_nothing(client):
    by = lead_reviewer()
    dossier = carrying("under_review", 3)
    own = dossier_in("under_review")
    MemberFactory(user=by, authority=own.lead_authority)
    preview = "letter_template_preview"

    made = send_template(
        client, by, preview, body="À {titre}.\n\n{motifs}", reference=dossier.reference
    )
    refused = [
        send_template(client, by, preview, reference=reference).status_code
        for reference in (own.reference, dossier_in("draft").reference, "\x00", "")
    ]

    text = text_of_pdf(made.content)
    assert "À Éclairage public partagé." in text
    assert "[Les motifs de la décision.]" in text
    assert "Titre de la 3" in text
    assert refused == [422] * 4
    assert not LetterTemplate.objects.exists()


@pytest.mark.parametrize("name", ["letter_templates", "phrase_list", "phrase_create"])
def test_wordings_are_for_lead_reviewers(client, name):
    for who, status in ((reviewer(), 403), (MemberFactory().user, 403), (lead_reviewer(), 200)):
        client.force_login(who)
        assert client.get(reverse(f"partnerships:{name}")).status_code == status
    assert send_template(client, reviewer()).status_code == 403


def test_stored_wordings_that_could_not_be_saved_today_are_told(client):
    lead = lead_reviewer()
    template(lead, subject="Accord {numero_inconnu}", body="Bonjour,\n\n上海, {motifs}")
    template(lead, outcome="rejected", body="Bonjour {collectivite}.")
    template(lead, outcome="reserved", body="{motifs} {reserves}")
    client.force_login(lead)

    page = text_of(client.get(reverse("partnerships:letter_templates")))

    assert page.count("À corriger") == 3
    assert "numero_inconnu" in page
    assert "ne peut pas imprimer" in page
    assert "La lettre doit dire : {motifs}" in page
