"""One foreign place is one partner."""

import pytest

from partnerships.models import InternationalPartner, Partnership
from tests.factories.partnerships import InternationalPartnerFactory
from tests.factories.twinnings import ROSTOCK, load, row, run

pytestmark = pytest.mark.django_db


def test_merged_partner_is_followed(world, write):
    current = InternationalPartnerFactory(name="Hansestadt Rostock", country_id="DE")
    InternationalPartnerFactory(
        name="Rostock", country_id="DE", place_id=2844588, merged_into=current
    )

    load(write(row()))

    assert Partnership.objects.get().partners.get() == current


def test_three_labels_of_palestine_are_one_country_and_one_partner(world, write):
    gaza = ("Gaza City", "31.5", "34.47")
    labels = ("Palestine", "Palestinian National Authority", "Palestinian territories")

    reasons = load(write(*(row(partner=(*gaza, label)) for label in labels)))

    assert [reasons[3], reasons[4]] == ["Même jumelage que la ligne 2."] * 2
    assert InternationalPartner.objects.get().country_id == "PS"
    assert Partnership.objects.get().title == "Jumelage Dunkerque – Gaza"


def test_place_that_two_countries_claim_is_one_partner(world, write):
    yalta = ("Yalta", "44.4994", "34.1542")

    reasons = load(write(row(partner=(*yalta, "Russia")), row(partner=(*yalta, "Ukraine"))))

    assert "GeoNames place Yalta (688533) dans un autre pays" in reasons[2]
    assert InternationalPartner.objects.get().country_id == "UA"


@pytest.mark.parametrize("label", ["Rostock County", "Rostock District", "Province of Rostock"])
def test_county_beside_a_town_of_its_name_stays_unknown(world, write, label):
    load(write(row(partner=(label, "54.0833", "12.1333", "Germany"))))

    partner = InternationalPartner.objects.get()
    assert (partner.name, partner.place_id, partner.kind) == (label, None, "unknown")


def test_municipality_is_the_town_it_administers(world, write):
    plain, wordy = ROSTOCK, ("Rostock Municipality", *ROSTOCK[1:])

    reasons = load(write(row(partner=wordy), row("Leffrinckoucke", plain, at=("51.05", "2.44"))))

    assert "rapproché de la ville Rostock" in reasons[2]
    assert InternationalPartner.objects.get().name == "Rostock"
    assert Partnership.objects.count() == 2


def test_mentions_of_an_unknown_place_are_one_partner_when_near(world, write):
    near, far = ("Neustadt", "50.00", "8.00"), ("Neustadt", "52.00", "8.00")
    rows = [
        row(partner=(*near, "Germany")),
        row("Leffrinckoucke", ("Neustadt", "50.05", "8.00", "Germany"), at=("51.05", "2.44")),
        row(partner=(*far, "Germany")),
    ]

    load(write(*rows))

    assert list(InternationalPartner.objects.values_list("name", "kind")) == [
        ("Neustadt", "unknown"),
        ("Neustadt", "unknown"),
    ]
    assert Partnership.objects.count() == 3


def reversed_row(partner=ROSTOCK, **cells):
    """The row of `row()`, as the foreign town says it."""
    name, latitude, longitude, country = partner
    return row(
        origin=name,
        at=(latitude, longitude),
        partner=("Dunkirk", "51.0378", "2.3764", "France"),
        **{"origincountry": country, **cells},
    )


def test_two_directions_of_one_pair_are_one_twinning(world, write):
    reasons = load(write(row(), reversed_row()))

    assert reasons[3] == "Même jumelage que la ligne 2, dans l’autre sens."
    assert Partnership.objects.get().title == "Jumelage Dunkerque – Rostock"


def test_pair_that_the_foreign_town_alone_says_is_loaded(world, write):
    load(write(reversed_row()))

    partnership = Partnership.objects.get()
    assert partnership.title == "Jumelage Dunkerque – Rostock"
    assert partnership.lead_authority.name == "Dunkerque"


def test_two_spellings_of_a_town_are_one_twinning(world, write):
    gaza, other = (
        ("Gaza", "31.5", "34.47", "Palestine"),
        ("Gaza City", "31.5", "34.47", "Palestine"),
    )

    reasons = load(write(row(partner=gaza), row(partner=other)))

    assert reasons[3] == "Même jumelage que la ligne 2."
    assert Partnership.objects.count() == 1


def test_two_spellings_of_a_village_without_a_town_are_said_to_be_two(world, write):
    villages = [(name, "52.0", "13.0", "Germany") for name in ("Klein Dorf", "Klein Dorff")]

    reasons = load(write(*(row(partner=village) for village in villages)))

    assert reasons[3].endswith("Chargé à part de la ligne 2 (Klein Dorf, à 0 km)\u202f: autre nom.")
    assert Partnership.objects.count() == 2


def test_partner_that_only_stands_in_a_town_is_not_taken_for_it(world, write):
    port = InternationalPartnerFactory(name="Warnemünde", country_id="DE", place_id=2844588)

    reasons = load(write(row()))

    partner = Partnership.objects.get().partners.get()
    assert partner != port
    assert (partner.name, partner.place_id) == ("Rostock", 2844588)
    assert "Créé à côté d’un autre partenaire de la même ville" in reasons[2]


def test_both_directions_and_two_spellings_imported_twice(world, write):
    rows = [row(), reversed_row(("Rostock Municipality", *ROSTOCK[1:]))]
    rows += [row(partner=("Klein Dorf", "52.0", "13.0", "Germany"))]
    rows += [reversed_row(("Klein Dorff", "52.0", "13.0", "Germany"))]
    path = write(*rows)

    planned = run(path, "--dry-run")
    assert "3 jumelages seraient publiés, avec 3 partenaires." in planned
    assert not InternationalPartner.objects.exists()
    assert not Partnership.objects.exists()
    reasons = load(path)
    assert reasons[3] == "Même jumelage que la ligne 2, dans l’autre sens."
    assert reasons[5].endswith("Chargé à part de la ligne 4 (Klein Dorf, à 0 km)\u202f: autre nom.")

    again = load(write(*reversed(rows)))

    assert (Partnership.objects.count(), InternationalPartner.objects.count()) == (3, 3)
    assert again[5] == "Même jumelage que la ligne 4."
    assert "0 jumelages seraient publiés, avec 0 partenaires." in run(path, "--dry-run")


def test_partner_that_a_dossier_proposed_is_taken_by_the_import(world, write):
    partner = InternationalPartnerFactory(
        name="Klein Dorf", country_id="DE", latitude=52.0, longitude=13.0
    )

    load(write(row(partner=("KLEIN DORF", "52.01", "13.0", "Germany"))))

    assert InternationalPartner.objects.get() == partner
    assert Partnership.objects.get().partners.get() == partner
