"""The pages that show what a query of the registry finds, each in its own way."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cncd_portal.prepared_address import address_of


@dataclass(frozen=True)
class ResultView:
    """A way to see a result. `name`: in addresses; `has_filters_beside`: on a wide screen, where
    the other views have them behind a button; `page_size`: in rows, of a view that lists some.
    """

    name: str
    label: str | Promise
    url_name: str
    has_filters_beside: bool = False
    page_size: int = 20

    @property
    def path(self) -> str:
        return address_of(self.url_name)


LIST = ResultView("liste", _("Liste"), "partnerships:registry", has_filters_beside=True)
TABLE = ResultView("tableau", _("Tableau"), "partnerships:registry_table", page_size=50)
MAP = ResultView("carte", _("Carte"), "partnerships:map")
FIGURES = ResultView("chiffres", _("Chiffres"), "partnerships:figures")
# In their order on the pages.
RESULT_VIEWS = (LIST, TABLE, MAP, FIGURES)
# The parameter of the page of a facet that names the view to go back to.
VIEW = "vue"


def view_named(name: str) -> ResultView:
    """Returns the view of that name; the list if there is none."""
    return next((view for view in RESULT_VIEWS if view.name == name), LIST)
