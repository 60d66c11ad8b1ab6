"""Contents of the private store: which there are, and what the scanner said of them."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cncd_portal.storage.checked import open_checked

# Types of the sizes in which a picture is kept, and how their names end.
RENDITION_ENDS = {"image/webp": "webp", "image/jpeg": "jpg"}


class ScanState(models.TextChoices):
    PENDING = "pending", _("en attente d’analyse")
    CLEAN = "clean", _("sans danger connu")
    INFECTED = "infected", _("infecté")


def stored_path(sha256: str) -> str:
    """Name of a content in the private store: its SHA-256 (hexadecimal), under two folders."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def rendition_path(sha256: str, width: int, content_type: str) -> str:
    """Name of a size of a picture, beside the picture it was made of."""
    return f"{stored_path(sha256)}.{width}.{RENDITION_ENDS[content_type]}"


class StoredContent(models.Model):
    """A content that the store holds, or is about to: its row comes first and leaves last.

    Files point at it by its SHA-256. Of a picture, `renditions` are its sizes; the last one is the
    content itself, the others are kept beside, and `digests` tells their SHA-256 by their name in
    the store. A size that was kept before digests were has none until `verify_store` reads it.
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
        """Names in the store: the content, then its sizes."""
        sizes = [(each["width"], each["content_type"]) for each in self.renditions[:-1]]
        return [stored_path(self.sha256), *(rendition_path(self.sha256, *size) for size in sizes)]

    @property
    def digest_of_paths(self) -> dict[str, str]:
        """SHA-256 of each of `paths`, "" where it is not known yet."""
        known = {**self.digests, stored_path(self.sha256): self.sha256}
        return {path: known.get(path, "") for path in self.paths}


def is_served(scan_state: str | None) -> bool:
    """Whether a content may leave the portal: found clean, or where nothing scans, not infected."""
    if settings.CLAMAV_URL:
        return scan_state == ScanState.CLEAN
    return scan_state != ScanState.INFECTED


class Picture:
    """A file that is a picture where it has `renditions`: the sizes in which it was made anew, as
    {"width", "height", "content_type", "size"}, narrowest first. The last is the file itself.
    """

    # SHA-256 of the others by their name in the store, as the manager reads them of the content.
    digests = None

    def rendition(self, width: int, end: str) -> dict | None:
        """The size that an address names by its width and its end (`webp`, `jpg`), if it is one."""
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
        """Each is there in each type."""
        return sorted({each["width"] for each in self.renditions})

    @property
    def width(self) -> int:
        return self.renditions[-1]["width"]

    @property
    def height(self) -> int:
        return self.renditions[-1]["height"]
