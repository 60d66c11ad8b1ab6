"""The one-page PDF for the council: who, with whom, what, for how much, from when to when."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cncd_portal.amounts import euros
from partnerships.models import Dossier, Submission
from partnerships.pages.papers.dossier_paper import content_of, heading, section, table
from partnerships.pages.papers.filled import FilledForm, fact
from partnerships.papers.paper import make_paper, page_count

# (characters of a text, names in a list, rows of a table), from the longest to the shortest.
LIMITS = ((900, 8, 8), (600, 6, 6), (400, 4, 5), (250, 3, 4), (120, 2, 3), (50, 1, 2))
ELLIPSIS = "…"


@dataclass
class Shortener:
    """Shortens texts, lists and tables to its limits; records whether anything was cut."""

    text_length: int
    names: int
    rows: int
    is_cut: bool = field(default=False)

    def text(self, text: str) -> str:
        """Returns the start of a text, cut at the end of a word, with line breaks removed."""
        short = " ".join(text.split())
        if len(short) <= self.text_length:
            return short
        self.is_cut = True
        start = short[: self.text_length]
        return (start.rpartition(" ")[0] or start) + ELLIPSIS

    def enumeration(self, names: list[str]) -> str:
        shown = [self.text(name) for name in names[: self.names]]
        more = len(names) - len(shown)
        if more:
            self.is_cut = True
            shown.append(
                ngettext("et %(count)s autre", "et %(count)s autres", more) % {"count": more}
            )
        return ", ".join(shown)

    def sums(self, sums: list[tuple[str, Decimal]]) -> list[tuple[str, Decimal]]:
        """Returns the first rows; the others are added up in the last one."""
        if len(sums) <= self.rows:
            return sums
        shown, others = sums[: self.rows - 1], sums[self.rows - 1 :]
        self.is_cut = True
        return [*shown, (_("Autres"), sum((total for _name, total in others), Decimal(0)))]

    def facts(self, facts: list[dict]) -> list[dict]:
        return [{**each, "text": self.text(each["text"])} for each in facts]


def _who(filled, shortener):
    return section(
        _("Qui, avec qui"),
        [
            fact(_("collectivités françaises"), shortener.enumeration(filled.authorities)),
            fact(
                _("partenaires étrangers"), shortener.enumeration(filled.titles("partners")) or "–"
            ),
            *shortener.facts(filled.facts("kind", "phase")),
        ],
    )


def _what(filled, shortener):
    facts = shortener.facts(filled.facts("summary", "objectives", "themes"))
    carried = shortener.enumeration(filled.titles("contributions"))
    return section(
        _("Quoi"), [*facts, *([fact(_("propositions portées"), carried)] if carried else [])]
    )


def _budget(filled, shortener):
    tables = []
    groups = (
        (_("Par année"), _("Année"), filled.budget_by_year),
        (_("Par source"), _("Source"), filled.budget_by_source),
    )
    for caption, name, sums in groups:
        rows = [[label, euros(total)] for label, total in shortener.sums(sums)]
        if rows:
            rows.append([_("Total"), euros(filled.budget_total)])
            tables.append(table(caption, (name, _("Montant")), rows, (3, 2), (1,), is_summed=True))
    facts = shortener.facts(filled.facts("total_cost"))
    return section(_("Budget"), facts or ([] if tables else [fact(_("montant"), "–")]), (), tables)


def _calendar(filled, shortener):
    names = ("starts_on", "ends_on", "convention_signed_on", "transmitted_to_prefect_on")
    facts = filled.facts(*names, "state_case", "state_authorised_on")
    return section(_("Calendrier et convention"), shortener.facts(facts))


def _data(dossier, filled, state, shortener):
    head = heading(dossier, filled.buffer, state)
    sections = [part(filled, shortener) for part in (_who, _what, _budget, _calendar)]
    words = {
        **head["words"],
        "kind": _("Note de synthèse pour l’assemblée délibérante"),
        "cut": _("Suite dans le dossier complet (%(reference)s).")
        % {"reference": dossier.reference},
    }
    title = shortener.text(head["title"])
    data = {**head, "title": title, "sections": sections, "words": words}
    return {**data, "is_cut": shortener.is_cut}


def summary_paper(dossier: Dossier, submission: Submission | None = None) -> bytes:
    """Returns a one-page PDF, whatever the length of the content."""
    buffer, state = content_of(dossier, submission)
    filled = FilledForm(dossier, buffer)
    for limits in LIMITS:
        data = _data(dossier, filled, state, Shortener(*limits))
        if page_count("summary.typ", data) == 1:
            break
    return make_paper("summary.typ", data)
