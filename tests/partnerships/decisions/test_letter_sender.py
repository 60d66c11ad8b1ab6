"""The letter of an administration: its head, to whom it goes, who signs, how to appeal, copies."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Action, DecisionLetter, LocalAuthority
from partnerships.papers.decision import decision_letter, letter_of, own_wording
from partnerships.papers.letter_fields import Letter, Numbering, Sender
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.decisions import (
    LetterheadFactory,
    SignatoryFactory,
    send_decision,
    send_on_decision,
    standing,
    two_people_decide,
)
from tests.factories.dossiers import act, dossier_in
from tests.factories.pdf import opened, tags_of_pdf, text_of_pdf
from tests.factories.roles import person, text_of

pytestmark = pytest.mark.django_db
ADDRESS = "Madame la Maire\nHôtel de Ville\n1, place de la Mairie\n69100 Villeurbanne"
# What is typed comes out as typed: nothing of it is run, nor read as a notation.
TYPED = '#read("/etc/passwd") <b>gras</b> **deux** {motifs} $x$ @ref _a_'


def released(dossier) -> str:
    """The text of the letter of `dossier`, notified now."""
    act(dossier, Action.RELEASE, dossier.reviewer)
    return text_of_pdf(content_of(dossier))


def content_of(dossier) -> bytes:
    with DecisionLetter.objects.of_dossier(dossier)[0].open() as file:
        return file.read()


def set_address(client, dossier, recipient=ADDRESS, copies="", by=None):
    data = {"recipient": recipient, "copies": copies}
    return send_on_decision(client, by or dossier.reviewer, dossier, "address_letter", **data)


def proposed(client, dossier) -> str:
    """The address that the page of a decision proposes."""
    client.force_login(dossier.reviewer)
    page = client.get(reverse("partnerships:review_detail", args=[dossier.uuid])).text
    return page.partition('id="recipient-accepted"')[2].partition(">")[2].partition("<")[0].strip()


def test_letter_says_who_sends_it_to_whom_and_who_signs(client):
    LetterheadFactory(copies="Préfecture du Rhône")
    SignatoryFactory(delegated=True)
    dossier = dossier_in("decided", outcome="reserved")
    set_address(client, dossier, copies="Ambassade de France\nPréfecture du Rhône")

    content = released(dossier) and content_of(dossier)

    text = text_of_pdf(content).replace("\u202f", " ")
    day = f"{timezone.localdate().day} "
    order = [
        "MINISTÈRE DE L’EXEMPLE",
        "Liberté Égalité Fraternité",
        "Direction des exemples Bureau d’essai",
        f"Paris, le {day}",
        "Madame la Maire Hôtel de Ville 1, place de la Mairie 69100 Villeurbanne",
        f"Objet : Votre dossier {dossier.reference}",
        "Lettre n° ",
        f"Références : dossier {dossier.reference}, dépôt n° 1 du",
        f"Affaire suivie par : {dossier.reviewer}",
        "Dossier complet et conforme.",
        "Joindre la délibération.",
        "Pour le ministre et par délégation, La cheffe du bureau Dominique Signataire",
        "Délégation de signature : décision portant délégation de signature, du 2 décembre 2025.",
        "Voies et délais de recours Texte des recours, écrit par les responsables.",
        "Copies : – Ambassade de France – Préfecture du Rhône",
    ]
    places = [text.find(each) for each in order]
    assert -1 not in places
    assert places == sorted(places)
    assert "1, rue de l’Exemple – 75000 Paris – bureau@example.org" in text
    pdf = opened(content)
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert dossier.reference in metadata["dc:title"]
    assert str(pdf.Root.Lang) == "fr-FR"
    tags = tags_of_pdf(content)
    assert tags.index("Title") < tags.index("H1") < len(tags)
    assert {"L", "LI", "LBody"} <= set(tags)


def test_letter_of_a_service_that_wrote_nothing_invents_nothing(client):
    dossier = dossier_in("decided")

    page = text_of(client.get("/")) and _decision_page(client, dossier)
    text = released(dossier)

    for gap in (
        "L’en-tête du service manque",
        "Les voies et délais de recours manquent",
        "Personne n’est désigné pour signer",
        f"Sans adresse, avec le nom seul : {dossier.reference}",
    ):
        assert gap in page.replace("\u202f", " ")
    assert "Voies et délais de recours Le service ne les a pas renseignés." in text
    assert str(dossier.reviewer) in text
    assert "Fraternité" not in text
    assert "délégation" not in text
    assert "Copies" not in text


def _decision_page(client, dossier):
    client.force_login(dossier.reviewer)
    return text_of(client.get(reverse("partnerships:decision_detail", args=[dossier.uuid])))


def test_nothing_is_missing_from_a_letter_that_has_all(client):
    LetterheadFactory()
    SignatoryFactory()
    dossier = dossier_in("decided")
    set_address(client, dossier)

    page = _decision_page(client, dossier)
    outbox = text_of(client.get(reverse("partnerships:outbox_release"), {"d": dossier.uuid}))

    assert "Signée par Dominique Signataire, La cheffe du bureau." in page
    assert "Il manque" not in page + outbox


def test_gaps_are_told_once_before_several_letters_leave(client, django_assert_num_queries):
    officer = reviewer()
    dossiers = [dossier_in("decided", officer=officer) for _rank in range(3)]
    client.force_login(officer)
    address = reverse("partnerships:outbox_release")

    for chosen in (dossiers[:1], dossiers):
        with django_assert_num_queries(13):
            page = text_of(client.get(address, {"d": [each.uuid for each in chosen]}))
        assert page.count("Les voies et délais de recours manquent") == 1

    assert ", ".join(sorted(each.reference for each in dossiers)) in page


def test_address_comes_from_the_registry_then_from_the_last_letter(client):
    first = dossier_in("decided")
    authority = first.lead_authority
    before = standing(first).recipient
    set_address(client, first)
    second = dossier_in("under_review", member=first.created_by.memberships.get())

    typed = proposed(client, second)
    LocalAuthority.objects.filter(pk=authority.pk).update(postal_address="2, rue Neuve\n69100 Ici")
    known = proposed(client, second)
    decided = act(second, Action.DECIDE, second.reviewer, outcome="accepted", grounds="Conforme.")

    assert before == str(authority)
    assert typed == ADDRESS
    assert known == f"{authority}\n2, rue Neuve\n69100 Ici"
    assert standing(decided).recipient == known
    assert standing(first).recipient == ADDRESS


def test_address_typed_with_the_decision_is_that_of_the_letter(client):
    dossier = dossier_in("under_review")

    send_decision(
        client, dossier.reviewer, dossier, "accept", grounds="Oui.", recipient=ADDRESS, copies="X"
    )

    text = text_of_pdf(content_of(dossier))
    assert "Madame la Maire Hôtel de Ville" in text
    assert "Copies" in text


def test_decision_of_before_has_the_name_of_the_authority_alone(client):
    dossier = dossier_in("decided")
    dossier.decisions.update(recipient="")

    shown = _decision_page(client, dossier)
    text = released(dossier)

    assert "Sans adresse" in shown
    assert f"{dossier.lead_authority} Objet" in text.replace("\u202f", " ")


def test_corrected_decision_keeps_the_address(client):
    dossier = dossier_in("decided")
    set_address(client, dossier, copies="Préfecture")
    dossier.refresh_from_db()

    send_on_decision(
        client, dossier.reviewer, dossier, "correct_decision", outcome="rejected", grounds="Non."
    )

    assert (standing(dossier).recipient, standing(dossier).copies) == (ADDRESS, "Préfecture")


def test_corrected_address_keeps_the_countersignature_and_is_in_the_journal(client):
    two_people_decide()
    dossier = dossier_in("decided")
    leader = lead_reviewer()
    dossier = act(dossier, Action.COUNTERSIGN, leader)

    response = set_address(client, dossier)

    assert response.status_code == 302
    assert standing(dossier).countersigned_by == leader
    assert dossier.events.last().content == {"recipient": ADDRESS, "copies": ""}
    assert "a corrigé l’adresse de la lettre" in _review_page(client, dossier)
    client.force_login(dossier.created_by)
    assert "Madame la Maire" not in text_of(client.get(dossier.get_absolute_url()))


def _review_page(client, dossier):
    client.force_login(dossier.reviewer)
    return text_of(client.get(reverse("partnerships:review_detail", args=[dossier.uuid])))


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("recipient", "\n".join("ligne" for _ in range(9)), "Écrivez 8 lignes au plus."),
        ("recipient", "W" * 61, "Une ligne a 60 caractères au plus"),
        ("recipient", "Mairie\x07 ici", "caractère de contrôle"),
        ("copies", "\n".join("copie" for _ in range(9)), "Écrivez 8 lignes au plus."),
        ("copies", "W" * 71, "Une ligne a 70 caractères au plus"),
    ],
)
def test_address_that_does_not_fit_is_refused_and_shown_again(client, name, typed, said):
    dossier = dossier_in("decided")
    before = standing(dossier).recipient

    response = set_address(client, dossier, **{name: typed})

    assert response.status_code == 409
    assert said in text_of(response).replace("\u202f", " ")
    assert typed in response.text
    assert (standing(dossier).recipient, standing(dossier).copies) == (before, "")


@pytest.mark.parametrize("role", ["member", "reviewer, member", "stranger", "another reviewer"])
def test_address_is_corrected_by_the_reviewer_alone(client, role):
    dossier = dossier_in("decided")
    before = standing(dossier).recipient
    by = reviewer() if role == "another reviewer" else person(role, dossier)

    response = set_address(client, dossier, by=by)

    assert response.status_code in (403, 404)
    assert standing(dossier).recipient == before


def test_address_is_not_corrected_once_notified_nor_from_an_old_page(client):
    closed, waiting = dossier_in("closed"), dossier_in("decided")
    stale = waiting.last_sequence
    set_address(client, waiting)

    late = set_address(client, closed)
    waiting_again = send_on_decision(
        client,
        waiting.reviewer,
        waiting,
        "address_letter",
        recipient="Autre",
        copies="",
        seen=stale,
    )

    assert late.status_code == 404
    assert waiting_again.status_code == 409
    assert standing(waiting).recipient == ADDRESS
    assert "Madame la Maire" not in text_of_pdf(content_of(closed))


@pytest.mark.parametrize("field", ["name", "quality", "formula", "delegation"])
def test_what_is_typed_of_a_signatory_is_printed_as_typed(field):
    given = {"delegated": True} | {field: TYPED}
    SignatoryFactory(**given)

    assert TYPED in released(dossier_in("decided"))


@pytest.mark.parametrize(
    "field", ["ministry", "motto", "service", "place", "address", "contact", "appeal"]
)
def test_what_is_typed_of_the_head_is_printed_as_typed(field):
    LetterheadFactory(**{field: TYPED})

    assert TYPED in released(dossier_in("decided"))


@pytest.mark.parametrize("field", ["recipient", "copies"])
def test_what_is_typed_of_the_address_is_printed_as_typed(client, field):
    dossier = dossier_in("decided")
    typed = TYPED[:60]
    set_address(client, dossier, **{field: typed})

    assert typed.strip() in released(dossier)


@pytest.mark.parametrize("typed", ["漢字", "Երևան", "بيروت", "ភ្នំពេញ"])
def test_scripts_of_partners_are_printed_in_the_address_or_said(client, typed):
    dossier = dossier_in("decided")
    set_address(client, dossier, recipient=f"Mairie\n{typed}")

    page = _decision_page(client, dossier)
    is_said = "La lettre ne peut pas tout imprimer" in page
    text = released(dossier)

    assert is_said == ("□" in text) == (typed == "漢字")


def test_letter_made_again_has_the_same_bytes_whatever_changed_since(client):
    head, signatory = LetterheadFactory(), SignatoryFactory(delegated=True)
    dossier = dossier_in("decided")
    set_address(client, dossier)
    released(dossier)
    row = DecisionLetter.objects.of_dossier(dossier)[0]
    sent = content_of(dossier)

    LetterheadFactory(number=head.number + 1, ministry="AUTRE MINISTÈRE")
    SignatoryFactory(name="Une autre", starts_on=timezone.localdate())
    LocalAuthority.objects.update(postal_address="Ailleurs")
    decision = standing(dossier)
    wording = own_wording("accepted")
    again = Letter(
        decision,
        wording,
        Numbering(row.dated_on, row.numbered),
        Sender(row.letterhead, row.signatory),
    )
    later = letter_of(decision, Numbering(row.dated_on, row.numbered))

    assert decision_letter(again) == sent == content_of(dossier)
    assert (row.letterhead, row.signatory) == (head, signatory)
    assert "AUTRE MINISTÈRE" in text_of_pdf(decision_letter(later))
    assert "Une autre" in text_of_pdf(decision_letter(later))


def test_signatory_is_that_of_who_countersigned_then_decided_then_everyones(client):
    two_people_decide()
    dossier, leader = dossier_in("decided"), lead_reviewer()
    day = timezone.localdate()

    def signed():
        return letter_of(standing(dossier), Numbering(day)).signatory_names

    SignatoryFactory(name="Pour tous")
    everyone = signed()
    SignatoryFactory(name="Pour un autre", signs_for=reviewer())
    other = signed()
    SignatoryFactory(name="Pour qui décide", signs_for=dossier.reviewer)
    decider = signed()
    act(dossier, Action.COUNTERSIGN, leader)
    SignatoryFactory(name="Pour qui contresigne", signs_for=leader)

    assert [everyone, other, decider, signed()] == [
        ["Pour tous"],
        ["Pour tous"],
        ["Pour qui décide"],
        ["Pour qui contresigne"],
    ]


def test_signatory_signs_between_its_days_unless_withdrawn():
    today = timezone.localdate()
    day = timedelta(days=1)
    SignatoryFactory(name="Avant", starts_on=today - 9 * day, ends_on=today - day)
    SignatoryFactory(name="Après", starts_on=today + day)
    SignatoryFactory(name="Retirée", starts_on=today - 2 * day, withdrawn_at=timezone.now())
    SignatoryFactory(name="Ancienne", starts_on=today - 5 * day)
    SignatoryFactory(name="Nouvelle", starts_on=today - 3 * day, ends_on=today)
    decision = standing(dossier_in("decided"))

    names = [
        letter_of(decision, Numbering(when)).signatory_names[0]
        for when in (today - 6 * day, today, today + day)
    ]

    assert names == ["Avant", "Nouvelle", "Après"]


def test_countersigned_letter_names_who_countersigned():
    two_people_decide()
    SignatoryFactory()
    dossier, leader = dossier_in("decided"), lead_reviewer()
    dossier = act(dossier, Action.COUNTERSIGN, leader)

    assert f"Décision contresignée par {leader}." in released(dossier)


@pytest.mark.parametrize(
    ("body", "order"),
    [
        ("{motifs}\n\n{recours}\n\nFin.\n\n{signataires}", ["Recours", "Fin.", "Dominique"]),
        ("{motifs}\n\nFin.", ["Fin.", "Dominique", "Recours"]),
        (
            "{motifs}\n\n{signataires}, {qualite}, {service}, {lieu}",
            ["Dominique Signataire, La cheffe", "Direction des exemples Bureau", "Recours"],
        ),
    ],
)
def test_wording_places_the_signature_and_the_appeal(body, order):
    head = LetterheadFactory(appeal="Recours.")
    sender = Sender(head, SignatoryFactory())
    wording = own_wording("accepted").__class__("Objet", body)
    decision = standing(dossier_in("decided"))

    letter = Letter(decision, wording, Numbering(date(2026, 11, 30)), sender)
    text = text_of_pdf(decision_letter(letter)).partition("Affaire suivie")[2]

    places = [text.find(each) for each in order]
    assert -1 not in places
    assert places == sorted(places)
    assert text.count("Voies et délais de recours") == 1
