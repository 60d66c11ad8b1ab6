"""How pages say numbers of propositions."""

from django.utils.translation import gettext_lazy

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
