"""The values of two records, field by field, for the merge page."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext_lazy

from cncd_portal.amounts import euros
from partnerships.document.plain_fields import PLAIN_FIELD_NAMES
from partnerships.document.reading import read
from partnerships.document.schema import FIELD_LABELS
from partnerships.models import InternationalPartner, LocalAuthority, RecordKind
from partnerships.proximity import point_of
from partnerships.publication.merge import partnerships
from partnerships.publication.merge.better_source import Suggestion, source_of, suggestion_of
from partnerships.publication.merge.columns import BOTH, GONE, KEPT
from partnerships.publication.merge.partnerships import LISTS

# Of the fields of a partnership that are chosen in a list.
UNKNOWN = "unknown"
POINT = gettext_lazy("coordonnées")


@dataclass(frozen=True)
class FieldChoice:
    """A field of both records, with the value suggested and the one chosen."""

    name: str
    label: str
    kept: list[str]
    gone: list[str]
    suggestion: Suggestion
    has_both: bool = False
    typed: str = ""

    @property
    def is_same(self) -> bool:
        return self.kept == self.gone

    @property
    def chosen(self) -> str:
        """The typed choice, or the one suggested."""
        return self.typed or self.suggestion.choice

    @property
    def options(self) -> list[str]:
        return [KEPT, GONE, BOTH] if self.has_both else [KEPT, GONE]


def _texts(*values) -> list[str]:
    return [str(value) for value in values if value not in (None, "")]


def _point(row):
    point = point_of(row)
    return ["{:.4f}, {:.4f}".format(*point)] if point else []


def _partner(row) -> dict[str, list[str]]:
    place = row.place and f"{row.place} (GeoNames {row.place_id})"
    return {
        "name": _texts(row.name),
        "name_fr": _texts(row.name_fr),
        "kind": _texts(row.kind_label),
        "country": _texts(row.country),
        "place": _texts(place),
        "wikidata_id": _texts(row.wikidata_id),
        "website": _texts(row.website),
        "point": _point(row),
        "source": _texts(row.source),
    }


def _authority(row) -> dict[str, list[str]]:
    population = row.population is not None and formats.number_format(row.population)
    return {
        "name": _texts(row.name),
        "kind": _texts(row.get_kind_display()),
        "siren": _texts(row.siren),
        "insee_code": _texts(row.insee_code),
        "departement": _texts(row.departement),
        "postcodes": _texts(", ".join(row.postcodes)),
        "population": _texts(population or ""),
        "point": _point(row),
        "website": _texts(row.website),
        "email": _texts(row.email),
        "postal_address": _texts(row.postal_address),
    }


def _partnership(row) -> dict[str, list[str]]:
    content = partnerships.content_of(row)
    reading = read(content)
    return {
        # « type inconnu » is no value to keep.
        **{
            name: [] if content[name] == UNKNOWN else _texts(text)
            for name, text in reading.words.items()
        },
        "themes": _texts(*reading.themes),
        "goals": _texts(*reading.goals),
        "authorities": _texts(*(each.authority for each in reading.authorities)),
        "partners": _texts(*(each.name for each in reading.partners)),
        "budget": [
            f"{line.year}, {line.source_text}, {line.nature_label}, {euros(line.amount)}"
            for line in reading.budget
        ],
        "indicators": _texts(*(each.name for each in reading.indicators)),
        "contributions": [
            f"{each.proposal.name_with_wording} – {each.statement} – {each.acceptance}"
            for each in reading.contributions
        ],
        "documents": _texts(*(each.title for each in reading.documents)),
        "images": _texts(*(each.caption or each.file_name for each in reading.images)),
    }


def _model_labels(model, names):
    fields = {name: model._meta.get_field(name).verbose_name for name in names if name != "point"}
    return {**fields, "point": POINT}


def _labels(kind, names):
    if kind == RecordKind.PARTNERSHIP:
        return {name: FIELD_LABELS[name] for name in names}
    is_partner = kind == RecordKind.PARTNER
    return _model_labels(InternationalPartner if is_partner else LocalAuthority, names)


VALUES = {
    RecordKind.PARTNER: _partner,
    RecordKind.PARTNERSHIP: _partnership,
    RecordKind.AUTHORITY: _authority,
}


def field_choices(kind: RecordKind, kept, gone, typed: dict[str, str]) -> Iterator[FieldChoice]:
    """Yields one choice per field that is filled in one of the records."""
    kept_values, gone_values = VALUES[kind](kept), VALUES[kind](gone)
    sources = source_of(kept), source_of(gone)
    labels = _labels(kind, kept_values)
    order = (*PLAIN_FIELD_NAMES, *LISTS) if kind == RecordKind.PARTNERSHIP else kept_values
    for name in order:
        values = kept_values[name], gone_values[name]
        has_both = kind == RecordKind.PARTNERSHIP and name in LISTS
        if any(values):
            yield FieldChoice(
                name,
                str(labels[name]),
                *values,
                suggestion=suggestion_of(*values, *sources, may_take_both=has_both),
                has_both=has_both,
                typed=typed.get(name, ""),
            )
