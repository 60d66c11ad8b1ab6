"""The officers' search index of dossiers, written at each deposit from the latest one.

It holds current names: a merger or a change of name reindexes the dossiers concerned
(`index_found_under`, `index_deposited_by`), and `manage.py reindex` reindexes all. Whether a
dossier is the first one of its authority is as of its latest deposit.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery

from partnerships.document.plain_fields import TEXTS
from partnerships.document.schema import upgraded
from partnerships.models import (
    Country,
    Decision,
    Dossier,
    DossierFacet,
    DossierIndex,
    DossierKind,
    Facet,
    InternationalPartner,
    InternationalPartnerKind,
    Partnership,
    PartnershipKind,
    Provenance,
    Submission,
    Theme,
)
from partnerships.models.frozen_text import frozen_content
from partnerships.publication.search_table import DOSSIERS
from partnerships.publication.table import Table
from partnerships.publication.tokens import tokens_of
from partnerships.sort_key import sort_key
from partnerships.workflow.indexed_documents import IndexedDocuments

BATCH = 200
# Raised when what is written below changes: `prepare` then reindexes all dossiers.
INDEX_VERSION = 3
FACETS = Table(DossierFacet, "dossier", "facet", "value")
ROWS = Table(
    DossierIndex,
    "dossier",
    "title_key",
    "authority_key",
    "country_key",
    "regions",
    "countries",
    "partners",
    "themes",
    "proposals",
    "is_first_time",
    "documents",
)


class _ReferenceLists:
    """The partners, countries and themes named in a batch of documents."""

    def __init__(self, documents: list[dict]):
        items = [item for each in documents for item in each["partners"]]
        named = {item["partner"] for item in items if item["partner"]}
        partners = InternationalPartner.objects.filter(uuid__in=named)
        self.partners = {
            str(each.uuid): each.current for each in partners.select_related("merged_into")
        }
        countries = {each.country_id for each in self.partners.values()}
        countries |= {item["proposed"]["country"] for item in items if not item["partner"]}
        self.countries = Country.objects.in_bulk(countries)
        self.themes = Theme.objects.in_bulk({slug for each in documents for slug in each["themes"]})


class _IndexedDossier:
    """A dossier with its latest document, the records that both name and its depositors."""

    def __init__(
        self, dossier: Dossier, document: dict, lists: _ReferenceLists, depositors: set[str]
    ):
        self.dossier, self.document, self.depositors = dossier, document, depositors
        links = [link.authority for link in dossier.dossier_authorities.all()]
        named = [each.current for each in (dossier.lead_authority, *links)]
        self.authorities = list(dict.fromkeys(named))
        items = document["partners"]
        self.partners = [lists.partners[e["partner"]] for e in items if e["partner"]]
        self.proposed = [each["proposed"] for each in items if not each["partner"]]
        named = [each.country_id for each in self.partners]
        named += [each["country"] for each in self.proposed]
        self.countries = [lists.countries[code] for code in dict.fromkeys(named)]
        self.themes = [lists.themes[slug] for slug in document["themes"] if slug in lists.themes]

    @property
    def partner_names(self) -> list[str]:
        return [*map(str, self.partners), *(each["name"] for each in self.proposed)]

    @property
    def regions(self) -> list:
        return list(dict.fromkeys(each.region for each in self.authorities if each.region))

    @property
    def proposals(self) -> list[int]:
        return sorted({each["proposal"] for each in self.document["contributions"]})

    @property
    def facets(self) -> set[tuple[str, str]]:
        pairs = [
            *((Facet.AUTHORITY, each.key) for each in self.authorities),
            *((Facet.REGION, each.pk) for each in self.regions),
            *((Facet.PARTNER, each.uuid) for each in self.partners),
            *((Facet.COUNTRY, each.pk) for each in self.countries),
            *((Facet.THEME, slug) for each in self.themes for slug in (each.pk, each.parent_id)),
            *((Facet.PROPOSAL, number) for number in self.proposals),
        ]
        return {(facet.value, str(value)) for facet, value in pairs if value is not None}

    @property
    def texts(self) -> Iterator[str]:
        """The reference, who deposited, all deposited texts, and every name of the records that
        the document names.
        """
        document = self.document
        yield from (self.dossier.reference, _number_of(self.dossier.reference))
        yield from self.depositors
        yield from (document[name] for name in TEXTS)
        yield PartnershipKind(document["kind"]).label
        for authority in self.authorities:
            yield from (authority.name, *(old["name"] for old in authority.former))
        yield from (name for each in self.partners for name in (each.name, each.name_fr))
        yield from (each["name"] for each in self.proposed)
        yield from (InternationalPartnerKind(each["kind"]).label for each in self.proposed)
        for each in self.countries:
            yield from (*each.searched_names, *each.searched_wholes)
        yield from (each.name for each in self.themes)
        yield from (each["statement"] for each in document["contributions"])
        yield from (each["name"] for each in document["indicators"])
        yield from (each["title"] for each in document["documents"])
        yield from (each["caption"] for each in document["images"])
        yield from document["contact"].values()

    def row(self, first_time: set[int], documents: str) -> tuple:
        """Returns the row of this dossier for `ROWS`."""
        countries = ", ".join(map(str, self.countries))
        return (
            self.dossier.pk,
            sort_key(self.document["title"]),
            sort_key(self.dossier.lead_authority.name),
            sort_key(countries),
            ", ".join(map(str, self.regions)),
            countries,
            ", ".join(self.partner_names),
            ", ".join(map(str, self.themes)),
            ", ".join(map(str, self.proposals)),
            self.dossier.pk in first_time,
            documents,
        )


def _number_of(reference: str) -> str:
    """Returns the number of a reference as people type it: « n° 257 » for CD-2026-000257."""
    number = reference.rpartition("-")[2].lstrip("0")
    return f"n° {number}"


def _depositors(ids) -> dict[int, set[str]]:
    """Returns {dossier: names of the people who deposited it}."""
    submissions = Submission.objects.filter(dossier__in=ids).order_by()
    names = defaultdict(set)
    for pk, *name in submissions.values_list(
        "dossier", "submitted_by__first_name", "submitted_by__last_name"
    ):
        names[pk].add(" ".join(name))
    return names


def _deposited(ids):
    """Deposited dossiers among `ids`, annotated with their latest document and its date."""
    latest = Submission.objects.filter(dossier=OuterRef("pk")).order_by("-number")
    return (
        Dossier.objects.filter(pk__in=ids, archived_at__isnull=True)
        .annotate(
            document_text=Subquery(latest.values("document_text")[:1]),
            came_at=Subquery(latest.values("submitted_at")[:1]),
        )
        .filter(came_at__isnull=False)
    )


def _indexed_dossiers(ids) -> list[_IndexedDossier]:
    dossiers = (
        _deposited(ids)
        .order_by("pk")
        .select_related("lead_authority__region")
        .prefetch_related("dossier_authorities__authority__region")
    )
    pairs = [(dossier, upgraded(frozen_content(dossier.document_text))) for dossier in dossiers]
    lists = _ReferenceLists([document for _dossier, document in pairs])
    names = _depositors(ids)
    return [
        _IndexedDossier(dossier, document, lists, names[dossier.pk]) for dossier, document in pairs
    ]


def _first_time(ids) -> set[int]:
    """Returns those of `ids` that were the first dossier of their lead authority when deposited.

    That is, it then had no released decision and no declared partnership. Partnerships with a
    claim are excluded, because the claim has its own decision.
    """
    lead, came_at = OuterRef("lead_authority"), OuterRef("came_at")
    decided = Decision.objects.filter(dossier__lead_authority=lead, released_at__lt=came_at)
    claims = Dossier.objects.filter(partnership=OuterRef("pk"), kind=DossierKind.CLAIM)
    declared = Partnership.objects.filter(
        ~Exists(claims),
        lead_authority=lead,
        provenance=Provenance.DECLARED,
        published_at__lt=came_at,
    )
    first = _deposited(ids).filter(~Exists(decided), ~Exists(declared))
    return set(first.values_list("pk", flat=True))


@transaction.atomic
def _index_batch(ids) -> int:
    dossiers, first_time = _indexed_dossiers(ids), _first_time(ids)
    files = IndexedDocuments({each.dossier.pk: each.document for each in dossiers})
    DOSSIERS.write(
        ids,
        [
            (pk, tokens_of((), each.texts).union(files.tokens(pk)))
            for each in dossiers
            for pk in [each.dossier.pk]
        ],
    )
    DossierFacet.objects.filter(dossier__in=ids).delete()
    FACETS.insert(
        sorted(
            ((each.dossier.pk, *pair) for each in dossiers for pair in each.facets),
            key=lambda row: (row[1:], row[0]),
        )
    )
    DossierIndex.objects.filter(dossier__in=ids).delete()
    ROWS.insert([each.row(first_time, files.described(each.dossier.pk)) for each in dossiers])
    return len(dossiers)


def index_dossiers(ids: Iterable[int]) -> int:
    """Indexes the dossiers `ids`; removes those not deposited, archived or erased.

    Returns how many are indexed.
    """
    ids, count = iter(ids), 0
    while batch := list(islice(ids, BATCH)):
        count += _index_batch(batch)
    return count


def index_found_under(facet: Facet, value: object) -> None:
    """Reindexes the dossiers with this facet value, after the record it stands for changed."""
    found = DossierFacet.objects.filter(facet=facet, value=value)
    index_dossiers(list(found.order_by("dossier").values_list("dossier", flat=True)))


def index_deposited_by(user) -> None:
    """Reindexes the dossiers that `user` deposited, after a change of their name."""
    deposited = Submission.objects.filter(submitted_by=user).order_by("dossier")
    index_dossiers(list(deposited.values_list("dossier", flat=True).distinct()))


def reindex_dossiers(*, only_missing: bool = False) -> int:
    """Rebuilds the officers' index, or adds missing dossiers only. Returns how many are indexed.

    Each batch replaces its own rows and is committed, so that search works meanwhile.
    """
    dossiers = Dossier.objects.deposited()
    if only_missing:
        missing = dossiers.filter(index__isnull=True).order_by("pk")
        return index_dossiers(list(missing.values_list("pk", flat=True)))
    indexed = DossierIndex.objects.values_list("dossier", flat=True)
    count = index_dossiers(sorted({*dossiers.values_list("pk", flat=True), *indexed}))
    DOSSIERS.keep_only(DossierIndex._meta.db_table, "dossier_id")
    return count
