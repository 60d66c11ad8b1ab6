"""How pages say numbers of propositions, and of the partnerships that carry one."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partnerships.registry.carried import Carried

# From one to twenty, as French writes small numbers in a title.
NUMBERS = (
    gettext_lazy("Une"),
    gettext_lazy("Deux"),
    gettext_lazy("Trois"),
    gettext_lazy("Quatre"),
    gettext_lazy("Cinq"),
    gettext_lazy("Six"),
    gettext_lazy("Sept"),
    gettext_lazy("Huit"),
    gettext_lazy("Neuf"),
    gettext_lazy("Dix"),
    gettext_lazy("Onze"),
    gettext_lazy("Douze"),
    gettext_lazy("Treize"),
    gettext_lazy("Quatorze"),
    gettext_lazy("Quinze"),
    gettext_lazy("Seize"),
    gettext_lazy("Dix-sept"),
    gettext_lazy("Dix-huit"),
    gettext_lazy("Dix-neuf"),
    gettext_lazy("Vingt"),
)


def in_words(count: int) -> str:
    """Returns « Sept » of 7, from 1 to 20."""
    return str(NUMBERS[count - 1])


def carried_texts(carried: Carried) -> list[str]:
    """Returns « 2 acceptés », « 3 déclarés », « 1 de démonstration »: those that are not none."""
    texts = (
        (carried.accepted, ngettext("%(n)s accepté", "%(n)s acceptés", carried.accepted)),
        (carried.declared, ngettext("%(n)s déclaré", "%(n)s déclarés", carried.declared)),
        (carried.demonstration, _("%(n)s de démonstration")),
    )
    return [text % {"n": intcomma(count)} for count, text in texts if count]
