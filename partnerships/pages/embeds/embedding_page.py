"""What to copy in a page of another site, and how it looks there."""

from functools import cached_property

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cncd_portal.site_address import absolute_address
from partnerships.models import Partnership
from partnerships.pages.components.embedded import CARD, WHAT, Embedded, embed_path
from partnerships.pages.components.metadata.profile_metadata import FACETS, Row
from partnerships.pages.components.metadata.result_metadata import (
    canonical_query,
    chosen_name,
)
from partnerships.pages.embeds.embed_options import (
    HEIGHT_MAX,
    HEIGHT_MIN,
    ROWS_MAX,
    EmbedOptions,
    Theme,
)
from partnerships.pages.embeds.embedded_profile import ROW_TYPES, profile_row
from partnerships.registry.listing import Listing
from partnerships.registry.result_views import LIST, MAP
from partnerships.reports.subject import key_of

CODE = (
    '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" '
    'style="border:0"></iframe>\n<script src="{}" async></script>'
)


class EmbeddingPage:
    """What the query `data` asks to embed: the whole list where it asks nothing that is known."""

    themes = Theme.choices
    rows_max, height_min, height_max = ROWS_MAX, HEIGHT_MIN, HEIGHT_MAX

    def __init__(self, data: QueryDict):
        self.data, self.options = data, EmbedOptions.read(data)
        what = data.get(WHAT, "")
        self.what = Embedded(what) if what in Embedded.values else Embedded.LIST
        self.is_unknown = False
        if self.row is None and self.what not in (Embedded.LIST, Embedded.MAP):
            self.what, self.is_unknown = Embedded.LIST, True
        elif self.what in ROW_TYPES:
            # Another code may be that of a row of another kind.
            self.what = Embedded(FACETS[type(self.row)].value)

    @cached_property
    def row(self) -> Row | Partnership | None:
        """What has the card to embed, None for a list or a map."""
        if self.what in ROW_TYPES:
            return profile_row(self.what, self.data.get(self.what, ""))
        if self.what == Embedded.PARTNERSHIP:
            public_id = self.data.get(CARD, "").replace("\x00", "")
            return Partnership.objects.listed().filter(public_id=public_id).first()
        return None

    @cached_property
    def listing(self) -> Listing:
        return Listing(self.data, MAP if self.what == Embedded.MAP else LIST)

    @cached_property
    def title(self) -> str:
        return str(self.row) if self.row else chosen_name(self.listing)

    @cached_property
    def _query(self) -> str:
        return "" if self.row else canonical_query(self.listing)

    @property
    def frame_path(self) -> str:
        """The path of the frame."""
        if self.what in ROW_TYPES:
            path = reverse("partnerships:embedded_profile", args=[self.what, key_of(self.row)])
        elif self.what == Embedded.PARTNERSHIP:
            path = reverse("partnerships:embedded_partnership", args=[self.row.public_id])
        else:
            is_map = self.what == Embedded.MAP
            path = reverse(f"partnerships:embedded_{'map' if is_map else 'list'}")
        parts = [self._query.removeprefix("?"), self.options.query]
        query = "&".join(filter(None, parts))
        return f"{path}?{query}" if query else path

    @property
    def code(self) -> str:
        """The HTML to copy."""
        script = absolute_address(reverse("partnerships:embed_script"))
        frame = absolute_address(self.frame_path)
        title = _("%(title)s – Villes partagées") % {"title": self.title}
        return format_html(CODE, frame, title, self.options.height, script)

    @property
    def has_rows(self) -> bool:
        return self.what == Embedded.LIST or self.what in ROW_TYPES

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """The names and values that a form of options sends again."""
        if self.what in ROW_TYPES:
            return [(WHAT, self.what), (self.what, key_of(self.row))]
        if self.what == Embedded.PARTNERSHIP:
            return [(WHAT, self.what), (CARD, self.row.public_id)]
        return [(WHAT, self.what), *self.listing.other_parameters()]

    @property
    def other_way(self) -> tuple[str, str] | None:
        """(label, path) of the map of a list, or the list of a map."""
        if self.row:
            return None
        other = Embedded.MAP if self.what == Embedded.LIST else Embedded.LIST
        return str(other.label), embed_path(other, self._query)

    @property
    def result_address(self) -> str:
        """The page of which a part is embedded."""
        if self.row:
            return self.row.get_absolute_url()
        return (MAP if self.what == Embedded.MAP else LIST).path + self._query
