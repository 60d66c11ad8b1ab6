"""Synthetic partnerships, the same at each run, that make pages comparable at any size.

Of N partnerships, FIXED always answer the rare word, country, theme and authorities below; one in
ten answers the frequent ones; the rest is drawn from a vocabulary as uneven as a language's.
"""

import itertools
import random
import uuid
from collections.abc import Iterator

from partnerships.document.projection import empty_projection, item
from partnerships.models import (
    BudgetNature,
    BudgetSource,
    Country,
    InternationalPartner,
    InternationalPartnerKind,
    LocalAuthority,
    LocalAuthorityKind,
    PartnershipKind,
    Phase,
    Provenance,
    Theme,
)
from partnerships.publication.publish import NewPartnership

FIXED = 60
FIXED_AUTHORITIES = 12
FIXED_WORDS = "zéphyrine funiculaire vélodrome"
FREQUENT_WORD = "assainissement"
FIXED_COUNTRY, FIXED_THEME, FREQUENT_THEME, FIXED_REGION = "IS", "cybersecurite", "eau", "53"
FIXED_DEPARTEMENT = "22"
SYLLABLES = [a + b for a in "bcdfglmnprstv" for b in ("a", "e", "i", "o", "u", "an", "on", "eau")]
BATCH = 1_000
# Degrees between a partner and the capital of its country, most often.
SPREAD = 3


def near(country: Country, chance: random.Random) -> tuple[float, float]:
    """Returns a (latitude, longitude) within some hundred kilometres of the capital."""
    latitude, longitude = country.latitude or 0, country.longitude or 0
    return (
        min(max(latitude + chance.gauss(0, SPREAD), -60), 75),
        min(max(longitude + chance.gauss(0, SPREAD), -179), 179),
    )


class Draw:
    """Everything drawn at random for `count` partnerships."""

    def __init__(self, count: int):
        self.count = count
        self.random = random.Random(count)
        words = random.Random(1)
        self.words = [
            "".join(words.choices(SYLLABLES, k=words.randint(2, 4))) for _ in range(8_000)
        ]
        self.weights = list(itertools.accumulate(1 / rank for rank in range(1, 8_001)))
        communes = LocalAuthority.objects.existing().filter(kind=LocalAuthorityKind.COMMUNE)
        breton = communes.filter(region=FIXED_REGION).order_by("key")
        self.fixed_authorities = list(breton.values_list("key", flat=True)[:FIXED_AUTHORITIES])
        others = communes.exclude(key__in=self.fixed_authorities).order_by("key")
        self.authorities = list(others.values_list("key", flat=True))
        leaves = Theme.objects.exclude(slug__in=[FIXED_THEME, FREQUENT_THEME]).order_by("slug")
        self.themes = list(leaves.values_list("slug", flat=True))

    def text(self, length: int) -> str:
        return " ".join(self.random.choices(self.words, cum_weights=self.weights, k=length))

    def is_fixed(self, rank: int) -> bool:
        step = max(self.count // FIXED, 1)
        return rank % step == 0 and rank // step < FIXED

    def partners(self) -> Iterator[InternationalPartner]:
        """One for three partnerships, and a few of the rare country."""
        countries = list(Country.objects.exclude(pk__in=[FIXED_COUNTRY, "FR"]).order_by("pk"))
        rare = Country.objects.get(pk=FIXED_COUNTRY)
        for rank in range(FIXED_AUTHORITIES + max(self.count // 3, 10)):
            is_rare = rank < FIXED_AUTHORITIES
            country = rare if is_rare else self.random.choice(countries)
            latitude, longitude = near(country, self.random)
            yield InternationalPartner(
                name=self.text(2).title(),
                kind=InternationalPartnerKind.MUNICIPALITY,
                country=country,
                latitude=latitude,
                longitude=longitude,
            )

    def drafts(self, partners: list[str]) -> Iterator[NewPartnership]:
        for rank in range(self.count):
            projection = self.projection(rank, partners)
            yield NewPartnership(projection, Provenance.DECLARED, import_key=f"bench:{rank}")

    def projection(self, rank: int, partners: list[str]) -> dict:
        is_fixed = self.is_fixed(rank)
        summary = self.text(25)
        themes = self.random.sample(self.themes, 2)
        if is_fixed:
            lead = self.fixed_authorities[rank // max(self.count // FIXED, 1) % FIXED_AUTHORITIES]
            partner = partners[rank // max(self.count // FIXED, 1) % FIXED_AUTHORITIES]
            summary, themes[0] = f"{summary} {FIXED_WORDS}", FIXED_THEME
        else:
            lead = self.random.choice(self.authorities)
            partner = partners[self.random.randrange(FIXED_AUTHORITIES, len(partners))]
        if rank % 10 == 3:
            summary, themes[1] = f"{summary} {FREQUENT_WORD}", FREQUENT_THEME
        carried = [1] if is_fixed else [2] if rank % 10 == 3 else []
        year = self.random.randint(1960, 2025)
        return empty_projection(
            kind=self.random.choice(PartnershipKind.values),
            phase=self.random.choice(Phase.values),
            title=self.text(5).capitalize(),
            summary=summary.capitalize(),
            objectives=self.text(60).capitalize(),
            starts_on=f"{year}-01-01",
            lead_authority=lead,
            authorities=[item(authority=lead)],
            partners=[item(partner=partner, proposed=None)],
            themes=sorted(themes),
            goals=self.random.sample(range(1, 18), 2),
            budget=[{**self.line(year), "uuid": str(uuid.UUID(int=self.random.getrandbits(128)))}],
            contributions=[item(proposal=number, statement=self.text(8)) for number in carried],
        )

    def line(self, year: int) -> dict:
        amount = f"{self.random.randint(1, 90_000)}.00"
        return {
            "year": year,
            "source": BudgetSource.values[0],
            "nature": BudgetNature.values[0],
            "amount": amount,
        }
