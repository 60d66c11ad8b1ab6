"""What the things compared are, whatever their partnerships."""

from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import Facet, LocalAuthority
from partnerships.pages.comparison.cell import Cell, Criterion, Figure, Section
from partnerships.pages.components.counted import AUTHORITIES, counted
from partnerships.registry.authority_listing import PARTNERSHIPS, WITH
from partnerships.registry.comparison.subjects import ComparedSubjects
from partnerships.registry.profile import in_use


def _of_authority(row):
    size = row.population
    text = ngettext("%(number)s habitant", "%(number)s habitants", size or 0)
    inhabitants = size and text % {"number": number_format(size, force_grouping=True)}
    return {
        _("Nature"): Figure(row.get_kind_display()),
        _("Population"): inhabitants and Figure(inhabitants),
        _("Département"): row.departement
        and Figure(str(row.departement), row.departement.get_absolute_url()),
        _("Région"): row.region and Figure(str(row.region), row.region.get_absolute_url()),
    }


def _of_country(row):
    return {
        _("Nature"): Figure(row.get_kind_display()),
        _("Continent"): Figure(row.get_continent_display()),
    }


def _authorities_by_place(compared):
    """Returns, by the code of each place, its authorities, and those that have a partnership."""
    name = compared.facet.value
    rows = LocalAuthority.objects.unmerged().filter(**{f"{name}__in": compared.values}).order_by()
    every = rows.values_list(name).annotate(Count("pk"))
    active = in_use(rows, Facet.AUTHORITY, "key").values_list(name).annotate(Count("pk"))
    return dict(every), dict(active)


def _of_places(compared):
    every, active = _authorities_by_place(compared)
    listing = reverse("partnerships:authority_list")
    facts = []
    for subject in compared.subjects:
        of_place = {
            _("Collectivités"): (every.get(subject.value, 0), {}),
            _("Celles qui ont un partenariat au registre"): (
                active.get(subject.value, 0),
                {WITH: PARTNERSHIPS},
            ),
        }
        of_subject = {
            title: count
            and Figure(
                counted(AUTHORITIES, count), f"{listing}?{urlencode(subject.filters | filters)}"
            )
            for title, (count, filters) in of_place.items()
        }
        if compared.facet == Facet.DEPARTEMENT:
            region = subject.row.region
            of_subject[_("Région")] = region and Figure(str(region), region.get_absolute_url())
        facts.append(of_subject)
    return facts


def identity_section(compared: ComparedSubjects) -> Section:
    """Returns the nature, the size and the place of each subject."""
    rows = [each.row for each in compared.subjects]
    if compared.facet == Facet.AUTHORITY:
        facts = [_of_authority(row) for row in rows]
    elif compared.facet == Facet.COUNTRY:
        facts = [_of_country(row) for row in rows]
    else:
        facts = _of_places(compared)
    criteria = [
        Criterion(
            title,
            [
                (subject, Cell([known[title]]) if known[title] else Cell(absent=_("non connu")))
                for subject, known in zip(compared.subjects, facts, strict=True)
            ],
        )
        for title in facts[0]
    ]
    return Section(_("De quoi s’agit-il\u202f?"), criteria)
