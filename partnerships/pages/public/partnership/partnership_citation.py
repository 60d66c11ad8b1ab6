"""How to cite the page of a partnership: a sentence, and BibTeX."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cncd_portal.french_dates import french_date
from partnerships.models import Partnership
from partnerships.pages.components.citation import bibtex_entry, escaped


@dataclass(frozen=True)
class Citation:
    """`author`: the authority that declared it, "" where it was imported; `address`: the short one,
    whole; `read_on`: the day it is read.
    """

    partnership: Partnership
    title: str
    author: str
    address: str
    read_on: date

    @property
    def _published_on(self):
        return timezone.localdate(self.partnership.current_version.created_at)

    @property
    def _version(self):
        return _("version %(number)d du %(day)s") % {
            "number": self.partnership.current_version.number,
            "day": french_date(self._published_on, "j F Y"),
        }

    @property
    def _site(self):
        return _("Villes partagées, registre de la coopération décentralisée")

    @property
    def _source(self):
        """« données de Wikidata, 2017 »; "" where the authority is the author."""
        source = "" if self.author else self.partnership.source_text
        return _("d’après %(source)s") % {"source": source} if source else ""

    @property
    def text(self) -> str:
        parts = [
            _("«\u202f%(title)s\u202f»") % {"title": self.title},
            self._source,
            self._site,
            self._version,
        ]
        author = f"{self.author}, " if self.author else ""
        read_on = french_date(self.read_on, "j F Y")
        return author + _("%(parts)s, %(address)s (consulté le %(day)s).") % {
            "parts": ", ".join(filter(None, parts)),
            "address": self.address,
            "day": read_on,
        }

    @property
    def bibtex(self) -> str:
        note = "; ".join(filter(None, (self._version, self._source)))
        fields = {
            "author": f"{{{escaped(self.author)}}}" if self.author else "",
            "title": f"{{{escaped(self.title)}}}",
            "howpublished": escaped(self._site),
            "year": str(self._published_on.year),
            "note": escaped(note),
            "url": self.address,
            "urldate": self.read_on.isoformat(),
        }
        return bibtex_entry(f"villes-partagees-{self.partnership.public_id}", fields)
