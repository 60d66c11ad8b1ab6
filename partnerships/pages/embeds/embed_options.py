"""The options of an embedded part of the registry: its colours, its rows, its height."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

THEME, ROWS, HEIGHT = "couleurs", "lignes", "hauteur"
# The parameters of the address of a frame; its height is in the page that holds it.
OPTIONS = (THEME, ROWS)
ROWS_MAX, ROWS_DEFAULT = 20, 5
HEIGHT_MIN, HEIGHT_MAX, HEIGHT_DEFAULT = 120, 2_000, 480


class Theme(TextChoices):
    LIGHT = "clair", _("clair")
    DARK = "sombre", _("sombre")
    SYSTEM = "systeme", _("celui de l’appareil du lecteur")


def _number(text: str, least: int, most: int, default: int) -> int:
    """Returns the number of `text` within its bounds; `default` if there is none."""
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        return default
    return max(least, min(most, int(text)))


@dataclass(frozen=True)
class EmbedOptions:
    """`theme`: of `Theme`; `rows`: at most; `height`: in pixels, where no script resizes."""

    theme: str = Theme.LIGHT
    rows: int = ROWS_DEFAULT
    height: int = HEIGHT_DEFAULT

    @classmethod
    def read(cls, data: QueryDict) -> "EmbedOptions":
        """Returns the options of a query string that may hold anything."""
        theme = data.get(THEME, "")
        return cls(
            Theme(theme) if theme in Theme.values else Theme.LIGHT,
            _number(data.get(ROWS, ""), 1, ROWS_MAX, ROWS_DEFAULT),
            _number(data.get(HEIGHT, ""), HEIGHT_MIN, HEIGHT_MAX, HEIGHT_DEFAULT),
        )

    @property
    def query(self) -> str:
        """The options of the address of a frame that differ from the default ones."""
        chosen = {THEME: self.theme, ROWS: self.rows}
        defaults = {THEME: Theme.LIGHT, ROWS: ROWS_DEFAULT}
        return urlencode({name: value for name, value in chosen.items() if value != defaults[name]})

    @property
    def colours(self) -> str:
        """The theme of the design system until a script reads that of the device."""
        return "dark" if self.theme == Theme.DARK else "light"
