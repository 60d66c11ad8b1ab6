"""How to cite the page of a proposition: a sentence, and BibTeX."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cncd_portal.french_dates import french_date
from cncd_portal.site_address import absolute_address
from partnerships.pages.components.citation import bibtex_entry, escaped
from proposals.models import Proposal


@dataclass(frozen=True)
class ProposalCitation:
    """`read_on`: the day it is read. The origin of the words goes with the title."""

    proposal: Proposal
    read_on: date

    @property
    def _site(self):
        return _("Villes partagées, registre de la coopération décentralisée")

    @property
    def _address(self):
        return absolute_address(self.proposal.get_absolute_url())

    @property
    def _origin(self):
        source = self.proposal.source
        if page := self.proposal.source_page:
            source = _("%(source)s, page %(page)s") % {"source": source, "page": page}
        values = {"origin": self.proposal.get_wording_display(), "source": source}
        return _("%(origin)s\u202f; source\u202f: %(source)s") % values

    @property
    def _version(self):
        day = french_date(timezone.localdate(self.proposal.text.effective_from))
        return _("texte en ligne depuis le %(day)s") % {"day": day}

    @property
    def text(self) -> str:
        return _(
            "«\u202f%(title)s\u202f» (%(origin)s), proposition %(number)s, %(site)s, %(version)s, "
            "%(address)s (consulté le %(day)s)."
        ) % {
            "title": self.proposal.title,
            "origin": self._origin,
            "number": self.proposal.number,
            "site": self._site,
            "version": self._version,
            "address": self._address,
            "day": french_date(self.read_on),
        }

    @property
    def bibtex(self) -> str:
        fields = {
            "title": f"{{{escaped(self.proposal.title)}}}",
            "howpublished": escaped(self._site),
            "year": str(timezone.localdate(self.proposal.text.effective_from).year),
            "note": escaped(f"{self._origin}; {self._version}"),
            "url": self._address,
            "urldate": self.read_on.isoformat(),
        }
        return bibtex_entry(f"villes-partagees-proposition-{self.proposal.number}", fields)
