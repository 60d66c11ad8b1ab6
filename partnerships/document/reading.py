"""Makes a document readable: names for keys, labels for choices, in a constant number of queries.

The public page, the form preview and the reviewer's page show the same reading.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Model, Prefetch, prefetch_related_objects

from cncd_portal.accounts.prepared_query import PreparedQuery
from partnerships.document.listed_proposals import listed_proposals
from partnerships.document.plain_fields import ACCEPTED_ON, PLAIN_FIELDS, decimal_value
from partnerships.document.reading_budget import BudgetReading
from partnerships.document.reading_parts import (
    MEASURES,
    AuthorityReading,
    ContributionReading,
    DocumentReading,
    ImageReading,
    IndicatorReading,
    PartnerReading,
    Reading,
)
from partnerships.document.schema import OTHER, SAME, upgraded
from partnerships.models import (
    AttachmentKind,
    BudgetNature,
    BudgetSource,
    Country,
    Goal,
    InternationalPartner,
    LocalAuthority,
    Partnership,
    Place,
    StoredContent,
    Theme,
)


def _by_key(queryset, name):
    return {getattr(row, name): row for row in queryset}


@lru_cache(maxsize=64)
def _with_keys(model: type[Model], count: int) -> PreparedQuery:
    """Returns what is asked with `count` primary keys, more than none."""
    stand_ins = [str(each) for each in range(count)]
    return PreparedQuery(lambda: model.objects.filter(pk__in=stand_ins).order_by())


def _in_bulk(model, keys):
    if not keys:
        return {}
    return {row.pk: row for row in _with_keys(model, len(keys)).all(*keys)}


def _authorities(document, published):
    keys = {document["lead_authority"], *(item["authority"] for item in document["authorities"])}
    links = published.authority_links if published else ()
    known = {
        each.authority.key: each.authority for each in links if not each.authority.successor_id
    }
    if keys <= known.keys():
        return known
    named = LocalAuthority.objects.filter(key__in=keys).order_by()
    known = _by_key(named.select_related("departement", "region"), "key")
    prefetch_related_objects(
        [authority for authority in known.values() if authority.successor_id],
        Prefetch("successor", LocalAuthority.objects.select_related("departement", "region")),
    )
    return {key: authority.current for key, authority in known.items()}


def _answered(item, answer):
    """Returns what was answered about known partners that resemble this one, if `answer`."""
    said = item.get("resemblance")
    return said if said and said["answer"] == answer else {}


def _proposed(item, known, countries, places):
    proposed = item["proposed"]
    others = _answered(item, OTHER).get("partners", ())
    return PartnerReading(
        uuid=item["uuid"],
        name=proposed["name"],
        kind_label=InternationalPartner(kind=proposed["kind"]).kind_label,
        country=countries.get(proposed["country"]),
        place=places.get(proposed["place"]),
        partner=None,
        different_from=tuple(known[uuid] for uuid in others if uuid in known),
    )


def _known(item, partner):
    partner = partner.current
    return PartnerReading(
        uuid=item["uuid"],
        name=str(partner),
        kind_label=partner.kind_label,
        country=partner.country,
        place=partner.place,
        partner=partner,
        declared_name=_answered(item, SAME).get("name", ""),
    )


def _known_partners(uuids, published):
    links = published.partner_links if published else ()
    known = {
        str(each.partner.uuid): each.partner for each in links if not each.partner.merged_into_id
    }
    if uuids <= known.keys():
        return known
    named = InternationalPartner.objects.filter(uuid__in=uuids).order_by()
    named = list(named.select_related("country", "place"))
    prefetch_related_objects(
        [partner for partner in named if partner.merged_into_id],
        Prefetch("merged_into", InternationalPartner.objects.select_related("country", "place")),
    )
    return {str(partner.uuid): partner for partner in named}


def _partners(document, published):
    items = document["partners"]
    proposed = [item["proposed"] for item in items if not item["partner"]]
    countries = Country.objects.in_bulk({each["country"] for each in proposed}) if proposed else {}
    places = Place.objects.in_bulk({each["place"] for each in proposed}) if proposed else {}
    uuids = {item["partner"] for item in items if item["partner"]}
    uuids.update(*(_answered(item, OTHER).get("partners", ()) for item in items))
    known = _known_partners(uuids, published)
    known |= {
        item["uuid"]: InternationalPartner(
            name=item["proposed"]["name"], country=countries[item["proposed"]["country"]]
        )
        for item in items
        if item["uuid"] in uuids and item["proposed"]
    }
    return [
        _known(item, known[item["partner"]])
        if item["partner"]
        else _proposed(item, known, countries, places)
        for item in items
    ]


def _budget(document):
    lines = [
        BudgetReading(
            uuid=item["uuid"],
            year=item["year"],
            source=item["source"],
            source_label=BudgetSource(item["source"]).label,
            funder=item["funder"],
            nature=item["nature"],
            nature_label=BudgetNature(item["nature"]).label,
            amount=Decimal(item["amount"]),
        )
        for item in document["budget"]
    ]
    return sorted(lines, key=lambda line: line.year)


def _indicators(document):
    return [
        IndicatorReading(
            uuid=item["uuid"],
            name=item["name"],
            unit=item["unit"],
            **{name: decimal_value(item[name]) for name in MEASURES},
        )
        for item in document["indicators"]
    ]


def _day(iso):
    return date.fromisoformat(iso) if iso else None


def read_contributions(document: dict) -> list[ContributionReading]:
    """Returns the contributions of a document to listed propositions, by number, in one query."""
    items = document["contributions"]
    proposals = {each.number: each for each in listed_proposals()} if items else {}
    return [
        ContributionReading(
            item["uuid"],
            proposals[item["proposal"]],
            item["statement"],
            _day(item.get(ACCEPTED_ON)),
        )
        for item in sorted(items, key=lambda item: item["proposal"])
        if item["proposal"] in proposals
    ]


def _files(items):
    """Yields each item with its common fields, including its scan state."""
    hashes = {item["sha256"] for item in items}
    contents = StoredContent.objects.filter(sha256__in=hashes) if hashes else ()
    states = {content.sha256: content.scan_state for content in contents}
    names = ("uuid", "file_name", "size", "is_public")
    for item in items:
        own = {name: item[name] for name in names}
        yield item, {**own, "scan_state": states.get(item["sha256"])}


def _documents(document):
    return [
        DocumentReading(
            **own,
            kind_label=AttachmentKind(item["kind"]).label,
            title=item["title"] or item["file_name"],
            content_type=item["content_type"],
        )
        for item, own in _files(document["documents"])
    ]


def _images(document):
    names = ("caption", "alternative", "credit", "renditions")
    return [
        ImageReading(**own, **{name: item[name] for name in names})
        for item, own in _files(document["images"])
    ]


ITEMS = {
    "budget": _budget,
    "indicators": _indicators,
    "contributions": read_contributions,
    "documents": _documents,
    "images": _images,
}


class ListedValues(NamedTuple):
    """All themes by slug and goals by number, where they are read already. Nobody changes them."""

    themes: Mapping[str, Theme]
    goals: Mapping[int, Goal]


def _values(document, listed_values) -> ListedValues:
    slugs, numbers = document["themes"], document["goals"]
    if listed_values and (slugs or numbers):
        return listed_values()
    return ListedValues(_in_bulk(Theme, slugs), _in_bulk(Goal, numbers))


def read(
    document: dict,
    published: Partnership | None = None,
    listed_values: Callable[[], ListedValues] | None = None,
) -> Reading:
    """Returns the reading of a document or public projection, in at most eleven queries.

    `published`: the partnership (from `with_sides`) that it is the projection of, whose parties
    are not read again; `listed_values`: asked where it has a theme or a goal, in place of two
    queries.
    """
    document = upgraded(document)
    authorities = _authorities(document, published)
    lead = authorities.get(document["lead_authority"])
    themes, goals = _values(document, listed_values)
    return Reading(
        plain={field.name: field.to_python(document[field.name]) for field in PLAIN_FIELDS},
        lead_authority=lead,
        authorities=[
            AuthorityReading(
                item["uuid"], authorities[item["authority"]], authorities[item["authority"]] == lead
            )
            for item in document["authorities"]
        ],
        themes=[themes[slug] for slug in document["themes"] if slug in themes],
        goals=[goals[number] for number in document["goals"] if number in goals],
        partners=_partners(document, published),
        **{name: reading_of(document) for name, reading_of in ITEMS.items()},
    )
