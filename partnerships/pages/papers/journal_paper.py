"""The PDF of the journal of a dossier, for officers: every event with its digest."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cncd_portal.french_dates import french_date
from partnerships.models import Dossier
from partnerships.pages.components.history import History
from partnerships.pages.papers.dossier_paper import decided_facts, heading, moment, section
from partnerships.pages.papers.filled import fact
from partnerships.papers.paper import make_paper


def _item(line) -> dict:
    facts = [fact(_("par"), line.person)]
    if line.moved and line.source:
        states = {"source": line.source, "target": line.target}
        facts.append(
            fact(_("état"), _("de «\u202f%(source)s\u202f» à «\u202f%(target)s\u202f»") % states)
        )
    facts += [fact(label, text) for label, text in line.facts]
    if line.submission_digest:
        facts.append(fact(_("empreinte du dépôt"), line.submission_digest))
    facts.append(fact(_("empreinte"), line.digest))
    return {"title": f"{line.sequence}. {capfirst(line.label)}, {moment(line.at)}", "facts": facts}


def _decision(decision) -> dict:
    facts = [fact(_("par"), decision.decided_by), fact(_("le"), moment(decision.decided_at))]
    if decision.countersigned_by:
        who = {"person": decision.countersigned_by, "at": moment(decision.countersigned_at)}
        facts.append(fact(_("contresignée par"), _("%(person)s, le %(at)s") % who))
    if decision.released_at:
        facts.append(fact(_("notifiée le"), moment(decision.released_at)))
    if decision.withdrawn_at:
        facts.append(fact(_("retirée le"), moment(decision.withdrawn_at)))
    if decision.override:
        facts.append(fact(_("décidé sans attendre les avis"), decision.override))
    facts.append(fact(_("motifs"), decision.grounds or _("effacés")))
    facts += decided_facts(decision)
    return {"title": capfirst(decision.get_outcome_display()), "facts": facts}


def _opinion(opinion) -> dict:
    facts = [
        fact(_("demandé le"), moment(opinion.asked_at)),
        fact(_("attendu pour le"), french_date(opinion.due_on)),
    ]
    if opinion.answered_at:
        answered = _("répondu le") if opinion.is_declined else _("rendu le")
        facts.append(fact(answered, moment(opinion.answered_at)))
        facts.append(fact(_("avis"), opinion.get_answer_display()))
    elif opinion.revoked_at:
        facts.append(fact(_("demande retirée le"), moment(opinion.revoked_at)))
    else:
        facts.append(fact(_("avis"), _("attendu")))
    facts.append(fact(_("confidentiel"), _("oui") if opinion.is_confidential else _("non")))
    return {"title": opinion.body_name, "facts": facts}


def _items(title, items):
    return section(title, lists=[{"title": "", "items": items}] if items else [])


def journal_paper(dossier: Dossier) -> bytes:
    """Returns the PDF of the whole journal of `dossier`; without internal messages."""
    history = History(dossier)
    last = history.lines[-1]
    state = _(
        "Journal arrêté à l’événement %(sequence)s, du %(at)s. Empreinte\u202f: %(digest)s."
    ) % {
        "sequence": last.sequence,
        "at": moment(last.at),
        "digest": last.digest,
    }
    decisions = dossier.decisions.select_related("decided_by", "countersigned_by")
    facts = [
        fact(_("collectivité cheffe de file"), dossier.lead_authority.current),
        fact(_("objet du dossier"), dossier.get_kind_display()),
        fact(_("état du dossier"), dossier.state_label),
        fact(_("identifiant"), dossier.uuid),
    ]
    title = _("Journal du dossier %(reference)s") % {"reference": dossier.reference}
    data = {
        **heading(dossier, {"title": title}, state),
        "foot": dossier.title,
        "facts": facts,
        "sections": [
            _items(_("Événements"), [_item(line) for line in history.lines]),
            _items(_("Décisions"), [_decision(each) for each in decisions]),
            _items(_("Avis"), [_opinion(each) for each in dossier.opinions.all()]),
        ],
    }
    return make_paper("dossier.typ", data)
