"""Invalid input: each error is reported at its field, and nothing else is."""

import pytest

from partnerships.document.validation import validate
from partnerships.models import Attachment
from tests.factories.filling import document_of, errors_of, with_item
from tests.factories.lists import (
    CountryFactory,
    GoalFactory,
    PlaceFactory,
    ProposalFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db
SHA256 = "a" * 64
RENDITION = {
    "width": 480,
    "height": 320,
    "content_type": "image/webp",
    "size": 9,
    "sha256": SHA256,
}


def test_complete_dossier_gives_its_document(dossier):
    ThemeFactory()
    GoalFactory()
    ProposalFactory()
    country = CountryFactory()
    place = PlaceFactory(country=country)
    line = with_item(dossier, "budget", year="2024", source="afd", nature="cash", amount="1 234,50")
    indicator = with_item(
        dossier, "indicators", name="Agents formés", unit="agents", target="1 250", reached="12,5"
    )
    contribution = with_item(dossier, "contributions", proposal="5", statement="Données ouvertes.")
    partner = with_item(
        dossier,
        "partners",
        proposed_name="Oujda",
        proposed_kind="municipality",
        proposed_country="MA",
        proposed_place=str(place.pk),
    )
    file = Attachment.objects.create(
        dossier=dossier,
        kind="agreement",
        file_name="a.pdf",
        content_type="application/pdf",
        size=9,
        sha256=SHA256,
    )
    picture = Attachment.objects.create(
        dossier=dossier,
        kind="picture",
        file_name="a.jpg",
        content_type="image/jpeg",
        size=9,
        sha256=SHA256,
        renditions=[RENDITION],
    )
    dossier.buffer = {
        **dossier.buffer,
        "documents": [str(file.uuid)],
        f"documents.{file.uuid}.kind": "agreement",
        f"documents.{file.uuid}.is_public": "on",
        "images": [str(picture.uuid)],
        f"images.{picture.uuid}.caption": "Le lampadaire",
        f"images.{picture.uuid}.alternative": "Un lampadaire allumé",
        f"images.{picture.uuid}.is_public": "on",
        "total_cost": "2 000",
        "themes": ["eau"],
        "goals": ["11"],
        "ends_on": "31/12/2025",
    }

    document = document_of(dossier)

    known = document["partners"][0]
    lead = dossier.buffer["authorities"][0]
    assert document == {
        "schema": 3,
        "language": "fr",
        "kind": "agreement",
        "phase": "active",
        "title": "Éclairage public partagé",
        "summary": "Un éclairage sobre, pensé avec les habitants.",
        "objectives": "Éclairer mieux en consommant moins.",
        "results_here": "",
        "results_there": "",
        "starts_on": "2024-01-15",
        "ends_on": "2025-12-31",
        "convention_signed_on": None,
        "transmitted_to_prefect_on": None,
        "total_cost": "2000.00",
        "lead_authority": dossier.lead_authority.key,
        "authorities": [{"uuid": lead, "authority": dossier.lead_authority.key}],
        "partners": [
            known,
            {
                "uuid": partner.split(".")[1],
                "partner": None,
                "proposed": {
                    "name": "Oujda",
                    "kind": "municipality",
                    "country": "MA",
                    "place": place.pk,
                },
            },
        ],
        "themes": ["eau"],
        "goals": [11],
        "budget": [
            {
                "uuid": line.split(".")[1],
                "year": 2024,
                "source": "afd",
                "funder": "",
                "nature": "cash",
                "amount": "1234.50",
            }
        ],
        "indicators": [
            {
                "uuid": indicator.split(".")[1],
                "name": "Agents formés",
                "unit": "agents",
                "baseline": None,
                "target": "1250",
                "reached": "12.5",
            }
        ],
        "contributions": [
            {"uuid": contribution.split(".")[1], "proposal": 5, "statement": "Données ouvertes."}
        ],
        "documents": [
            {
                "uuid": str(file.uuid),
                "kind": "agreement",
                "title": "",
                "is_public": True,
                "file_name": "a.pdf",
                "content_type": "application/pdf",
                "size": 9,
                "sha256": SHA256,
            }
        ],
        "images": [
            {
                "uuid": str(picture.uuid),
                "caption": "Le lampadaire",
                "alternative": "Un lampadaire allumé",
                "credit": "",
                "is_public": True,
                "file_name": "a.jpg",
                "content_type": "image/jpeg",
                "size": 9,
                "sha256": SHA256,
                "renditions": [RENDITION],
            }
        ],
        "contact": {"name": "Dominique Contact", "email": "contact@example.org", "phone": ""},
        "state_case": "",
        "state_authorised_on": None,
    }


def test_empty_dossier_says_all_that_is_missing_and_where(dossier):
    dossier.buffer = {}

    errors = validate(dossier).errors

    assert [(error.path, error.step) for error in errors] == [
        ("kind", "identite"),
        ("title", "identite"),
        ("phase", "identite"),
        ("partners", "acteurs"),
        ("summary", "sujet"),
        ("contact.name", "contact"),
        ("contact.email", "contact"),
    ]


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("a" * 10_000, "Ce texte a 10\u202f000 caractères"),
        ("   \u00a0\u3000", "que des espaces"),
        ("\u200f\u200f\u200e", "que des espaces"),
        ("\x01\x02", "que des espaces"),
        ("Éclairage\x00 partagé", "U+0000"),
        ("Éclairage\x07 partagé", "U+0007"),
        ("Éclairage \u202egnp.exe", "inverse le sens d’écriture"),
        ("Éclairage \ud83d", "U+D83D"),
        ("🌍🌍", "ni lettre ni chiffre"),
        ("", "à remplir"),
    ],
)
def test_title_that_is_none_is_refused_in_its_place(dossier, title, message):
    errors = errors_of(dossier, title=title)

    assert list(errors) == ["title"]
    assert message in errors["title"]


@pytest.mark.parametrize(
    "title",
    [
        "🌍 Éclairage partagé",
        "<script>alert(1)</script>",
        "\u062a\u0639\u0648\u0646 \u200f\u0644\u0645",
        "Coopération d’Évry « & » =1+1",
    ],
)
def test_title_of_any_words_is_kept_as_it_is(dossier, title):
    assert errors_of(dossier, title=title) == {}
    assert document_of(dossier)["title"] == title


def test_title_is_one_line_with_composed_accents(dossier):
    assert errors_of(dossier, title="  E\u0301clairage\r\n public ") == {}
    assert document_of(dossier)["title"] == "Éclairage public"


def test_html_stays_text_in_every_text_field(dossier):
    fields = dict.fromkeys(("summary", "objectives", "results_here", "results_there"), "<b>x</b>")

    assert errors_of(dossier, **fields) == {}
    assert {name: document_of(dossier)[name] for name in fields} == fields


@pytest.mark.parametrize(
    "name", ["summary", "objectives", "results_here", "state_case", "contact.name", "contact.phone"]
)
def test_nul_character_is_refused_at_the_deposit_wherever_it_is(dossier, name):
    assert "U+0000" in errors_of(dossier, **{name: "texte\x00"})[name]


def test_end_before_start_is_refused(dossier):
    errors = errors_of(dossier, starts_on="2024-02-01", ends_on="2024-01-31")

    assert errors == {"ends_on": "La fin précède le début\u202f: corrigez l’une des deux dates."}


@pytest.mark.parametrize("day", ["hier", "2024-13-01", "31/02/2024", "2024-01-15\x00", "15/01/24"])
def test_date_that_is_none_is_refused(dossier, day):
    assert list(errors_of(dossier, starts_on=day)) == ["starts_on"]


@pytest.mark.parametrize("day", ["0024-01-15", "9999-01-01"])
def test_date_of_another_age_is_refused(dossier, day):
    assert "année" in errors_of(dossier, starts_on=day)["starts_on"]


def test_transmission_before_signature_is_refused(dossier):
    errors = errors_of(
        dossier, convention_signed_on="2023-02-01", transmitted_to_prefect_on="2023-01-01"
    )

    assert list(errors) == ["transmitted_to_prefect_on"]
    assert "précède la signature" in errors["transmitted_to_prefect_on"]


def test_transmission_without_signature_asks_for_it(dossier):
    errors = errors_of(dossier, transmitted_to_prefect_on="2024-01-01")

    assert "signée" in errors["transmitted_to_prefect_on"]


def test_choice_out_of_the_list_is_refused(dossier):
    errors = errors_of(dossier, kind="magic", phase="unknown", themes=["inconnu"], goals=["18"])

    assert list(errors) == ["kind", "phase", "themes", "goals"]


@pytest.mark.parametrize("email", ["moi", "moi@", "a@b.fr\nBcc: x@y.fr", "a\x00@b.fr"])
def test_contact_address_that_is_none_is_refused(dossier, email):
    assert list(errors_of(dossier, **{"contact.email": email})) == ["contact.email"]


@pytest.mark.parametrize("path", ["inconnu", "budget.x.amount", "title.x", "\x00", "contact.iban"])
def test_unknown_information_is_refused(dossier, path):
    errors = errors_of(dossier, **{path: "x"})

    assert list(errors) == [path]
