"""One page for the council: who, with whom, what, for how much, from when to when."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import Dossier, Submission
from partnerships.pages.papers.dossier_paper import content_of, heading, section, table
from partnerships.pages.papers.filled import Filled, euros, fact
from partnerships.papers.paper import make_paper, page_count

# (characters of a text, names in a list, rows of a table), from the most told to the least.
LIMITS = ((900, 8, 8), (600, 6, 6), (400, 4, 5), (250, 3, 4), (120, 2, 3), (50, 1, 2))
ELLIPSIS = "…"


@dataclass
class Cut:
    """Keeps to its limits, and remembers whether something was left out."""

    text_length: int
    names: int
    rows: int
    is_cut: bool = field(default=False)

    def text(self, text: str) -> str:
        """The beginning of a text, to the end of a word, on few lines."""
        short = " ".join(text.split())
        if len(short) <= self.text_length:
            return short
        self.is_cut = True
        start = short[: self.text_length]
        return (start.rpartition(" ")[0] or start) + ELLIPSIS

    def enumeration(self, names: list[str]) -> str:
        shown = [self.text(name) for name in names[: self.names]]
        left = len(names) - len(shown)
        if left:
            self.is_cut = True
            shown.append(
                ngettext("et %(count)s autre", "et %(count)s autres", left) % {"count": left}
            )
        return ", ".join(shown)

    def sums(self, sums: list[tuple[str, Decimal]]) -> list[tuple[str, Decimal]]:
        """The first rows; what the others come to stands in one."""
        if len(sums) <= self.rows:
            return sums
        shown, others = sums[: self.rows - 1], sums[self.rows - 1 :]
        self.is_cut = True
        return [*shown, (_("Autres"), sum((total for _name, total in others), Decimal(0)))]

    def facts(self, facts: list[dict]) -> list[dict]:
        return [{**each, "text": self.text(each["text"])} for each in facts]


def _who(filled, cut):
    return section(
        _("Qui, avec qui"),
        [
            fact(_("collectivités françaises"), cut.enumeration(filled.authorities)),
            fact(_("partenaires étrangers"), cut.enumeration(filled.titles("partners")) or "–"),
            *cut.facts(filled.facts("kind", "phase")),
        ],
    )


def _what(filled, cut):
    facts = cut.facts(filled.facts("summary", "objectives", "themes"))
    carried = cut.enumeration(filled.titles("contributions"))
    return section(
        _("Quoi"), [*facts, *([fact(_("propositions portées"), carried)] if carried else [])]
    )


def _budget(filled, cut):
    tables = []
    by = (
        (_("Par année"), _("Année"), filled.budget_by_year),
        (_("Par source"), _("Source"), filled.budget_by_source),
    )
    for caption, name, sums in by:
        rows = [[label, euros(total)] for label, total in cut.sums(sums)]
        if rows:
            rows.append([_("Total"), euros(filled.budget_total)])
            tables.append(table(caption, (name, _("Montant")), rows, (3, 2), (1,), is_summed=True))
    facts = cut.facts(filled.facts("total_cost"))
    return section(_("Budget"), facts or ([] if tables else [fact(_("montant"), "–")]), (), tables)


def _calendar(filled, cut):
    names = ("starts_on", "ends_on", "convention_signed_on", "transmitted_to_prefect_on")
    facts = filled.facts(*names, "state_case", "state_authorised_on")
    return section(_("Calendrier et convention"), cut.facts(facts))


def _data(dossier, filled, state, cut):
    head = heading(dossier, filled.buffer, state)
    sections = [part(filled, cut) for part in (_who, _what, _budget, _calendar)]
    words = {
        **head["words"],
        "kind": _("Note de synthèse pour l’assemblée délibérante"),
        "cut": _("Suite dans le dossier complet (%(reference)s).")
        % {"reference": dossier.reference},
    }
    title = cut.text(head["title"])
    data = {**head, "title": title, "sections": sections, "words": words}
    return {**data, "is_cut": cut.is_cut}


def summary_paper(dossier: Dossier, submission: Submission | None = None) -> bytes:
    """A PDF of one page, whatever the length of what was typed."""
    buffer, state = content_of(dossier, submission)
    filled = Filled(dossier, buffer)
    for limits in LIMITS:
        data = _data(dossier, filled, state, Cut(*limits))
        if page_count("summary.typ", data) == 1:
            break
    return make_paper("summary.typ", data)
