"""Files, stored by content in one private store. Access is decided on these rows."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cncd_portal.storage.checked import open_checked
from partnerships.models.content import Picture, Scanned, StoredContent, stored_path
from partnerships.models.dossier import Dossier
from partnerships.models.partnership import Partnership


class AttachmentKind(models.TextChoices):
    AGREEMENT = "agreement", _("convention")
    DELIBERATION = "deliberation", _("délibération")
    LETTER = "letter", _("courrier")
    REPORT = "report", _("rapport ou bilan")
    BUDGET = "budget", _("budget")
    OTHER = "other", _("autre document")
    PICTURE = "picture", _("image")


class StoredFileManager(models.Manager):
    """Annotates files with the scan result of their content and the digests of its renditions."""

    def get_queryset(self):
        content = StoredContent.objects.filter(sha256=models.OuterRef("sha256"))
        return (
            super()
            .get_queryset()
            .annotate(
                scan_state=models.Subquery(content.values("scan_state")),
                threat=models.Subquery(content.values("threat")),
                digests=models.Subquery(content.values("digests")),
            )
        )


class StoredFile(Scanned, models.Model):
    """Abstract base of files: name, type, size and SHA-256 of the content."""

    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, editable=False)
    file_name = models.CharField(_("nom du fichier"), max_length=200)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("taille (octets)"))
    sha256 = models.CharField(_("empreinte"), max_length=64, db_index=True)

    objects = StoredFileManager()

    # Annotated by the manager; None if the content is unknown.
    scan_state = None
    threat = ""

    class Meta:
        abstract = True

    def __str__(self):
        return self.file_name

    def open(self):
        """Opens the content, checked. Raises BrokenContent."""
        return open_checked(stored_path(self.sha256), self.sha256)


class StoredDocument(StoredFile):
    """A file to download, as opposed to a picture shown in a page."""

    kind = models.CharField(_("nature"), max_length=12, choices=AttachmentKind)
    title = models.CharField(_("intitulé"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.title or self.file_name


class Attachment(Picture, StoredDocument):
    """A file of a dossier. Its metadata (kind, caption, « à publier ») is in the buffer."""

    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="attachments", verbose_name=_("dossier")
    )
    renditions = models.JSONField(_("tailles"), default=list, blank=True)
    uploaded_at = models.DateTimeField(_("reçu le"), default=timezone.now)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("envoyé par"),
    )

    class Meta:
        verbose_name = _("pièce jointe")
        verbose_name_plural = _("pièces jointes")
        ordering = ["uploaded_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "uuid"], name="attachment_uuid_is_unique")
        ]


class PartnershipDocument(StoredDocument):
    """A document published with the current version, as its authority chose."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="documents", verbose_name=_("partenariat")
    )

    class Meta:
        verbose_name = _("document publié")
        verbose_name_plural = _("documents publiés")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "uuid"], name="partnership_document_uuid_is_unique"
            )
        ]


class PartnershipImage(Picture, StoredFile):
    """A picture published with the current version, as its authority chose."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="images", verbose_name=_("partenariat")
    )
    caption = models.CharField(_("légende"), max_length=300, blank=True)
    alternative = models.CharField(_("texte de remplacement"), max_length=300)
    credit = models.CharField(_("crédit"), max_length=200, blank=True)
    renditions = models.JSONField(_("tailles"), default=list)

    class Meta:
        verbose_name = _("image publiée")
        verbose_name_plural = _("images publiées")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "uuid"], name="partnership_image_uuid_is_unique"
            )
        ]
