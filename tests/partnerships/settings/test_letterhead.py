"""The head of letters and who signs them: written by lead reviewers, version by version."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cncd_portal.checks import check_letters
from partnerships.models import DecisionLetter, Letterhead, Signatory
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.decisions import LetterheadFactory, SignatoryFactory
from tests.factories.dossiers import dossier_in
from tests.factories.pdf import text_of_pdf
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
HEAD = {"ministry": "MINISTÈRE\nDE L’EXEMPLE", "motto": "Liberté\nÉgalité\nFraternité"}
SIGNATORY = {"name": "Dominique Signataire", "capacity": "La cheffe", "starts_on": "2026-01-01"}


def send(client, page, by=None, args=(), **data):
    client.force_login(by or lead_reviewer())
    return client.post(reverse(f"partnerships:{page}", args=args), data)


def send_head(client, by=None, page="letterhead", **data):
    return send(client, page, by, **{**HEAD, "seen": 0, **data})


def send_signatory(client, by=None, **data):
    return send(client, "signatory_list", by, **{**SIGNATORY, **data})


def test_first_form_proposes_the_motto_and_no_means_of_appeal(client):
    client.force_login(lead_reviewer())

    page = client.get(reverse("partnerships:letterhead"))
    form = page.context["form"]

    assert form["motto"].value() == "Liberté\nÉgalité\nFraternité"
    assert [form[name].value() for name in ("ministry", "appeal")] == [None, None]


def test_head_keeps_its_versions_and_two_writers_do_not_undo_each_other(client):
    by = lead_reviewer()
    send_head(client, by, appeal="Un.")
    late = send_head(client, by, appeal="Deux <b>.", seen=0)
    send_head(client, by, appeal="Trois.", seen=1)

    page = text_of(client.get(reverse("partnerships:letterhead")))

    assert late.status_code == 409
    assert "Deux &lt;b&gt;." in late.text
    assert list(Letterhead.objects.values_list("number", "appeal")) == [(2, "Trois."), (1, "Un.")]
    assert "Un." in page
    assert "Trois." in page


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("ministry", " ", "espaces"),
        ("ministry", "", "Ce champ est à remplir"),
        ("ministry", "\n".join("ligne" for _ in range(7)), "Écrivez 6 lignes au plus."),
        ("service", "W" * 46, "Une ligne a 45 caractères au plus"),
        ("appeal", "é" * 3001, "raccourcissez-le"),
        ("place", "é" * 61, "raccourcissez-le"),
        ("copies", "W" * 71, "Une ligne a 70 caractères au plus"),
        ("contact", "appel \x07", "caractère de contrôle"),
    ],
)
def test_head_that_does_not_fit_is_refused_with_a_reason(client, name, typed, said):
    response = send_head(client, **{name: typed})

    assert response.status_code == 422
    assert said in text_of(response)
    assert not Letterhead.objects.exists()


def test_preview_puts_the_typed_head_on_a_real_letter_and_stores_nothing(client):
    by = lead_reviewer()
    LetterheadFactory(number=1, ministry="D’AVANT")
    SignatoryFactory()
    dossier, own = dossier_in("under_review"), dossier_in("under_review")
    MemberFactory(user=by, authority=own.lead_authority)
    typed = {"appeal": "Recours typés #eval(1).", "copies": "Préfecture"}
    preview = "letterhead_preview"

    made = send_head(client, by, preview, reference=dossier.reference, **typed)
    refused = [
        send_head(client, by, preview, reference=reference).status_code
        for reference in (own.reference, dossier_in("draft").reference, "\x00", "")
    ]

    text = text_of_pdf(made.content)
    assert "MINISTÈRE DE L’EXEMPLE" in text
    assert "D’AVANT" not in text
    assert "Recours typés #eval(1)." in text
    assert "Copies" in text
    assert "Dominique Signataire" in text
    assert "PROJET" in text
    assert refused == [422] * 4
    assert Letterhead.objects.count() == 1


def test_signatory_is_added_once_whatever_the_clicks(client):
    by = lead_reviewer()
    statuses = [send_signatory(client, by).status_code for _ in range(2)]
    other = send_signatory(client, by, name="Une autre")

    assert statuses == [302, 302]
    assert other.status_code == 422
    assert "Un signataire commence déjà ce jour-là" in text_of(other)
    assert Signatory.objects.get().name == "Dominique Signataire"


def test_two_officers_may_have_a_signatory_from_the_same_day(client):
    for officer in (reviewer(), reviewer()):
        assert send_signatory(client, signs_for=officer.pk).status_code == 302
    assert Signatory.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Ce champ est à remplir"),
        ({"name": "***"}, "ni lettre ni chiffre"),
        ({"capacity": " "}, "espaces"),
        ({"capacity": "é" * 201}, "raccourcissez-le"),
        ({"delegation": "décision"}, "Écrivez la date de l’acte"),
        ({"delegated_on": "2026-01-01"}, "Écrivez l’intitulé de l’acte"),
        ({"starts_on": "demain"}, "Cette date n’est pas valable"),
        ({"ends_on": "2025-12-31"}, "Le dernier jour vient après le premier"),
        ({"signs_for": "0"}, "Sélectionnez un choix valide"),
    ],
)
def test_signatory_that_does_not_hold_is_refused_with_a_reason(client, typed, said):
    response = send_signatory(client, **typed)

    assert response.status_code == 422
    assert said in text_of(response)
    assert not Signatory.objects.exists()


def test_signatory_signs_only_for_officers(client):
    assert send_signatory(client, signs_for=MemberFactory().user.pk).status_code == 422
    assert not Signatory.objects.exists()


def test_withdrawn_signatory_stays_on_its_letters_and_leaves_the_next(client):
    by = lead_reviewer()
    send_signatory(client, by)
    signed = dossier_in("closed")
    (signatory,) = Signatory.objects.all()

    for _ in range(2):
        assert send(client, "signatory_withdraw", by, [signatory.pk]).status_code == 302
    withdrawn_at = Signatory.objects.get().withdrawn_at
    later = dossier_in("closed", outcome="rejected")
    page = text_of(client.get(reverse("partnerships:signatory_list")))

    letters = {each.decision.dossier: each for each in DecisionLetter.objects.all()}
    assert letters[signed].signatory == signatory
    assert letters[later].signatory is None
    assert "Dominique Signataire" in page
    assert "retiré" in page
    assert "Retirer Dominique" not in page
    send(client, "signatory_withdraw", by, [signatory.pk])
    assert Signatory.objects.get().withdrawn_at == withdrawn_at
    assert send_signatory(client, by).status_code == 302


def test_list_says_what_is_missing_then_who_signs(client):
    by = lead_reviewer()
    client.force_login(by)
    address = reverse("partnerships:letter_templates")
    before = text_of(client.get(address))

    LetterheadFactory(number=3)
    SignatoryFactory()
    SignatoryFactory(withdrawn_at=timezone.now())
    after = text_of(client.get(address))

    assert "Les voies et délais de recours manquent" in before
    assert "0 signataire en exercice" in before
    assert "Les voies et délais de recours manquent" not in after
    assert "version 3" in after
    assert "1 signataire en exercice" in after


def test_check_says_that_the_means_of_appeal_are_missing_in_service(settings):
    assert check_letters(databases=None) == []
    LetterheadFactory(number=1, appeal="")
    [warning] = check_letters(databases=["default"])
    assert warning.id == "cncd_portal.W003"

    settings.DEMONSTRATION = True
    assert check_letters(databases=["default"]) == []

    settings.DEMONSTRATION = False
    LetterheadFactory(number=2)
    assert check_letters(databases=["default"]) == []


@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize(("name", "queries"), [("letterhead", 7), ("signatory_list", 6)])
def test_pages_run_as_many_queries_for_thirty_rows_as_for_three(
    client, name, queries, count, django_assert_num_queries
):
    by = lead_reviewer()
    for rank in range(count):
        LetterheadFactory(number=rank + 1, created_by=by)
        SignatoryFactory(created_by=by, signs_for=reviewer())
    client.force_login(by)
    address = reverse(f"partnerships:{name}")
    client.get(address)

    with django_assert_num_queries(queries):
        client.get(address)


@pytest.mark.parametrize("name", ["letterhead", "signatory_list"])
def test_senders_of_letters_are_for_lead_reviewers(client, name):
    address = reverse(f"partnerships:{name}")
    for who, status in ((reviewer(), 403), (MemberFactory().user, 403), (lead_reviewer(), 200)):
        client.force_login(who)
        assert client.get(address).status_code == status
    assert send_head(client, reviewer()).status_code == 403
    assert send_signatory(client, reviewer()).status_code == 403
    assert not Letterhead.objects.exists()
    assert not Signatory.objects.exists()
