"""Absences of officers, during which a colleague instructs their dossiers."""

from datetime import date, timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import Absence, stand_ins
from partnerships.notifications.absence import announce_absence
from partnerships.workflow.officers.officers import officers
from partnerships.workflow.refusals import NotAllowed, Refused

User = get_user_model()


def may_declare(by, officer) -> bool:
    """Whether `by` may declare or end absences of `officer`: themselves or a lead reviewer."""
    return by == officer or by.has_perm("partnerships.lead_review")


def _check_dates_and_delegate(officer, delegate, starts_on, ends_on, changed=None):
    if officer == delegate:
        raise Refused(_("On ne se remplace pas soi-même\u202f: nommez un collègue."))
    if ends_on < starts_on:
        raise Refused(_("Le dernier jour vient après le premier."))
    if ends_on < timezone.localdate():
        raise Refused(_("Cette absence est déjà finie\u202f: vérifiez les dates."))
    if not officers().filter(pk=delegate.pk).exists():
        raise Refused(_("%(name)s n’instruit pas de dossiers.") % {"name": delegate})
    others = officer.absences.overlapping(starts_on, ends_on)
    other = others.exclude(pk=changed.pk if changed else None).first()
    if other:
        raise Refused(
            _("Une absence est déjà déclarée du %(start)s au %(end)s.")
            % {"start": f"{other.starts_on:%d/%m/%Y}", "end": f"{other.ends_on:%d/%m/%Y}"}
        )


def _refuse_without_stand_in(absence):
    """Raises Refused if, on a day of the absence, its replacements lead to nobody: each would
    replace the other. Who replaces whom changes on the first days of absences alone.
    """
    rows = Absence.objects.overlapping(absence.starts_on, absence.ends_on)
    first = max(absence.starts_on, timezone.localdate())
    days = {first, *rows.filter(starts_on__gt=first).order_by().values_list("starts_on", flat=True)}
    for day in sorted(days):
        if absence.officer_id not in stand_ins(day):
            raise Refused(
                _(
                    "Le %(day)s, personne n’aurait ces dossiers\u202f: %(delegate)s est absent "
                    "aussi, et son remplacement ramène à %(officer)s. Nommez un autre remplaçant."
                )
                % {
                    "day": f"{day:%d/%m/%Y}",
                    "delegate": absence.delegate,
                    "officer": absence.officer,
                }
            )


def _lock(*people):
    """Concurrent declarations for one of these people wait here."""
    list(
        User.objects.select_for_update().filter(pk__in=[each.pk for each in people]).order_by("pk")
    )


@transaction.atomic
def declare_absence(officer, delegate, starts_on: date, ends_on: date, *, by) -> Absence:
    """Declares that `delegate` stands in for `officer` between two days, both included.

    Raises NotAllowed; Refused if the dates or the delegate are not valid, if another absence of
    `officer` overlaps, or if nobody would be there to have the dossiers.
    """
    if not may_declare(by, officer):
        raise NotAllowed
    _lock(officer, delegate)
    _check_dates_and_delegate(officer, delegate, starts_on, ends_on)
    absence = Absence.objects.create(
        officer=officer, delegate=delegate, starts_on=starts_on, ends_on=ends_on, declared_by=by
    )
    _refuse_without_stand_in(absence)
    announce_absence(absence, by=by)
    return absence


@transaction.atomic
def change_absence(absence: Absence, delegate, starts_on: date, ends_on: date, *, by) -> None:
    """Changes who stands in and when, under the rules of `declare_absence`; both delegates hear."""
    if not may_declare(by, absence.officer):
        raise NotAllowed
    _lock(absence.officer, delegate)
    absence = Absence.objects.select_for_update().filter(pk=absence.pk).first()
    if absence is None or absence.ends_on < timezone.localdate():
        raise Refused(_("Cette absence est déjà finie, ou annulée\u202f: déclarez-en une autre."))
    _check_dates_and_delegate(absence.officer, delegate, starts_on, ends_on, absence)
    previous = absence.delegate
    absence.delegate, absence.starts_on, absence.ends_on = delegate, starts_on, ends_on
    absence.save(update_fields=["delegate", "starts_on", "ends_on"])
    _refuse_without_stand_in(absence)
    announce_absence(absence, by=by, previous=previous)


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
