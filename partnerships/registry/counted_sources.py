"""How many partnerships there are, in words, where they come from several sources."""

from collections.abc import Iterable, Mapping

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import Provenance
from partnerships.registry.comparison.sources import PROVENANCES, Source


def _first(source: Source, count: int) -> str:
    texts = {
        Source.DECLARED: ngettext(
            "%(number)s partenariat déclaré", "%(number)s partenariats déclarés", count
        ),
        Source.IMPORTED: ngettext(
            "%(number)s partenariat repris", "%(number)s partenariats repris", count
        ),
        Source.DEMONSTRATION: ngettext(
            "%(number)s partenariat fictif", "%(number)s partenariats fictifs", count
        ),
    }
    return texts[source] % {"number": intcomma(count)}


def _number_of(source: Source, count: int) -> str:
    texts = {
        Source.DECLARED: ngettext("%(number)s déclaré", "%(number)s déclarés", count),
        Source.IMPORTED: _("%(number)s repris"),
        Source.DEMONSTRATION: ngettext("%(number)s fictif", "%(number)s fictifs", count),
    }
    return texts[source] % {"number": intcomma(count)}


def numbers_text(by_source: Mapping[Source, int]) -> str:
    """Returns « 2 déclarés, 3 666 repris, 6 fictifs »: the numbers that are not 0."""
    return ", ".join(_number_of(*each) for each in by_source.items() if each[1])


def is_of_one_real_source(rows: Iterable[Mapping[Source, int]]) -> bool:
    """Whether numbers need not say where they come from: those of `rows` are all declared, or all
    imported.
    """
    sources = {source for row in rows for source, count in row.items() if count}
    return len(sources) < 2 and Source.DEMONSTRATION not in sources


def partnerships_text(by_provenance: Mapping[str, int]) -> str:
    """Returns « 39 partenariats », « 6 partenariats fictifs », or « 2 partenariats déclarés, 3 666
    repris et 6 fictifs »: those of several sources are not added up. "" for none.
    """
    return sources_text(
        {
            source: sum(by_provenance.get(each, 0) for each in provenances)
            for source, provenances in PROVENANCES.items()
        }
    )


def sources_text(counts: Mapping[Source, int]) -> str:
    """Returns the same of the numbers of each source."""
    (first, count), *others = [item for item in counts.items() if item[1]] or [(None, 0)]
    if not others and first != Source.DEMONSTRATION:
        text = ngettext("%(number)s partenariat", "%(number)s partenariats", count)
        return text % {"number": intcomma(count)} if count else ""
    if not others:
        return _first(first, count)
    texts = [_first(first, count), *(_number_of(*each) for each in others)]
    values = {"before": ", ".join(texts[:-1]), "last": texts[-1]}
    return _("%(before)s et %(last)s") % values


def fictitious_beside(counts: Mapping[Provenance, int]) -> int:
    """Returns how many are fictitious, where they stand beside others; else 0."""
    fictitious = counts.get(Provenance.DEMONSTRATION, 0)
    return fictitious if sum(counts.values()) > fictitious else 0


def and_fictitious(count: int) -> str:
    """Returns « , et 6 partenariats fictifs », after a sentence of the others; "" for none."""
    if not count:
        return ""
    return _(", et %(fictitious)s") % {"fictitious": _first(Source.DEMONSTRATION, count)}
