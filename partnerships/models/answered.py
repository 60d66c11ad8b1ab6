from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def answer_has_its_date(model: str, **unanswered) -> models.CheckConstraint:
    """The constraint that an answer has its date. `unanswered`: the fields of a row without one."""
    return models.CheckConstraint(
        condition=Q(**unanswered, answered_at__isnull=True)
        | Q(~Q(**unanswered), answered_at__isnull=False),
        name=f"{model}_answer_has_its_date",
        violation_error_message=_("Une réponse a sa date."),
    )


class Answered(models.Model):
    """Abstract base of the requests: when and by whom they were answered."""

    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("répondu par"),
    )

    class Meta:
        abstract = True
