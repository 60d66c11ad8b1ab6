"""Absences of officers, during which a colleague instructs their dossiers."""

from datetime import date, timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import Absence
from partnerships.notifications.absence import announce_absence
from partnerships.workflow.officers.officers import officers
from partnerships.workflow.refusals import NotAllowed, Refused

User = get_user_model()


def may_declare(by, officer) -> bool:
    """Whether `by` may declare or end absences of `officer`: themselves or a lead reviewer."""
    return by == officer or by.has_perm("partnerships.lead_review")


def _check_dates_and_delegate(officer, delegate, starts_on, ends_on):
    if officer == delegate:
        raise Refused(_("On ne se remplace pas soi-même\u202f: nommez un collègue."))
    if ends_on < starts_on:
        raise Refused(_("Le dernier jour vient après le premier."))
    if ends_on < timezone.localdate():
        raise Refused(_("Cette absence est déjà finie\u202f: vérifiez les dates."))
    if not officers().filter(pk=delegate.pk).exists():
        raise Refused(_("%(name)s n’instruit pas de dossiers.") % {"name": delegate})
    other = officer.absences.overlapping(starts_on, ends_on).first()
    if other:
        raise Refused(
            _("Une absence est déjà déclarée du %(start)s au %(end)s.")
            % {"start": f"{other.starts_on:%d/%m/%Y}", "end": f"{other.ends_on:%d/%m/%Y}"}
        )


@transaction.atomic
def declare_absence(officer, delegate, starts_on: date, ends_on: date, *, by) -> Absence:
    """Declares that `delegate` stands in for `officer` between two days, both included.

    Raises NotAllowed; Refused if the dates or the delegate are not valid, or if another absence
    of `officer` overlaps.
    """
    if not may_declare(by, officer):
        raise NotAllowed
    # Concurrent declarations for the same officer wait here.
    User.objects.select_for_update().get(pk=officer.pk)
    _check_dates_and_delegate(officer, delegate, starts_on, ends_on)
    absence = Absence.objects.create(
        officer=officer, delegate=delegate, starts_on=starts_on, ends_on=ends_on, declared_by=by
    )
    announce_absence(absence, by=by)
    return absence


@transaction.atomic
def end_absence(absence: Absence, *, by) -> None:
    """Ends an absence early: its last day becomes yesterday; deleted if it began today or later."""
    if not may_declare(by, absence.officer):
        raise NotAllowed
    absence = Absence.objects.select_for_update().filter(pk=absence.pk).first()
    today = timezone.localdate()
    if absence is None or absence.ends_on < today:
        return
    announce_absence(absence, by=by, is_over=True)
    if absence.starts_on < today:
        absence.ends_on = today - timedelta(days=1)
        absence.save(update_fields=["ends_on"])
    else:
        absence.delete()
