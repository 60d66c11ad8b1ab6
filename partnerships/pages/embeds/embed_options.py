"""What who embeds a part of the registry chooses: its look, its rows, its height."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

THEME, ROWS, HEIGHT = "couleurs", "lignes", "hauteur"
# The parameters of the address of a frame; its height is in the page that holds it.
OPTIONS = (THEME, ROWS)
MOST_ROWS, USUAL_ROWS = 20, 5
LEAST_HEIGHT, MOST_HEIGHT, USUAL_HEIGHT = 120, 2_000, 480


class Theme(TextChoices):
    LIGHT = "clair", _("clair")
    DARK = "sombre", _("sombre")
    SYSTEM = "systeme", _("celui de l’appareil du lecteur")


def _number(text: str, least: int, most: int, usual: int) -> int:
    """Returns the number of `text` within its bounds; `usual` if there is none."""
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        return usual
    return max(least, min(most, int(text)))


@dataclass(frozen=True)
class EmbedOptions:
    """`theme`: of `Theme`; `rows`: at most; `height`: in pixels, where no script resizes."""

    theme: str = Theme.LIGHT
    rows: int = USUAL_ROWS
    height: int = USUAL_HEIGHT

    @classmethod
    def read(cls, data: QueryDict) -> "EmbedOptions":
        """Returns the options of a query string that may hold anything."""
        theme = data.get(THEME, "")
        return cls(
            Theme(theme) if theme in Theme.values else Theme.LIGHT,
            _number(data.get(ROWS, ""), 1, MOST_ROWS, USUAL_ROWS),
            _number(data.get(HEIGHT, ""), LEAST_HEIGHT, MOST_HEIGHT, USUAL_HEIGHT),
        )

    @property
    def query(self) -> str:
        """The options of the address of a frame that are not the usual ones."""
        chosen = {THEME: self.theme, ROWS: self.rows}
        usual = {THEME: Theme.LIGHT, ROWS: USUAL_ROWS}
        return urlencode({name: value for name, value in chosen.items() if value != usual[name]})

    @property
    def colours(self) -> str:
        """The colours of the design system before any script runs."""
        return "dark" if self.theme == Theme.DARK else "light"
