"""The PDF of a whole dossier: the draft or a deposit, the decision, the exchanges."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cncd_portal.amounts import euros
from cncd_portal.french_dates import MOMENT, french_date
from partnerships.document.accepted import judged_contributions, judged_text
from partnerships.document.projection import deposited_buffer
from partnerships.document.steps import LAST_STEP, STEPS
from partnerships.document.steps.references import Buffer
from partnerships.models import Dossier, Submission, Visibility
from partnerships.pages.components.exchanges.conversation import subject_label
from partnerships.pages.papers.filled import (
    ITEMS_MAX,
    FilledForm,
    fact,
    form_facts,
    label_of,
    value_text,
)
from partnerships.pages.papers.person_name import person_name
from partnerships.papers.paper import make_paper

# Lists printed as tables: (relative width of each column, indexes of the numeric columns).
TABLES = {"budget": ((2, 4, 4, 3, 3), (4,)), "indicators": ((3, 2, 2, 2, 2), (2, 3, 4))}


def moment(value) -> str:
    return french_date(value, MOMENT)


def content_of(dossier: Dossier, submission: Submission | None) -> tuple[Buffer, str]:
    """Returns (the content to print, a sentence naming the draft or the deposit it is)."""
    if submission:
        state = _("Dépôt n° %(number)s du %(at)s, par %(by)s.") % {
            "number": submission.number,
            "at": moment(submission.submitted_at),
            "by": person_name(submission.submitted_by),
        }
        return deposited_buffer(submission.document), state
    state = _("Brouillon du %(at)s, non déposé.") % {"at": moment(dossier.updated_at)}
    return dossier.buffer, state


def _more_items(items):
    return _("et %(count)s autres, dans le formulaire") % {"count": len(items) - ITEMS_MAX}


def table(caption, head, rows, widths, figures, *, is_summed=False) -> dict:
    return {
        "caption": str(caption),
        "head": [capfirst(str(each)) for each in head],
        "rows": rows,
        "widths": widths,
        "figures": figures,
        "is_summed": is_summed,
    }


def _tables_of(filled, list_form):
    all_items = filled.items(list_form.list_name)
    items = all_items[:ITEMS_MAX]
    if not items:
        return []
    widths, figures = TABLES[list_form.list_name]
    head = [label_of(field) for field in list_form.base_fields.values()]
    rows = [[value_text(item, name) for name in item.fields] for item in items]
    if len(all_items) > len(items):
        rows.append([_more_items(all_items), *[""] * (len(head) - 1)])
    is_budget = list_form.list_name == "budget"
    if is_budget:
        rows.append([_("Total"), "", "", "", euros(filled.budget_total)])
    return [table(list_form.heading, head, rows, widths, figures, is_summed=is_budget)]


def budget_tables(filled: FilledForm) -> list[dict]:
    """The tables of the budget by year and by source."""
    if not filled.budget_lines:
        return []
    total = [_("Total"), euros(filled.budget_total)]
    sums = (
        (_("Par année"), _("Année"), filled.budget_by_year),
        (_("Par source"), _("Source"), filled.budget_by_source),
    )
    return [
        table(
            caption,
            (name, _("Montant")),
            [*([label, euros(amount)] for label, amount in amounts), total],
            (3, 2),
            (1,),
            is_summed=True,
        )
        for caption, name, amounts in sums
    ]


def _lists_of(filled, list_form):
    items = filled.items(list_form.list_name)
    shown = [
        {"title": filled.title_of(item, number), "facts": filled.item_facts(item)}
        for number, item in enumerate(items[:ITEMS_MAX], start=1)
    ]
    if len(items) > ITEMS_MAX:
        shown.append({"title": _more_items(items), "facts": []})
    return [{"title": str(list_form.heading), "items": shown}] if shown else []


def section(title, facts=(), lists=(), tables=()) -> dict:
    return {
        "title": str(title),
        "facts": list(facts),
        "lists": list(lists),
        "tables": list(tables),
        "is_empty": not (facts or lists or tables),
    }


def _section_of(filled, step):
    lists, tables = [], []
    for each in step.lists:
        if each.list_name in TABLES:
            tables += _tables_of(filled, each)
        else:
            lists += _lists_of(filled, each)
    if "budget" in step.names:
        tables += budget_tables(filled)
    return section(step.title, form_facts(filled.form(step)), lists, tables)


def _deposits(dossier):
    rows = [
        [str(each.number), moment(each.submitted_at), person_name(each.submitted_by)]
        for each in dossier.submissions.select_related("submitted_by").order_by("number")
    ]
    head = (_("n°"), _("le"), _("par"))
    tables = [table(_("Dépôts du dossier"), head, rows, (1, 3, 3), ())] if rows else []
    return section(_("Dépôts"), tables=tables)


def decided_facts(decision) -> list[dict]:
    """What a decision says beside its grounds: reservations, propositions accepted and declined."""
    (judged,) = judged_contributions(decision.contributions)
    texts = {
        _("réserves"): decision.reservations,
        _("propositions portées"): judged_text(judged),
    }
    return [fact(label, text) for label, text in texts.items() if text]


def _decision(dossier):
    """The section of the decision; empty until the decision is notified."""
    decision = dossier.decisions.standing().filter(released_at__isnull=False).first()
    if decision is None:
        return []
    facts = [
        fact(_("décision"), decision.get_outcome_display()),
        fact(_("notifiée le"), moment(decision.released_at)),
        fact(_("motifs"), decision.grounds),
        *decided_facts(decision),
    ]
    return [section(_("Décision"), facts)]


def _exchanges(dossier, references):
    """The section of shared messages; internal messages are never printed."""
    shared = dossier.messages.filter(visibility=Visibility.SHARED).select_related("author")
    facts = []
    for message in shared:
        about = f" – {subject_label(message.field_path, references)}" if message.field_path else ""
        facts.append(
            fact(f"{person_name(message.author)}, {moment(message.at)}{about}", message.body)
        )
    return section(_("Échanges avec l’administration"), facts)


def heading(dossier: Dossier, buffer: Buffer, state: str) -> dict:
    """The title, metadata, header and footer common to all papers of a dossier."""
    title = buffer.get("title")
    lead = str(dossier.lead_authority.current)
    return {
        "title": title if isinstance(title, str) and title.strip() else _("Dossier sans titre"),
        "author": lead,
        "description": f"{dossier.reference} – {state}",
        "reference": dossier.reference,
        "head": _("Villes partagées – registre de la coopération décentralisée"),
        "foot": state,
        "state": state,
        "words": {
            "page": _("page"),
            "empty": _("Rien n’est rempli ici."),
            "altered": _(
                "Des signes de ce dossier ne sont dans aucune police du portail (chinois, "
                "émojis…)\u202f: ils sont remplacés par □."
            ),
        },
    }


def dossier_paper(
    dossier: Dossier, submission: Submission | None = None, *, has_exchanges: bool = False
) -> bytes:
    """Returns the PDF of everything in `submission`, or in the draft if it is None."""
    buffer, state = content_of(dossier, submission)
    filled = FilledForm(dossier, buffer)
    sections = [_section_of(filled, step) for step in STEPS if step != LAST_STEP]
    sections += [_deposits(dossier), *_decision(dossier)]
    if has_exchanges:
        sections.append(_exchanges(dossier, filled.references))
    facts = [
        fact(_("objet du dossier"), dossier.get_kind_display()),
        fact(_("collectivité cheffe de file"), dossier.lead_authority.current),
        fact(_("état du dossier"), dossier.state_label),
    ]
    data = {**heading(dossier, buffer, state), "facts": facts, "sections": sections}
    return make_paper("dossier.typ", data)
