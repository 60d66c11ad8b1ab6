"""The pasted lines of the budget, moved to its table."""

from collections import Counter

from django.utils.translation import ngettext

from partnerships.analysis import fold
from partnerships.document.buffer import add_item
from partnerships.document.pasted.budget import PastedLine, read_pasted
from partnerships.document.steps.references import Buffer, References, texts
from partnerships.document.steps.step import item_uuid
from partnerships.models import BudgetSource, Dossier, LocalAuthorityKind

# « Ville de Lille », « Mairie du Havre »: how people name an authority before its own name.
TOWN_WORDS = frozenset(("ville", "commune", "mairie"))
# What people call their own authority, alone or after « notre ».
OWN_WORDS = {
    LocalAuthorityKind.COMMUNE: TOWN_WORDS,
    LocalAuthorityKind.CC: {"communaute", "communaute de communes", "interco"},
    LocalAuthorityKind.CA: {"communaute", "communaute d agglomeration", "agglomeration", "agglo"},
    LocalAuthorityKind.CU: {"communaute", "communaute urbaine"},
    LocalAuthorityKind.METROPOLE: {"metropole"},
    LocalAuthorityKind.DEPARTEMENT: {"departement", "conseil departemental"},
    LocalAuthorityKind.REGION: {"region", "conseil regional"},
    LocalAuthorityKind.SYNDICAT: {"syndicat"},
}
LINKING_WORDS = frozenset(("de", "d", "du", "des", "la", "le", "les", "l"))
TOTALS_SHOWN = 3


def _without_article(words):
    while len(words) > 1 and words[0] in LINKING_WORDS:
        words = words[1:]
    return " ".join(words)


class _Parties(dict):
    """The source that each party of a dossier is, found by a folded name."""

    def __init__(self, dossier: Dossier, buffer: Buffer):
        references = References(dossier, buffer)
        self._add(BudgetSource.PARTNER, references.named("partners", "proposed_name"))
        for partner in references.partners.values():
            self._add(BudgetSource.PARTNER, [partner.current.name, partner.current.name_fr])
        for authority in references.authorities.values():
            self._add(BudgetSource.OTHER_AUTHORITY, [authority.current.name])
        lead = dossier.lead_authority.current
        own = [*OWN_WORDS.get(lead.kind, ()), "collectivité"]
        own += [f"notre {word}" for word in own]
        self._add(BudgetSource.LEAD_AUTHORITY, [*own, lead.name])

    def _add(self, source, names):
        keys = [_without_article(fold(name).split()) for name in names]
        self.update({key: source.value for key in keys if key})

    def get(self, folded, default=""):
        words = folded.split()
        town = words[1:] if words[:1] and words[0] in TOWN_WORDS else words
        return super().get(_without_article(words)) or super().get(_without_article(town), default)


def _added_text(count):
    text = ngettext("Une ligne ajoutée au tableau.", "%(count)s lignes ajoutées au tableau.", count)
    return text % {"count": count}


def _incomplete_text(count):
    text = ngettext(
        "Une ligne est à compléter\u202f: choisissez ce qui lui manque.",
        "%(count)s lignes sont à compléter\u202f: choisissez ce qui leur manque.",
        count,
    )
    return text % {"count": count}


def _totals_text(totals: list[PastedLine]):
    text = ngettext(
        "Une ligne de total n’est pas ajoutée, puisque le portail fait les sommes\u202f: "
        "%(texts)s.",
        "%(count)s lignes de totaux ne sont pas ajoutées, puisque le portail fait les "
        "sommes\u202f: %(texts)s.",
        len(totals),
    )
    shown = [f"«\u202f{' '.join(line.text.split())[:80]}\u202f»" for line in totals]
    return text % {"count": len(totals), "texts": ", ".join(shown[:TOTALS_SHOWN])}


def _sentences(added: list[PastedLine], totals: list[PastedLine]) -> list[str]:
    incomplete = sum(not line.is_whole for line in added)
    sentences = [_added_text(len(added))] if added else []
    sentences += [_incomplete_text(incomplete)] if incomplete else []
    return sentences + ([_totals_text(totals)] if totals else [])


def _add_line(buffer, dossier, fields, name) -> bool:
    """Adds a line, unless it is there. Returns whether it was added."""
    uuid = item_uuid(dossier.uuid, "budget", name)
    exists = uuid in texts(buffer.get("budget"))
    if exists and all(buffer.get(f"budget.{uuid}.{key}") == fields[key] for key in fields):
        return False
    add_item(buffer, "budget", "" if exists else uuid, **fields)
    return True


def _left(lines: list[PastedLine]) -> str:
    """Returns the lines that nobody can read, each under its line of titles."""
    texts, titles = [], ""
    for line in lines:
        if line.fault:
            texts += [line.titles] if line.titles != titles and line.titles else []
            texts.append(line.text)
            titles = line.titles
    return "\n".join(texts)


def add_pasted(buffer: Buffer, dossier: Dossier, _command) -> list[str]:
    """Moves the pasted lines to the table, with what is understood of each; those that nobody can
    read stay in the text that was pasted. Returns what to say of it.

    A line gets the same item each time, so that a page sent twice adds it once.
    """
    pasted = buffer.get("budget_pasted")
    parties = _Parties(dossier, buffer)
    lines = read_pasted(pasted, parties) if isinstance(pasted, str) else []
    counts, added = Counter(), []
    for line in lines:
        values = tuple(sorted(line.fields.items()))
        if line.is_added:
            counts[values] += 1
            if _add_line(buffer, dossier, line.fields, f"{values}.{counts[values]}"):
                added.append(line)
    if lines:
        buffer["budget_pasted"] = _left(lines)
    return _sentences(added, [line for line in lines if line.is_total])
