"""Contents of the private store, with the result of their virus scan."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cncd_portal.storage.checked import open_checked

# Content type of a rendition → its file extension.
RENDITION_ENDS = {"image/webp": "webp", "image/jpeg": "jpg"}


class ScanState(models.TextChoices):
    PENDING = "pending", _("en attente d’analyse")
    CLEAN = "clean", _("sans danger connu")
    INFECTED = "infected", _("infecté")


def stored_path(sha256: str) -> str:
    """Returns the name of a content in the private store, from its hexadecimal SHA-256."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def rendition_path(sha256: str, width: int, content_type: str) -> str:
    """Returns the name of a rendition of a picture, stored next to the original content."""
    return f"{stored_path(sha256)}.{width}.{RENDITION_ENDS[content_type]}"


class StoredContent(models.Model):
    """A content of the private store. The row is created before the content and deleted after it.

    Files refer to it by its SHA-256. For a picture, the last of `renditions` is the content itself;
    the others are stored next to it, and `digests` has their SHA-256 by their name in the store. A
    rendition stored before digests were has none until `verify_store` reads it.
    """

    sha256 = models.CharField(_("empreinte"), max_length=64, unique=True)
    renditions = models.JSONField(_("tailles"), default=list, blank=True)
    digests = models.JSONField(_("empreintes des tailles"), default=dict, blank=True)
    created_at = models.DateTimeField(_("reçu le"), default=timezone.now, db_index=True)
    scan_state = models.CharField(
        _("analyse"), max_length=8, choices=ScanState, default=ScanState.PENDING
    )
    scanned_at = models.DateTimeField(_("analysé le"), null=True, blank=True)
    threat = models.CharField(_("menace trouvée"), max_length=200, blank=True)
    # While its files are being deleted: nothing may refer to it.
    leaving_since = models.DateTimeField(_("en cours d’effacement depuis"), null=True, blank=True)

    class Meta:
        verbose_name = _("contenu")
        verbose_name_plural = _("contenus")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scan_state=ScanState.PENDING, scanned_at__isnull=True)
                | models.Q(~models.Q(scan_state=ScanState.PENDING), scanned_at__isnull=False),
                name="stored_content_scan_has_its_date",
                violation_error_message=_("Une analyse a une date."),
            )
        ]

    def __str__(self):
        return self.sha256

    @property
    def paths(self) -> list[str]:
        """Names in the store: the content, then its other renditions."""
        sizes = [(each["width"], each["content_type"]) for each in self.renditions[:-1]]
        return [stored_path(self.sha256), *(rendition_path(self.sha256, *size) for size in sizes)]

    @property
    def digest_of_paths(self) -> dict[str, str]:
        """SHA-256 of each of `paths`, "" where it is not known yet."""
        known = {**self.digests, stored_path(self.sha256): self.sha256}
        return {path: known.get(path, "") for path in self.paths}


class DocumentText(models.Model):
    """The words of a content that is a PDF, for the officers' search; deleted with it."""

    content = models.OneToOneField(
        StoredContent,
        models.CASCADE,
        primary_key=True,
        related_name="text",
        verbose_name=_("contenu"),
    )
    # Search tokens (publication/tokens.py), sorted, a space around each; "" without any text.
    tokens = models.TextField(_("mots"), blank=True)
    read_at = models.DateTimeField(_("lu le"))

    class Meta:
        verbose_name = _("mots d’un document")
        verbose_name_plural = _("mots des documents")

    def __str__(self):
        return self.content.sha256


def is_served(scan_state: str | None) -> bool:
    """Whether a content may be served: scanned clean or, without a scanner, not infected."""
    if settings.CLAMAV_URL:
        return scan_state == ScanState.CLEAN
    return scan_state != ScanState.INFECTED


class Scanned:
    """Mixin of files with a `scan_state`: a ScanState, or None if the content is unknown."""

    @property
    def is_served(self) -> bool:
        return is_served(self.scan_state)

    @property
    def is_infected(self) -> bool:
        return self.scan_state == ScanState.INFECTED


class Picture:
    """Mixin of files that may be pictures: those with `renditions`.

    A rendition is a re-encoded size of the picture, as {"width", "height", "content_type", "size"}.
    They are ordered by width; the last one is the file itself.
    """

    # SHA-256 of the others by their name in the store, as the manager reads them of the content.
    digests = None

    def rendition(self, width: int, end: str) -> dict | None:
        """Returns the rendition with this width and file extension (`webp`, `jpg`), or None."""
        for each in self.renditions:
            if (each["width"], RENDITION_ENDS[each["content_type"]]) == (width, end):
                return each
        return None

    def open_rendition(self, rendition: dict):
        """Opens a size, checked. Raises BrokenContent."""
        if rendition == self.renditions[-1]:
            return self.open()
        path = rendition_path(self.sha256, rendition["width"], rendition["content_type"])
        return open_checked(path, (self.digests or {}).get(path, ""))

    @property
    def widths(self) -> list[int]:
        """Widths of the renditions; each width exists in every content type."""
        return sorted({each["width"] for each in self.renditions})

    @property
    def width(self) -> int:
        return self.renditions[-1]["width"]

    @property
    def height(self) -> int:
        return self.renditions[-1]["height"]
