"""Absences of officers: who is away, who replaces them, and the form to declare one."""

from functools import cached_property

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.document.steps.fields import Day, DayInput
from partnerships.models import Absence, Dossier, stand_ins
from partnerships.sort_key import person_key
from partnerships.workflow.officers.officers import User, officers


def _offer(field, people):
    """Offers `people` in their order, which no query gives."""
    field.queryset = officers().filter(pk__in=[each.pk for each in people])
    field.choices = [("", field.empty_label), *((each.pk, str(each)) for each in people)]


class AbsenceForm(forms.Form):
    officer = forms.ModelChoiceField(User.objects.none(), label=_("Qui est absent"))
    delegate = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Remplaçant"),
        help_text=_(
            "S’il est absent lui aussi, les dossiers vont à son propre remplaçant. "
            "Un dossier de sa collectivité ne lui va pas."
        ),
    )
    starts_on = Day(
        required=True, widget=DayInput(format="%Y-%m-%d"), label=_("Premier jour d’absence")
    )
    ends_on = Day(
        required=True, widget=DayInput(format="%Y-%m-%d"), label=_("Dernier jour d’absence")
    )

    def __init__(self, user, *args, changed: Absence | None = None, **kwargs):
        if changed:
            names = ("delegate", "starts_on", "ends_on")
            kwargs["initial"] = {name: getattr(changed, name) for name in names}
        super().__init__(*args, **kwargs)
        people = sorted(officers(), key=person_key)
        if changed:
            del self.fields["officer"]
            people = [each for each in people if each.pk != changed.officer_id]
        elif user.has_perm("partnerships.lead_review"):
            _offer(self.fields["officer"], people)
            self.fields["officer"].initial = user.pk
        else:
            del self.fields["officer"]
            people = [each for each in people if each.pk != user.pk]
        _offer(self.fields["delegate"], people)


class AbsencePage:
    """Current and future absences, and who holds the dossiers of absent officers today."""

    def __init__(self, user):
        self.user, self.today = user, timezone.localdate()

    @cached_property
    def absences(self):
        rows = Absence.objects.visible_to(self.user).filter(ends_on__gte=self.today)
        rows = list(rows.select_related("officer", "delegate", "declared_by"))
        actual = stand_ins(self.today)
        people = User.objects.in_bulk(set(actual.values()))
        for absence in rows:
            absence.is_running = absence.starts_on <= self.today
            absence.holder = people.get(actual.get(absence.officer_id))
            absence.may_end = (
                self.user.has_perm("partnerships.lead_review") or absence.officer == self.user
            )
        return rows

    @cached_property
    def dossier_count(self) -> int:
        """Open dossiers of the user, which would change hands."""
        return Dossier.objects.open().filter(reviewer=self.user.pk).count()
