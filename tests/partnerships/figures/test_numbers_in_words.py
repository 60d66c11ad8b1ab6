"""The titles of figures, where they count one thing or several."""

import pytest
from django.utils import timezone

from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.partnerships.figures.test_figures import chart, figures_of

pytestmark = pytest.mark.django_db
# What the figures of one partnership say.
ALONE = {
    "pays": "Le seul partenariat connu ici avec le Maroc",
    "par-collectivite": "La seule collectivité n’en a qu’un de connu ici",
    "communes": "La seule commune de 500\u202f000 habitants et plus en a un connu ici",
    "distances": "Le seul connu ici à moins de 250\u202fkm",
    "debuts": "Le seul connu ici a commencé en 2020",
    "publications": "Le seul a paru ici en %(year)s",
}


def test_one_partnership_alone_makes_a_page(client):
    here = LocalAuthorityFactory(
        kind="commune", population=600_000, latitude=48.0, longitude=2.0, precision="seat"
    )
    there = InternationalPartnerFactory(latitude=47.0, longitude=2.0)
    published([here], [there], starts_on="2020")

    figures, text = figures_of(client)
    year = timezone.localdate().year

    assert {slug: chart(figures, slug).title for slug in ALONE} == {
        slug: title % {"year": year} for slug, title in ALONE.items()
    }
    assert "1 partenariat" in text


def test_figures_of_several_are_told_in_the_plural(client):
    for latitude in (47.0, 47.1):
        here = LocalAuthorityFactory(
            kind="commune", population=1_500, latitude=48.0, longitude=2.0, precision="seat"
        )
        there = InternationalPartnerFactory(latitude=latitude, longitude=2.0)
        published([here], [there], starts_on="2020")

    figures, _text = figures_of(client)
    titles = {slug: chart(figures, slug).title for slug in ALONE}

    assert titles["communes"] == (
        "Toutes les communes de moins de 2\u202f000 habitants en ont un connu ici"
    )
    assert titles["par-collectivite"] == "Chaque collectivité n’en a qu’un de connu ici"
    assert titles["distances"] == "Tous ceux connus ici à moins de 250\u202fkm"
    assert titles["debuts"] == "Tous ceux connus ici ont commencé en 2020"
    assert [title for title in titles.values() if "seul" in title] == []
