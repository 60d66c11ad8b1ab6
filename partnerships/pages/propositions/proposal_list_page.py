"""What the list of the twenty propositions shows, by where their words come from."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from partnerships.pages.components.partnership_count_texts import partnership_count_texts
from partnerships.pages.propositions.proposal_words import in_words
from partnerships.registry.facets.partnership_counts import PartnershipCounts, partnership_counts
from proposals.models import NUMBERS, Proposal, Wording

TITLES = {
    Wording.OFFICIAL: ngettext_lazy("Un texte du rapport", "%(number)s textes du rapport", "count"),
    Wording.REPORTED: ngettext_lazy(
        "Une proposition rapportée", "%(number)s propositions rapportées", "count"
    ),
    Wording.WORKING: ngettext_lazy("Un titre de travail", "%(number)s titres de travail", "count"),
}
LEGEND = {
    Wording.OFFICIAL: (
        gettext_lazy("Texte du rapport"),
        gettext_lazy("Mot pour mot, avec la page."),
    ),
    Wording.REPORTED: (
        gettext_lazy("Formulation rapportée"),
        gettext_lazy("Résumée d’après un article ou un partenaire, cité."),
    ),
    Wording.WORKING: (
        gettext_lazy("Titre de travail"),
        gettext_lazy("Écrit par le portail d’après l’annonce, faute du texte."),
    ),
}


@dataclass(frozen=True)
class ListedRow:
    """A proposition of the list, and how many partnerships carry it."""

    proposal: Proposal
    counts: PartnershipCounts

    @property
    def count_texts(self) -> list[str]:
        return partnership_count_texts(self.counts)

    @property
    def is_known(self) -> bool:
        """Whether anything is known of what became of it."""
        return self.proposal.is_followed or bool(self.counts.total)


@dataclass(frozen=True)
class Group:
    """The propositions whose words have the same origin."""

    wording: Wording
    rows: list[ListedRow]

    @property
    def title(self) -> str:
        count = len(self.rows)
        return TITLES[self.wording] % {"count": count, "number": in_words(count)}

    @property
    def is_working(self) -> bool:
        return self.wording == Wording.WORKING

    @property
    def is_known(self) -> bool:
        return any(each.is_known for each in self.rows)


@dataclass(frozen=True)
class LegendItem:
    """An origin of words: its square, what it means, how many propositions have it."""

    wording: Wording
    label: str | Promise
    text: str | Promise
    count: int


class ProposalListPage:
    @cached_property
    def rows(self) -> list[ListedRow]:
        counts = partnership_counts()
        proposals = Proposal.objects.listed()
        return [ListedRow(each, counts[each.number]) for each in proposals]

    @cached_property
    def groups(self) -> list[Group]:
        """Those that have propositions; the texts of the report first."""
        groups = (
            Group(wording, [row for row in self.rows if row.proposal.wording == wording])
            for wording in TITLES
        )
        return [group for group in groups if group.rows]

    @property
    def legend(self) -> list[LegendItem]:
        counts = {group.wording: len(group.rows) for group in self.groups}
        return [
            LegendItem(wording, label, text, counts.get(wording, 0))
            for wording, (label, text) in LEGEND.items()
        ]

    @property
    def official_count(self) -> int:
        return sum(row.proposal.is_official for row in self.rows)

    @property
    def has_own_numbers(self) -> bool:
        """Whether the numbers are those of the portal, for lack of the whole report."""
        return self.official_count < len(self.rows)

    @property
    def state(self) -> str:
        """How much of the report is here."""
        count = self.official_count
        if not count:
            return _(
                "Leur texte officiel n’est pas encore saisi ici\u202f: chaque titre dit d’où il "
                "vient."
            )
        if count == len(NUMBERS):
            return _("Leur texte est ici celui du rapport.")
        text = _(
            "Texte du rapport saisi ici pour %(count)s d’entre elles\u202f: chaque autre titre "
            "dit d’où il vient."
        )
        return text % {"count": count}

    @property
    def absent_count(self) -> int:
        """How many of the twenty are not shown, since nothing is known of them."""
        return len(NUMBERS) - len(self.rows)

    @property
    def absent_title(self) -> str:
        count = self.absent_count
        text = ngettext_lazy(
            "Une proposition dont rien n’est connu ici",
            "%(number)s propositions dont rien n’est connu ici",
            "count",
        )
        return text % {"count": count, "number": in_words(count)}
