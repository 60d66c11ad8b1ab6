"""The letter of an administration: its head, who signs it, how to appeal, copies."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cncd_portal.french_dates import french_date
from partnerships.models import Action, DecisionLetter, Letterhead, LocalAuthority
from partnerships.papers.decision import decision_letter, letter_of, own_wording
from partnerships.papers.letter_fields import Letter, Numbering, Sender, Wording
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.decisions import (
    LetterheadFactory,
    SignatoryFactory,
    standing,
    two_people_decide,
)
from tests.factories.dossiers import act, dossier_in
from tests.factories.pdf import opened, tags_of_pdf, text_of_pdf
from tests.factories.roles import text_of
from tests.partnerships.decisions.letters import (
    TYPED,
    content_of,
    decision_page,
    released,
    set_address,
)

pytestmark = pytest.mark.django_db


def test_letter_says_who_sends_it_to_whom_and_who_signs(client):
    LetterheadFactory(copies="Préfecture du Rhône")
    SignatoryFactory(delegated=True)
    dossier = dossier_in("decided", outcome="reserved")
    set_address(client, dossier, copies="Ambassade de France\nPréfecture du Rhône")

    text = released(dossier).replace("\u202f", " ")
    content = content_of(dossier)

    order = [
        "MINISTÈRE DE L’EXEMPLE",
        "Liberté Égalité Fraternité",
        "Direction des exemples Bureau d’essai",
        f"Paris, le {french_date(timezone.localdate())}",
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

    page = decision_page(client, dossier)
    preview = reverse("partnerships:decision_preview", args=[dossier.uuid])
    draft = text_of_pdf(client.get(preview).content)
    text = released(dossier)

    for gap in (
        "L’en-tête du service manque",
        "Les voies et délais de recours manquent",
        "Personne n’est désigné pour signer",
        f"Sans adresse, avec le nom seul : {dossier.reference}",
    ):
        assert gap in page.replace("\u202f", " ")
    assert "Il manque les voies et délais de recours." in draft
    assert "recours" not in text
    assert str(dossier.reviewer) in text
    assert "Fraternité" not in text
    assert "délégation" not in text
    assert "Copies" not in text


def test_nothing_is_missing_from_a_letter_that_has_all(client):
    LetterheadFactory()
    SignatoryFactory()
    dossier = dossier_in("decided")
    set_address(client, dossier)

    page = decision_page(client, dossier)
    outbox = text_of(client.get(reverse("partnerships:outbox_release"), {"d": dossier.uuid}))

    assert "Signée par Dominique Signataire, La cheffe du bureau." in page
    assert "Il manque" not in page + outbox


def test_gaps_are_told_once_before_several_letters_leave(client, django_assert_num_queries):
    officer = reviewer()
    dossiers = [dossier_in("decided", officer=officer) for _rank in range(3)]
    client.force_login(officer)
    address = reverse("partnerships:outbox_release")

    for chosen in (dossiers[:1], dossiers):
        with django_assert_num_queries(14):
            page = text_of(client.get(address, {"d": [each.uuid for each in chosen]}))
        assert page.count("Les voies et délais de recours manquent") == 1

    assert ", ".join(sorted(each.reference for each in dossiers)) in page


@pytest.mark.parametrize("field", ["name", "capacity", "formula", "delegation"])
def test_what_is_typed_of_a_signatory_is_printed_as_typed(field):
    given = {"delegated": True} | {field: TYPED}
    SignatoryFactory(**given)

    assert TYPED in released(dossier_in("decided"))


@pytest.mark.parametrize(
    "field", ["ministry", "motto", "service", "place", "address", "contact", "appeal"]
)
def test_what_is_typed_of_the_head_is_printed_as_typed(field):
    typed = TYPED[: Letterhead._meta.get_field(field).max_length]
    LetterheadFactory(**{field: typed})

    assert typed.strip() in released(dossier_in("decided"))


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
    wording = Wording("Objet", body)
    decision = standing(dossier_in("decided"))

    letter = Letter(decision, wording, Numbering(date(2026, 11, 30)), sender)
    text = text_of_pdf(decision_letter(letter)).partition("Affaire suivie")[2]

    places = [text.find(each) for each in order]
    assert -1 not in places
    assert places == sorted(places)
    assert text.count("Voies et délais de recours") == 1
