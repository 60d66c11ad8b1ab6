"""What people write in a budget instead of the portal's labels: sources and natures."""

from partnerships.analysis import fold
from partnerships.models import BudgetNature, BudgetSource

# Synonyms that people write instead of the portal's labels.
OTHER_WORDS = {
    BudgetSource.LEAD_AUTHORITY: ("collectivité", "autofinancement", "fonds propres"),
    BudgetSource.PARTNER: ("partenaire", "partenaire local"),
    BudgetSource.MINISTRY: ("ministère", "MEAE", "État", "DAECT", "DCTCIV"),
    BudgetSource.AFD: ("AFD",),
    BudgetSource.EUROPEAN_UNION: ("UE", "Europe"),
    BudgetSource.PRIVATE: ("privé", "association", "mécénat"),
    BudgetNature.CASH: (
        "num",
        "en numéraire",
        "espèces",
        "en espèces",
        "argent",
        "financier",
        "financement",
        "subvention",
    ),
    BudgetNature.IN_KIND: (
        "valo",
        "valorisation",
        "valorisé",
        "nature",
        "apport en nature",
        "en nature",
        "bénévolat",
        "mise à disposition",
    ),
}
# Words that name a source within a longer name: « Ministère (MEAE) », « FEDER 2021-2027 ».
MARKS = {
    BudgetSource.MINISTRY: "meae daect dctciv",
    BudgetSource.AFD: "afd ficol",
    BudgetSource.EUROPEAN_UNION: "feder fse feader interreg erasmus",
}
# How the name of a funder begins, where that says what it is.
BEGINNINGS = {
    "association": BudgetSource.PRIVATE,
    "fondation": BudgetSource.PRIVATE,
    "fonds de dotation": BudgetSource.PRIVATE,
    "ong": BudgetSource.PRIVATE,
    "union europeenne": BudgetSource.EUROPEAN_UNION,
    "agence de l eau": BudgetSource.WATER_AGENCY,
    "commission europeenne": BudgetSource.EUROPEAN_UNION,
    "ministere de l europe": BudgetSource.MINISTRY,
    "ministere des affaires etrangeres": BudgetSource.MINISTRY,
}


def words_of(choices):
    """Returns {folded word: choice}, from labels, codes and synonyms."""
    words = {}
    for choice in choices:
        for text in (choice.label, choice.value, *OTHER_WORDS.get(choice, ())):
            words[fold(str(text))] = choice.value
    return words


def source_of(folded, sources, parties):
    """Returns the source that a folded name is, "" where it may be several or is unknown."""
    known = sources.get(folded) or parties.get(folded)
    if known:
        return known
    words = set(folded.split())
    marked = {source for source, marks in MARKS.items() if words & set(marks.split())}
    marked |= {
        source for start, source in BEGINNINGS.items() if f"{folded} ".startswith(f"{start} ")
    }
    return marked.pop().value if len(marked) == 1 else ""
