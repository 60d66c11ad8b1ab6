"""The journal of a dossier for readers: who did what, the status before and after, and why."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cncd_portal.accounts.models import pseudonym
from cncd_portal.french_dates import french_date
from partnerships.document.accepted import judged_contributions, judged_text
from partnerships.document.canonical import digest
from partnerships.document.projection import deposited_buffer
from partnerships.document.schema import FIELD_LABELS, SAME
from partnerships.document.settlement import PROPOSED, PUBLISHED
from partnerships.document.steps.references import References
from partnerships.models import (
    Action,
    Dossier,
    DossierStatus,
    LocalAuthority,
    Opinion,
    OpinionAnswer,
    Outcome,
)
from partnerships.models.frozen_text import stored_text
from partnerships.pages.components.event_addressee import addressee
from partnerships.pages.components.exchanges.conversation import subject_label
from partnerships.workflow.journal import actor_names

# Labels of the keys of an event's content, in display order; other keys are not shown.
CONTENT_LABELS = {
    "outcome": gettext_lazy("décision"),
    "grounds": gettext_lazy("motifs"),
    "reservations": gettext_lazy("réserves"),
    "contributions": gettext_lazy("propositions portées"),
    "recipient": gettext_lazy("destinataire"),
    "copies": gettext_lazy("copies"),
    "override": gettext_lazy("décidé sans attendre les avis"),
    "reason": gettext_lazy("raison"),
    "asserted": gettext_lazy("affirmé"),
    "messages": gettext_lazy("demandes"),
    "authorities": gettext_lazy("collectivités"),
    "from": gettext_lazy("auparavant à"),
    "to": gettext_lazy("confié à"),
    "due_on": gettext_lazy("échéance"),
    "working_days_left": gettext_lazy("jours ouvrés restants à la reprise"),
    "delay": gettext_lazy("délai en jours ouvrés"),
    "delay_basis": gettext_lazy("fondement du délai"),
    "version": gettext_lazy("version publiée"),
    "settlement": gettext_lazy("différences réglées"),
    "resemblances": gettext_lazy("partenaires comparés"),
    "letter": gettext_lazy("lettre"),
    "letter_digest": gettext_lazy("empreinte de la lettre"),
    "opinions": gettext_lazy("organismes consultés"),
    "opinion": gettext_lazy("organisme consulté"),
    "questions": gettext_lazy("questions"),
    "answer": gettext_lazy("avis"),
    "text": gettext_lazy("texte de l’avis"),
}
# Keys whose value is the digest of a text.
DIGEST_KEYS = ("grounds", "reservations", "contributions", "reason", "questions", "text")


# What each event says, after who did it.
SENTENCES = {
    Action.CREATE: gettext_lazy("%(who)s a ouvert le dossier"),
    Action.SUBMIT: gettext_lazy("%(who)s a déposé le dossier"),
    Action.WITHDRAW: gettext_lazy("%(who)s a retiré le dépôt"),
    Action.START_REVIEW: gettext_lazy("%(who)s a pris le dossier en instruction"),
    Action.REQUEST_CHANGES: gettext_lazy("%(who)s a demandé des compléments"),
    Action.DECIDE: gettext_lazy("%(who)s a pris une décision"),
    Action.CORRECT_DECISION: gettext_lazy("%(who)s a corrigé la décision"),
    Action.ADDRESS_LETTER: gettext_lazy("%(who)s a corrigé l’adresse de la lettre"),
    Action.COUNTERSIGN: gettext_lazy("%(who)s a contresigné la décision"),
    Action.UNCOUNTERSIGN: gettext_lazy("%(who)s a retiré son contreseing"),
    Action.SETTLE: gettext_lazy("%(who)s a réglé les différences avec la fiche publiée"),
    Action.RELEASE: gettext_lazy("%(who)s a notifié la décision"),
    Action.TAKE_BACK: gettext_lazy("%(who)s a repris la décision"),
    Action.REOPEN: gettext_lazy("%(who)s a rouvert le dossier"),
    Action.DISCARD: gettext_lazy("%(who)s a mis le dossier à la corbeille"),
    Action.EXPIRE: gettext_lazy("%(who)s a mis à la corbeille ce brouillon délaissé"),
    Action.RESTORE: gettext_lazy("%(who)s a sorti le dossier de la corbeille"),
    Action.REBASE: gettext_lazy("%(who)s a repris la version publiée"),
    Action.SHARE: gettext_lazy("%(who)s a montré le brouillon aux autres collectivités"),
    Action.CONFIRM: gettext_lazy("%(who)s a confirmé la part de sa collectivité"),
    Action.DECLINE: gettext_lazy("%(who)s a dit «\u202fce n’est pas nous\u202f»"),
    Action.HAND_OVER: gettext_lazy("%(who)s a confié le suivi du dossier"),
    Action.ASSIGN: gettext_lazy("%(who)s a confié l’instruction"),
    Action.REMIND_AUTHORITY: gettext_lazy("%(who)s a envoyé une relance"),
    Action.ANSWER_REQUEST: gettext_lazy("%(who)s a répondu à une demande"),
    Action.SETTLE_REQUEST: gettext_lazy("%(who)s a réglé une demande"),
    Action.REOPEN_REQUEST: gettext_lazy("%(who)s a rouvert une demande"),
    Action.CORRECT: gettext_lazy("%(who)s a corrigé une coquille de la fiche publiée"),
    Action.COMPARE_PARTNERS: gettext_lazy(
        "%(who)s a dit qu’un partenaire proposé est un autre qu’un partenaire connu"
    ),
    Action.ARCHIVE: gettext_lazy("%(who)s a archivé le dossier"),
    Action.UNARCHIVE: gettext_lazy("%(who)s a sorti le dossier des archives"),
    Action.ERASE: gettext_lazy("%(who)s a effacé le contenu du dossier"),
    Action.FORGET_CONTACT: gettext_lazy(
        "%(who)s a effacé des dépôts un contact dont le compte est effacé"
    ),
    Action.ASK_OPINION: gettext_lazy("%(who)s a demandé un avis"),
    Action.REVOKE_OPINION: gettext_lazy("%(who)s a retiré une demande d’avis"),
    Action.ANSWER_OPINION: gettext_lazy("%(who)s a reçu un avis"),
}


def sentence_of(action: str, who: str, to: str = "") -> str:
    """Returns what was done, by whom and to whom (`addressee`), in the past tense: « Awa Diop a
    confié l’instruction à Léa Roy ».
    """
    name = who[:1].upper() + who[1:]
    done = str(SENTENCES[action]) % {"who": name} if action in SENTENCES else f"{name}, {action}"
    return f"{done} {to}" if to else done


@dataclass(frozen=True)
class Line:
    """An event as displayed. `to`: to whom it was done. `facts`: (label, text) of the rest of its
    content.
    """

    sequence: int
    action: str
    label: str
    person: str
    to: str
    at: datetime
    source: str
    target: str
    facts: list[tuple[str, str]]
    submission_digest: str
    digest: str

    @property
    def sentence(self) -> str:
        return sentence_of(self.action, self.person, self.to)

    @property
    def moved(self) -> bool:
        return self.source != self.target


def settled_text(settlement: dict) -> str:
    """Returns the published version merged, and the side retained for each field changed on
    both.
    """
    sides = {
        PUBLISHED: _("la fiche publiée"),
        PROPOSED: _("ce dossier"),
    }
    chosen = (
        f"{FIELD_LABELS[path.partition('.')[0]]}\u202f: {sides[side]}"
        for path, side in settlement["choices"].items()
    )
    version = _("version %(number)s") % {"number": settlement["version"]}
    return "\n".join([version, *chosen])


def compared_text(answer: dict) -> str:
    """Returns the answer about known partners that resemble a proposed one."""
    text = (
        _("«\u202f%(name)s\u202f» est %(known)s, déjà au registre")
        if answer["answer"] == SAME
        else _("«\u202f%(name)s\u202f» est un autre partenaire que %(known)s")
    )
    return text % {"name": answer["name"], "known": ", ".join(answer["names"])}


def _action(name: str) -> str:
    return str(Action(name).label) if name in Action.values else name


def _status(name: str) -> str:
    return str(DossierStatus(name).label) if name in DossierStatus.values else name


class History:
    """The journal of `dossier`, with the texts whose digests it holds."""

    def __init__(self, dossier: Dossier):
        self.dossier = dossier
        self.events = list(dossier.events.order_by("sequence"))

    @cached_property
    def names(self) -> dict[str, str]:
        """`journal_id` as a string → name, for actors and people mentioned in events."""
        mentioned = (event.content.get(key) for event in self.events for key in ("from", "to"))
        ids = {event.actor for event in self.events} | {UUID(each) for each in mentioned if each}
        known = actor_names(ids)
        return {str(each): known.get(each) or pseudonym(each) for each in ids}

    @cached_property
    def texts(self) -> dict[str, str]:
        """Digest → text, for decisions, opinions and reasons for declining."""
        decisions = list(self.dossier.decisions.all())
        judged = judged_contributions(*(each.contributions for each in decisions))
        found = [text for each in decisions for text in (each.grounds, each.reservations)]
        found += [text for row in self.opinions.values() for text in (row.questions, row.text)]
        found += [link.reason for link in self.dossier.dossier_authorities.all()]
        texts = {digest(stored_text(text)): text for text in found if text}
        return texts | {
            digest(decision.contributions_text): judged_text(contributions)
            for decision, contributions in zip(decisions, judged, strict=True)
            if contributions
        }

    @cached_property
    def opinions(self) -> dict[str, Opinion]:
        return {str(each.uuid): each for each in self.dossier.opinions.all()}

    @cached_property
    def messages(self) -> dict[str, str]:
        """uuid → text of the message, after the label of the field it is about."""
        last = self.dossier.submissions.first()
        buffer = deposited_buffer(last.document) if last and last.document_text else {}
        references = References(self.dossier, buffer)
        return {
            str(each.uuid): f"{subject_label(each.field_path, references)}\u202f: {each.body}"
            if each.field_path
            else each.body
            for each in self.dossier.messages.all()
        }

    @cached_property
    def authorities(self) -> dict[str, str]:
        keys = {key for event in self.events for key in event.content.get("authorities", ())}
        return {each.key: str(each) for each in LocalAuthority.objects.filter(key__in=keys)}

    def _text(self, key, value):
        if key == "outcome":
            return str(Outcome(value).label)
        if key in DIGEST_KEYS:
            return self.texts.get(value, value)
        if key in ("from", "to"):
            return self.names.get(value, "")
        if key == "messages":
            return "\n".join(self.messages.get(each, "") for each in value)
        if key == "authorities":
            return ", ".join(self.authorities.get(each, each) for each in value)
        if key in ("opinion", "opinions"):
            asked = [value] if key == "opinion" else value
            return ", ".join(str(self.opinions.get(each, each)) for each in asked)
        if key == "answer":
            return str(OpinionAnswer(value).label)
        if key == "resemblances":
            return "\n".join(map(compared_text, value))
        if key == "settlement":
            return settled_text(value)
        if key == "due_on":
            return french_date(date.fromisoformat(value))
        return str(value)

    def _facts(self, content):
        present = (
            (key, content[key]) for key in CONTENT_LABELS if content.get(key) not in (None, "", [])
        )
        facts = ((str(CONTENT_LABELS[key]), self._text(key, value)) for key, value in present)
        return [(label, text) for label, text in facts if text]

    def addressee(self, event) -> str:
        """Returns to whom an event was done, as the end of its sentence."""
        return addressee(
            self.dossier, event.action, event.content, self.names, lambda: self.opinions
        )

    @cached_property
    def lines(self) -> list[Line]:
        """The events, oldest first."""
        return [
            Line(
                sequence=event.sequence,
                action=event.action,
                label=_action(event.action),
                person=self.names[str(event.actor)],
                to=self.addressee(event),
                at=event.at,
                source=_status(event.from_status),
                target=_status(event.to_status),
                facts=self._facts(event.content),
                submission_digest=event.submission_digest,
                digest=event.digest,
            )
            for event in self.events
        ]

    @property
    def latest_first(self) -> list[Line]:
        return self.lines[::-1]
