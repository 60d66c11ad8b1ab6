"""How many partnerships carry a proposition, in words: those of one origin are never added to
others.
"""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.registry.facets.partnership_counts import PartnershipCounts


def partnership_count_texts(counts: PartnershipCounts) -> list[str]:
    """Returns « 2 acceptés », « 3 déclarés », « 1 de démonstration »: those that are not none."""
    texts = []
    if number := counts.accepted:
        text = ngettext("%(n)s accepté", "%(n)s acceptés", number)
        texts.append(text % {"n": intcomma(number)})
    if number := counts.declared:
        text = ngettext("%(n)s déclaré", "%(n)s déclarés", number)
        texts.append(text % {"n": intcomma(number)})
    if number := counts.demonstration:
        texts.append(_("%(n)s de démonstration") % {"n": intcomma(number)})
    return texts
