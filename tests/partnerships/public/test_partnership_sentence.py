"""The sentence of an imported partnership, what it misses, its towns on Wikidata."""

import pytest

from partnerships.models import LocalAuthorityKind, Provenance
from tests.factories.filling import text_of
from tests.factories.partnerships import published
from tests.partnerships.public.fiche import imported, page_of, sentence_of
from tests.partnerships.public.on_maps import TURIN, plain, seat, town

pytestmark = pytest.mark.django_db


def test_imported_twinning_is_told_in_one_sentence(client, lille, turin):
    response = page_of(client, imported([lille], [turin]))

    text = plain(response)
    assert (
        "Lille et Turin, à 710 km l’une de l’autre, sont jumelées selon Wikidata (relevé de 2017). "
        "Ni l’une ni l’autre ne l’a encore confirmé ici."
    ) in text
    assert response.context["page"].title == "Lille – Turin"


@pytest.mark.parametrize(
    ("kind", "name", "partner_kind", "start", "end"),
    [
        ("departement", "Nord (département)", "municipality",
         "Le département du Nord et Turin, à 710\u202fkm l’un de l’autre, sont jumelés",
         "Ni l’un ni l’autre ne l’a"),
        ("region", "Bretagne (région)", "association",
         "La région Bretagne et Turin, à 710\u202fkm l’une de l’autre, sont jumelées",
         "Ni l’une ni l’autre ne l’a"),
        ("ca", "CA du Grand Dole", "intermunicipal",
         "La CA du Grand Dole et Turin, à 710\u202fkm l’un de l’autre, sont jumelés",
         "Ni l’un ni l’autre ne l’a"),
        ("metropole", "Nantes Métropole", "municipality",
         "Nantes Métropole et Turin, à 710\u202fkm l’une de l’autre, sont jumelées",
         "Ni l’une ni l’autre ne l’a"),
        ("commune", "Lille", "unknown",
         "Un jumelage lie Lille et Turin, à 710\u202fkm de distance, selon",
         "Aucune des deux parties ne l’a"),
        ("commune", "Lille", "province",
         "Un jumelage lie Lille et Turin, à 710\u202fkm de distance, selon",
         "Aucune des deux parties ne l’a"),
    ],
)  # fmt: skip
def test_sentence_agrees_with_both_bodies(client, italy, kind, name, partner_kind, start, end):
    here = seat(name, (50.63, 3.07), kind=LocalAuthorityKind(kind))
    there = town("Turin", italy, TURIN, kind=partner_kind)

    sentence = sentence_of(client, imported([here], [there]))

    assert sentence.startswith(start)
    assert end in sentence


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"phase": "completed"},
            "Lille et Turin, à 710\u202fkm l’une de l’autre, ont été jumelées",
        ),
        (
            {"kind": "agreement"},
            "Une coopération décentralisée conventionnée lie Lille et Turin, à",
        ),
        ({"kind": "unknown"}, "Un partenariat lie Lille et Turin"),
        ({"kind": "humanitarian", "phase": "cancelled"}, "Une aide humanitaire ou d’urgence a lié"),
    ],
)
def test_sentence_tells_the_kind_and_whether_it_is_over(client, lille, turin, fields, expected):
    assert sentence_of(client, imported([lille], [turin], **fields)).startswith(expected)


def test_sentence_without_places_tells_no_distance(client, italy):
    row = imported([seat("Arras")], [town("Asti", italy, kind="municipality")])

    assert sentence_of(client, row).startswith("Arras et Asti sont jumelées selon Wikidata")


def test_sentence_of_several_parties_counts_them(client, lille, italy):
    towns = [town(f"Ville {rank}", italy, TURIN) for rank in range(5)]

    sentence = sentence_of(client, imported([lille], towns))

    assert "Un jumelage lie Lille, Ville 0, Ville 1, Ville 2 et 2 autres parties selon" in sentence
    assert "Aucune des parties ne l’a encore confirmé ici." in sentence


def test_source_other_than_wikidata_is_named_at_the_end(client, lille, turin):
    row = published(
        [lille], [turin], provenance=Provenance.SOURCED, kind="agreement",
        draft={"source_text": "Rapport, 2018", "source_url": "https://example.org/r"},
    )  # fmt: skip

    response = page_of(client, row)

    assert "l’une de l’autre (source\u202f: Rapport, 2018). Ni" in response.context["page"].sentence
    assert '<a href="https://example.org/r" rel="external">Rapport, 2018</a>' in text_of(response)


def test_declared_partnership_has_no_such_sentence_nor_invitation(client, lille, turin):
    response = page_of(client, published([lille], [turin]))

    assert response.context["page"].sentence == ""
    assert "Ce que l’on sait" not in text_of(response)


def test_imported_partnership_leads_to_its_towns_on_wikidata(client, lille, turin):
    type(lille).objects.filter(pk=lille.pk).update(wikidata_id="Q648")

    text = text_of(page_of(client, imported([lille], [turin])))

    assert 'href="https://www.wikidata.org/wiki/Q648"' in text
    assert 'href="https://www.wikidata.org/w/index.php?search=Turin"' in text
    assert "P190" not in text


def test_what_is_missing_is_what_nobody_said(client, lille, turin):
    bare, more = (
        imported([lille], [turin]),
        imported([lille], [turin], starts_on="1958", phase="active"),
    )

    assert [words for words, _part in page_of(client, bare).context["page"].missing] == [
        "Depuis quand il existe", "Ses thèmes", "Ce que les deux parties y font",
        "S’il est toujours actif",
    ]  # fmt: skip
    assert [words for words, _part in page_of(client, more).context["page"].missing] == [
        "Ses thèmes", "Ce que les deux parties y font",
    ]  # fmt: skip


def test_closed_partnership_says_so(client, lille, turin):
    closed, running = (
        published([lille], [turin], phase=phase) for phase in ("completed", "active")
    )

    assert "Ce partenariat est terminé" in plain(page_of(client, closed))
    assert "Ce partenariat est terminé" not in plain(page_of(client, running))
