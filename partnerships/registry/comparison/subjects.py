"""What a reader compares: two to four authorities, countries, régions or départements."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cncd_portal.prepared_address import address_of
from partnerships.articles import of, of_authority, of_large, with_article
from partnerships.document.steps.references import KEY
from partnerships.models import Country, Departement, Facet, LocalAuthority, Region
from partnerships.registry.codes.other import current_keys
from partnerships.registry.ignored_values import french_codes

LEAST, MOST = 2, 4
# Values of the query string that are looked at; nobody compares more.
LOOKED_AT = 20
LONGEST_SHOWN = 40

# What may be compared, each with things of its own kind, and the plural name of the kind.
KINDS = {
    Facet.AUTHORITY: gettext_lazy("collectivités"),
    Facet.COUNTRY: gettext_lazy("pays et territoires"),
    Facet.REGION: gettext_lazy("régions"),
    Facet.DEPARTEMENT: gettext_lazy("départements"),
}
ROWS = {
    Facet.AUTHORITY: lambda: LocalAuthority.objects.select_related(
        "departement", "region", "successor"
    ),
    Facet.COUNTRY: Country.objects.foreign,
    Facet.REGION: Region.objects.all,
    Facet.DEPARTEMENT: lambda: Departement.objects.select_related("region"),
}


@dataclass(frozen=True)
class Subject:
    """One of the things compared: a value of `facet`, and its row. `has_namesake`: whether another
    one of the comparison has its name, so that its place is part of it.
    """

    facet: Facet
    row: LocalAuthority | Country | Region | Departement
    has_namesake: bool = field(default=False, compare=False)

    @property
    def value(self) -> str:
        return self.row.key if self.facet == Facet.AUTHORITY else self.row.pk

    @property
    def name(self) -> str:
        return self.full_name if self.has_namesake else str(self.row)

    @property
    def full_name(self) -> str:
        """Its name and its place: « Vienne, Isère (38) »."""
        return self.row.located_name if self.facet == Facet.AUTHORITY else str(self.row)

    @property
    def name_in_text(self) -> str:
        """Its name, with its article if it has one: « le Maroc », « Lille »."""
        return self.name if self.facet == Facet.AUTHORITY else with_article(self.row.name)

    @property
    def of_name(self) -> str:
        """« du Maroc », « de Bretagne », « de Lille »."""
        if self.facet == Facet.AUTHORITY:
            return of_authority(self.name)
        return of_large(self.row.name) if self.facet == Facet.REGION else of(self.row.name)

    @property
    def place(self) -> str:
        """Where it is, "" where its name says so or nothing does."""
        has_place = self.facet == Facet.AUTHORITY and not self.has_namesake
        return self.row.located_in if has_place else ""

    @property
    def filters(self) -> dict[str, str]:
        """What finds its partnerships in the registry."""
        return {self.facet.value: self.value}


def comparison_address(subjects: Iterable[Subject]) -> str:
    """Returns the address that compares `subjects`, in their order; of the first page if none."""
    query = urlencode([pair for each in subjects for pair in each.filters.items()])
    address = address_of("partnerships:comparison")
    return f"{address}?{query}" if query else address


def rows_of_codes(facet: Facet, codes: Iterable[str]) -> Callable[[str], object]:
    """Returns what gives the row of a code, or None; in one query."""
    if facet == Facet.AUTHORITY:
        return {row.key: row for row in ROWS[facet]().filter(key__in=codes)}.get
    return ROWS[facet]().in_bulk(set(codes)).get


def rows_asked(facet: Facet, codes: Iterable[str]) -> Callable[[str], object]:
    """Returns what gives the row of a code, or of another code of the same thing, or None."""
    codes = [code for code in codes if KEY.fullmatch(code)]
    row_of = rows_of_codes(facet, codes)
    others = {code: current_keys(facet, code) for code in codes if not row_of(code)}
    keys = {code: found[0] for code, found in others.items() if len(found) == 1}
    current = rows_of_codes(facet, keys.values()) if keys else {}.get
    return lambda code: row_of(code) or current(keys.get(code, ""))


class ComparedSubjects:
    """The `subjects` that a query string names, all of one kind: `facet`, None if there are none.

    What was wrong in it is left out, and said in `notes`.
    """

    def __init__(self, data: QueryDict):
        self.notes: list[str] = []
        self.subjects: list[Subject] = []
        asked = {facet: data.getlist(facet) for facet in KINDS if any(data.getlist(facet))}
        self.facet: Facet | None = next(iter(asked), None)
        if self.facet:
            self._note_mixture(asked)
            self._read(asked[self.facet])
            names = Counter(each.name for each in self.subjects)
            self.subjects = [
                replace(each, has_namesake=names[each.name] > 1) for each in self.subjects
            ]

    def _note_mixture(self, asked):
        if len(asked) > 1:
            note = _(
                "On compare ce qui est de même nature\u202f: seules sont gardées les valeurs de "
                "«\u202f%(kept)s\u202f»."
            )
            self.notes.append(note % {"kept": KINDS[self.facet]})

    def _read(self, codes):
        read = codes[:LOOKED_AT]
        row_of = rows_asked(self.facet, read)
        unknown, repeated, beyond = [], [], []
        for code in read:
            row = row_of(code)
            subject = row and Subject(self.facet, self._current(row))
            if not subject:
                unknown.append(code[:LONGEST_SHOWN])
            elif subject in self.subjects:
                repeated.append(subject.name)
            elif len(self.subjects) == MOST:
                beyond.append(subject.name)
            else:
                self.subjects.append(subject)
        self._note_unknown(unknown)
        self._note_names(_("Demandé plusieurs fois, montré une seule\u202f: %(names)s."), repeated)
        self._note_names(
            _("La comparaison va jusqu’à quatre. Laissé de côté\u202f: %(names)s."), beyond
        )
        if len(codes) > LOOKED_AT:
            note = _("De cette adresse, seuls les %(most)s premiers noms sont lus.")
            self.notes.append(note % {"most": LOOKED_AT})

    def _note_unknown(self, codes):
        french = french_codes(codes) if self.facet == Facet.COUNTRY else {}
        self._note_names(
            _(
                "En France, ce sont les régions, les départements et les collectivités qui se "
                "comparent. Laissé de côté\u202f: %(names)s."
            ),
            french,
        )
        self._note_names(
            _("Inconnu, laissé de côté\u202f: %(names)s. Cherchez plutôt un nom ci-dessous."),
            [code for code in codes if code not in french],
        )

    def _current(self, row):
        if self.facet != Facet.AUTHORITY or not row.successor_id:
            return row
        note = _("%(old)s n’existe plus\u202f: %(new)s, qui lui succède, est à sa place.")
        self.notes.append(note % {"old": row, "new": row.current})
        return row.current

    def _note_names(self, note, names):
        if names:
            self.notes.append(note % {"names": ", ".join(dict.fromkeys(names))})

    @property
    def values(self) -> list[str]:
        return [each.value for each in self.subjects]

    @property
    def is_comparison(self) -> bool:
        return len(self.subjects) >= LEAST

    @property
    def is_full(self) -> bool:
        return len(self.subjects) == MOST

    def with_subject(self, subject: Subject) -> str:
        """Returns the address that compares `subject` too."""
        return comparison_address([*self.subjects, subject])

    def without_subject(self, subject: Subject) -> str:
        return comparison_address(each for each in self.subjects if each != subject)

    def moved_forward(self, subject: Subject) -> str:
        """Returns the address where `subject` stands one place before; "" for the first one."""
        at = self.subjects.index(subject)
        if not at:
            return ""
        others = [each for each in self.subjects if each != subject]
        return comparison_address([*others[: at - 1], subject, *others[at - 1 :]])
