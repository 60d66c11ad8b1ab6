"""The personal data of one user, without anyone else's address and without secrets."""

from collections.abc import Iterator

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.db.models.functions import Lower

from cncd_portal.accounts.sessions import Session
from partnerships.models import (
    AuthorityRequest,
    CalendarFeed,
    Confirmation,
    DossierMute,
    Invitation,
    LocalAuthorityMember,
    Message,
    Notification,
    NotificationPreference,
    OutboxMail,
    QueueView,
    ReaderReport,
    ReaderReportStep,
    SpreadsheetImport,
    Visibility,
)


def _account(user):
    """The account, without the password or its hash, the second factor or its codes."""
    addresses = EmailAddress.objects.filter(user=user).order_by("pk")
    factors = Authenticator.objects.filter(user=user).order_by("pk")
    return {
        "adresse": user.email,
        "prenom": user.first_name,
        "nom": user.last_name,
        "inscription": user.date_joined,
        "derniere_connexion": user.last_login,
        "identifiant_au_journal": user.journal_id,
        "adresses": [{"adresse": each.email, "verifiee": each.verified} for each in addresses],
        "doubles_authentifications": [
            {"type": each.type, "creee_le": each.created_at, "utilisee_le": each.last_used_at}
            for each in factors
        ],
        "raccourcis_clavier": user.has_shortcuts,
        "roles": list(user.groups.order_by("name").values_list("name", flat=True)),
    }


def _sessions(user):
    """Where the user is signed in; neither the key of the session nor its content."""
    return [
        {
            "ouverte_le": each.begun_at,
            "utilisee_le": each.seen_at,
            "se_ferme_le": each.expire_date,
            "adresse_ip": each.address,
            "navigateur": each.browser,
        }
        for each in Session.objects.open_of(user)
    ]


def _memberships(user):
    rows = LocalAuthorityMember.objects.filter(user=user).select_related("authority")
    return [
        {
            "collectivite": str(each.authority),
            "cle": each.authority.key,
            "role": each.role,
            "etat": each.status,
            "message": each.message,
            "demande_le": each.requested_at,
            "repondu_le": each.answered_at,
        }
        for each in rows
    ]


def _invitation(each):
    return {
        "collectivite": str(each.authority),
        "role": each.role,
        "etat": each.status,
        "message": each.message,
        "envoyee_le": each.sent_at,
        "expire_le": each.expires_at,
        "repondu_le": each.answered_at,
    }


def _invitations(user):
    rows = Invitation.objects.select_related("authority")
    return {
        "recues": [_invitation(each) for each in rows.addressed_to(user)],
        "envoyees": [_invitation(each) for each in rows.filter(invited_by=user)],
    }


def _authority_requests(user):
    return [
        {
            "nom": each.name,
            "precisions": each.explanation,
            "source": each.source,
            "demande_le": each.asked_at,
            "etat": each.status,
            "reponse": each.answer,
            "repondu_le": each.answered_at,
        }
        for each in AuthorityRequest.objects.filter(asked_by=user).order_by("pk")
    ]


def _reader_reports(user):
    """The errors that the user reported, signed in or from an address of theirs, confirmed."""
    proved = EmailAddress.objects.filter(user=user, verified=True).annotate(to=Lower("email"))
    own = Q(sent_by=user) | Q(email__in=proved.values("to"), email_confirmed_at__isnull=False)
    rows = ReaderReport.objects.filter(own).prefetch_related("steps")
    return [
        {
            "page": each.subject_label,
            "motif": each.topic,
            "endroit": each.part,
            "texte": each.text,
            "source": each.source,
            "adresse": each.email,
            "envoye_le": each.sent_at,
            "etat": each.status,
            "reponses": [
                {"etat": step.status, "texte": step.text, "le": step.at}
                for step in each.steps.all()
                if not step.is_spam
            ],
        }
        for each in rows.order_by("pk")
    ]


def _reader_report_steps(user):
    rows = ReaderReportStep.objects.filter(by=user).select_related("report")
    return [
        {"page": each.report.subject_label, "etat": each.status, "texte": each.text, "le": each.at}
        for each in rows
    ]


def _messages(user):
    """The shared messages of the user; internal messages belong to the administration."""
    rows = Message.objects.filter(author=user, visibility=Visibility.SHARED)
    return [
        {
            "dossier": each.dossier.reference,
            "le": each.at,
            "champ": each.field_path,
            "texte": each.body,
        }
        for each in rows.select_related("dossier")
    ]


def _confirmations(user):
    rows = Confirmation.objects.filter(by=user).select_related("partnership", "version")
    return [
        {"partenariat": each.partnership.title, "version": each.version.number, "le": each.at}
        for each in rows
    ]


def _mails(user):
    """Mails since the account was created; the address may have been someone else's before."""
    mails = OutboxMail.objects.filter(
        recipient__iexact=user.email, created_at__gte=user.date_joined
    )
    return [
        {
            "objet": each.subject,
            "texte": each.body,
            "ecrit_le": each.created_at,
            "envoye_le": each.sent_at,
            "etat": each.state,
        }
        for each in mails.order_by("pk")
    ]


def _notifications(user):
    received = Notification.objects.filter(user=user).order_by("pk")
    chosen = NotificationPreference.objects.filter(user=user).order_by("event")
    muted = DossierMute.objects.filter(user=user).order_by("pk")
    return {
        "recues": [
            {"objet": each.subject, "recue_le": each.created_at, "lue_le": each.read_at}
            for each in received
        ],
        "choix": {each.event: each.frequency for each in chosen},
        "dossiers_en_sourdine": list(muted.values_list("dossier__reference", flat=True)),
    }


def _spreadsheets(user):
    rows = SpreadsheetImport.objects.filter(created_by=user).select_related("authority")
    return [
        {
            "fichier": each.file_name,
            "collectivite": str(each.authority),
            "envoye_le": each.created_at,
        }
        for each in rows
    ]


def _queue_views(user):
    rows = QueueView.objects.filter(owner=user)
    return [{"nom": each.name, "filtres": each.query, "tri": each.sort} for each in rows]


def _calendar(user):
    """When the link of the calendar was last made or revoked, without the link."""
    rows = CalendarFeed.objects.filter(user=user)
    return [{"change_le": each.changed_at, "repond": bool(each.token_digest)} for each in rows]


PARTS = {
    "compte.json": _account,
    "sessions.json": _sessions,
    "collectivites.json": _memberships,
    "invitations.json": _invitations,
    "demandes.json": _authority_requests,
    "signalements.json": _reader_reports,
    "signalements-traites.json": _reader_report_steps,
    "messages.json": _messages,
    "confirmations.json": _confirmations,
    "courriels.json": _mails,
    "notifications.json": _notifications,
    "tableurs.json": _spreadsheets,
    "vues.json": _queue_views,
    "agenda.json": _calendar,
}


def personal_parts(user) -> Iterator[tuple[str, object]]:
    """Yields (file name, content) for each part of the export."""
    for name, part in PARTS.items():
        yield name, part(user)
