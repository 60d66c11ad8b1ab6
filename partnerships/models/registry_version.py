"""The version of the public registry, and what changed from one to the next."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RegistryVersion(models.Model):
    """The number of the current version of the public rows: one row, none before the first version.

    A number is never used twice, even by another database or one that was restored.
    """

    number = models.PositiveBigIntegerField(_("numéro"))

    class Meta:
        verbose_name = _("version du registre")
        verbose_name_plural = _("versions du registre")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="registry_version_is_one_row")
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.number}"


class RegistryChange(models.Model):
    """A partnership whose public rows or facets changed in a version.

    Each version has at least one row, without a partnership if none changed.
    """

    version = models.PositiveBigIntegerField(_("version"), db_index=True)
    # No foreign key: what left the registry changed too.
    partnership = models.BigIntegerField(_("partenariat"), null=True)

    class Meta:
        verbose_name = _("changement du registre")
        verbose_name_plural = _("changements du registre")

    def __str__(self):
        return f"{self.version} : {self.partnership}"
