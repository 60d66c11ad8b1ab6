"""How many partnerships carry a proposition, in words: those of one origin are never added to
others.
"""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.registry.facets.partnership_counts import PartnershipCounts


def partnership_count_texts(counts: PartnershipCounts) -> list[str]:
    """Returns « 2 acceptés », « 3 déclarés », « 1 de démonstration »: those that are not none."""
    texts = (
        (counts.accepted, ngettext("%(n)s accepté", "%(n)s acceptés", counts.accepted)),
        (counts.declared, ngettext("%(n)s déclaré", "%(n)s déclarés", counts.declared)),
        (counts.demonstration, _("%(n)s de démonstration")),
    )
    return [text % {"n": intcomma(count)} for count, text in texts if count]
