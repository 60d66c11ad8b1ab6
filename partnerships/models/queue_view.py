"""Saved views of the queue: filters, sort order and columns."""

import uuid

from django.conf import settings
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from partnerships.models.sort_key import SortKeyField


class QueueViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The user's own views, and the shared ones."""
        return self.filter(Q(owner=user.pk) | Q(owner__isnull=True))

    def editable_by(self, user):
        """The user's own views; also the shared ones for a lead reviewer."""
        editable = Q(owner=user.pk)
        if user.has_perm("partnerships.lead_review"):
            editable |= Q(owner__isnull=True)
        return self.filter(editable)


class QueueView(models.Model):
    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    # None for a shared view.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="queue_views",
        verbose_name=_("personne"),
    )
    name = models.CharField(
        _("nom de la vue"), max_length=80, validators=[ProhibitNullCharactersValidator()]
    )
    sort_key = SortKeyField(sources=("name",))
    # The filters, as a URL query string; the usual sort and columns are empty.
    query = models.TextField(_("filtres"), blank=True)
    sort = models.CharField(_("tri"), max_length=20, blank=True)
    columns = models.JSONField(_("colonnes"), default=list, blank=True)

    objects = QueueViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("vue de la file")
        verbose_name_plural = _("vues de la file")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="queue_view_name_is_one_per_person",
                violation_error_message=_("Vous avez déjà une vue de ce nom."),
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(owner__isnull=True),
                name="queue_view_shared_name_is_one",
                violation_error_message=_("Une vue partagée porte déjà ce nom."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Returns the URL of the queue with the settings of this view, and its identifier."""
        rest = {"tri": self.sort, "colonnes": self.columns, "vue": self.uuid}
        rest = urlencode({name: value for name, value in rest.items() if value}, doseq=True)
        query = f"{self.query}&" if self.query else ""
        return f"{reverse('partnerships:queue')}?{query}{rest}"

    @property
    def is_shared(self) -> bool:
        return self.owner_id is None
