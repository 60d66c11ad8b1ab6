"""Publishes the twinnings of Wikidata (property P190, CC0) as partnerships.

`plan_twinnings` decides on each row and writes nothing; `prepare_file` creates the missing
partners, `publish_plan` publishes. A killed import can be run again: existing partners and
twinnings are found, the others are added.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from django.db import transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from partnerships.document.projection import empty_projection, item
from partnerships.identifiers import WIKIDATA_TWINNED
from partnerships.imports.progress import track
from partnerships.imports.reference.authorities import in_batches
from partnerships.imports.twinnings.authorities import current_keys, french_matcher
from partnerships.imports.twinnings.communes import FrenchAuthority
from partnerships.imports.twinnings.countries import CountryMatcher
from partnerships.imports.twinnings.french_names import SOURCE
from partnerships.imports.twinnings.items import Items
from partnerships.imports.twinnings.neighbours import with_neighbours
from partnerships.imports.twinnings.partners import (
    Candidate,
    PartnerMatcher,
    create_missing,
)
from partnerships.imports.twinnings.report import Fate, ReportLine
from partnerships.imports.twinnings.rows import RowRefused, TwinningRow, read_twinnings
from partnerships.imports.twinnings.towns import TownMatcher
from partnerships.models import (
    FRENCH,
    Country,
    InternationalPartner,
    LocalAuthority,
    Partnership,
    PartnershipKind,
    PartnershipPartner,
    Place,
    Provenance,
)
from partnerships.models.name import typographic
from partnerships.publication.facets import lock_counts
from partnerships.publication.publish import NewPartnership, publish_many

BATCH = 500


class ReferenceMissing(Exception):
    """Authorities, countries or towns are not loaded, so nothing can be matched."""


@dataclass(slots=True)
class Pair:
    """One twinning to publish."""

    authority: FrenchAuthority
    partner: Candidate
    source: str = SOURCE

    @property
    def identity(self) -> tuple[str, object]:
        """The keys of the two places; two rows with the same identity are one twinning."""
        known = self.partner.known
        return self.authority.key, known.pk if known else self.partner.identity

    @property
    def import_key(self) -> str:
        return f"wikidata-p190:{self.authority.key}:{self.partner.identity}"

    @property
    def title(self) -> str:
        partner = self.partner.name_fr or self.partner.name
        if self.partner.known:
            partner = str(self.partner.known)
        return typographic(f"Jumelage {self.authority.name} – {partner}")[:200]


@dataclass(slots=True)
class Plan:
    """The report of each row, the twinnings to publish; `partners`: those of the registry when it
    was planned, as `_known_partners` sums them up.
    """

    lines: list[ReportLine] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    items: Items = field(default_factory=Items)
    partners: dict = field(default_factory=dict)


def _known_twinnings(partners: Iterable[int]) -> Iterator[tuple[str, int]]:
    """Yields (key of the current authority, partner) of the twinnings of `partners`."""
    merged = current_keys()
    for batch in in_batches(sorted(set(partners)), BATCH):
        rows = PartnershipPartner.objects.filter(
            partner__in=batch, partnership__kind=PartnershipKind.TWINNING
        ).values_list("partner", "partnership__partnership_authorities__authority__key")
        for partner, key in rows:
            yield merged.get(key, key), partner


def _known_import_keys(keys: Iterable[str]) -> Iterator[str]:
    for batch in in_batches(sorted(set(keys)), BATCH):
        published = Partnership.objects.filter(import_key__in=batch)
        yield from published.values_list("import_key", flat=True)


def unpublished(pairs: Sequence[Pair]) -> list[Pair]:
    """Returns the `pairs` absent from the registry, whether imported or declared."""
    keys = set(_known_import_keys(pair.import_key for pair in pairs))
    partners = [pair.partner.known.pk for pair in pairs if pair.partner.known]
    known = set(_known_twinnings(partners))
    return [pair for pair in pairs if pair.import_key not in keys and pair.identity not in known]


def _same_as(row: TwinningRow, line: int) -> str:
    if row.is_reversed:
        return _("Même jumelage que la ligne %(line)d, dans l’autre sens.") % {"line": line}
    return _("Même jumelage que la ligne %(line)d.") % {"line": line}


class _Planner:
    def __init__(self, rows: list[TwinningRow]):
        self._rows = rows
        self._plan = Plan()
        self._countries = CountryMatcher()
        self._authorities = french_matcher()
        self._partners = PartnerMatcher(TownMatcher(row.partner for row in rows))

    def run(self) -> Plan:
        first_lines, matched = {}, []
        for row in self._rows:
            try:
                pair, grounds = self._match(row)
            except RowRefused as refusal:
                self._report(row, Fate.REFUSED, str(refusal))
                continue
            line = first_lines.setdefault(pair.identity, row.line)
            if line == row.line:
                matched.append((row, pair, grounds))
            else:
                self._report(row, Fate.DUPLICATE, _same_as(row, line), pair)
        self._plan.pairs = unpublished([pair for _row, pair, _grounds in matched])
        new = {pair.identity for pair in self._plan.pairs}
        matched = list(with_neighbours(matched))
        for row, pair, grounds in matched:
            is_new, note = pair.identity in new, self._plan.items.notes[row.line]
            reason = grounds if is_new else _("Ce jumelage est déjà au registre.")
            reason = " ".join(filter(None, (reason, note)))
            fate = (Fate.GUESSED if reason else Fate.LOADED) if is_new else Fate.KNOWN
            self._report(row, fate, reason, pair)
        return self._plan

    def _match(self, row):
        country = self._countries.match(row.country)
        if country in FRENCH:
            raise RowRefused(
                _(
                    "Les deux villes sont françaises\u202f: ce n’est pas un partenariat "
                    "avec l’étranger."
                )
            )
        french = self._authorities.match(row.origin, row.origin_point, row.origin_population)
        partner, grounds = self._partners.match(row.partner, country, row.partner_point)
        self._plan.items.add(row, french.authority, partner)
        grounds = " ".join(text for text in (french.grounds, grounds) if text)
        return Pair(french.authority, partner), grounds

    def _report(self, row, fate, reason, pair=None):
        self._plan.lines.append(
            ReportLine(
                line=row.line,
                fate=fate,
                reason=reason,
                origin=row.origin,
                partner=row.partner,
                country=row.country,
                authority_code=pair.authority.code if pair else "",
                authority_name=pair.authority.name if pair else "",
                partner_name=pair.partner.name if pair else "",
            )
        )


def _known_partners() -> dict:
    return InternationalPartner.objects.aggregate(Count("pk"), Max("pk"))


def check_reference() -> None:
    """Raises ReferenceMissing if authorities, countries or places are empty."""
    if not all(model.objects.exists() for model in (LocalAuthority, Country, Place)):
        raise ReferenceMissing(
            _(
                "Les données de référence ne sont pas chargées\u202f: lancez d’abord "
                "«\u202fmanage.py load_reference_data\u202f»."
            )
        )


def plan_twinnings(path: Path) -> Plan:
    """Returns the plan of the file at `path`; nothing is written.

    Raises OSError, ReferenceMissing, or NotTwinningsFile if the file as a whole is wrong.
    """
    check_reference()
    rows = read_twinnings(path)
    partners = _known_partners()
    plan = _Planner([row for row in rows if isinstance(row, TwinningRow)]).run()
    plan.partners = partners
    plan.lines += [
        ReportLine(row.line, Fate.REFUSED, row.origin, row.partner, row.country, row.reason)
        for row in rows
        if not isinstance(row, TwinningRow)
    ]
    return plan


def _draft(pair):
    return NewPartnership(
        projection=empty_projection(
            kind=PartnershipKind.TWINNING,
            title=pair.title,
            lead_authority=pair.authority.key,
            authorities=[item(authority=pair.authority.key)],
            partners=[item(partner=str(pair.partner.known.uuid), proposed=None)],
        ),
        provenance=Provenance.WIKIDATA,
        source_text=pair.source,
        source_url=WIKIDATA_TWINNED,
        import_key=pair.import_key,
    )


@transaction.atomic
def _create_slice(plan: Plan, candidates: list[Candidate]) -> bool:
    """Creates partners, unless others came since `plan` was made. Returns whether it did."""
    lock_counts()
    if plan.partners != _known_partners():
        return False
    create_missing(candidates)
    plan.partners = _known_partners()
    return True


def _create_partners(plan: Plan) -> bool:
    """Creates the missing partners of `plan` in committed slices. Returns False where it stopped
    because others came meanwhile.
    """
    every = {id(pair.partner): pair.partner for pair in plan.pairs}.values()
    missing = [candidate for candidate in every if candidate.known is None]
    slices = (missing[start : start + BATCH] for start in range(0, len(missing), BATCH))
    return all(_create_slice(plan, each) for each in slices)


def prepare_file(path: Path, plan: Plan) -> Plan:
    """Creates the missing partners of the `plan` of the file at `path`, and stores the Wikidata
    items that the registry does not have yet.

    Returns it, or a new one where partners came meanwhile: another import may have created the
    same. Interrupted, the next import finds the partners that are there.
    """
    while not _create_partners(plan):
        plan = plan_twinnings(path)
    plan.items.write()
    return plan


def publish_plan(plan: Plan, stream: TextIO | None = None) -> int:
    """Publishes a prepared plan in batches, each committed. Returns the number of twinnings."""
    pairs = track(plan.pairs, len(plan.pairs), _("Jumelages"), stream)
    drafts = (_draft(pair) for pair in pairs)
    return publish_many(drafts, reason=_("Import des jumelages de Wikidata"))


def load_plan(plan: Plan) -> int:
    """Publishes `plan` with its missing partners. Returns the number of twinnings."""
    plan.partners = _known_partners()
    _create_partners(plan)
    return publish_plan(plan)
