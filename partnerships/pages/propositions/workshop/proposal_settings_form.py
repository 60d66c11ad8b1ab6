"""When a proposition is shown, and what it is linked to."""

import hashlib
from datetime import UTC

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.document.steps.fields import Rows
from partnerships.models import Goal, Theme
from proposals.models import Proposal, ProposalRelation, RelationKind


class OutdatedSettings(Exception):
    """Someone else changed these settings since the page was read."""


def related(proposal: Proposal, kind: str) -> list[Proposal]:
    """Returns the propositions that this one completes, or depends on."""
    return [each.other for each in proposal.relations.all() if each.kind == kind]


def settings_state(proposal: Proposal) -> str:
    """Returns a digest of the settings: another one after any change."""
    values = (
        proposal.published_from,
        proposal.published_until,
        sorted(theme.pk for theme in proposal.themes.all()),
        sorted(goal.pk for goal in proposal.goals.all()),
        sorted((each.kind, each.other_id) for each in proposal.relations.all()),
    )
    return hashlib.sha256(repr(values).encode()).hexdigest()


class _ParisTime(forms.DateTimeField):
    """Reads « 2026-07-14T09:00 », as browsers send it, in the time zone of the portal."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value):
        instant = super().to_python(value)
        try:
            return instant and timezone.localtime(instant.astimezone(UTC))
        except OverflowError as error:
            # In the first or the last hours of the calendar, which another time zone leaves out.
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class _Titled(Rows):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, label, model):
        super().__init__(model.objects.all(), label=label, required=False)


class ProposalSettingsForm(forms.ModelForm):
    """`seen`: the state of the settings that the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    published_from = _ParisTime(
        label=_("Visible à partir du"),
        help_text=_("Jour et heure de Paris. Vide\u202f: visible dès maintenant."),
        required=False,
    )
    published_until = _ParisTime(
        label=_("Visible jusqu’au"),
        help_text=_("Jour et heure de Paris. Vide\u202f: sans fin."),
        required=False,
    )
    themes = _Titled(_("Thématiques"), Theme)
    goals = _Titled(_("Objectifs de développement durable"), Goal)
    completes = _Titled(_("Elle complète"), Proposal)
    depends_on = _Titled(_("Elle dépend de"), Proposal)

    class Meta:
        model = Proposal
        fields = ["published_from", "published_until"]

    def __init__(self, data=None, *, instance, others):
        initial = {kind: related(instance, kind) for kind in RelationKind.values}
        initial |= {"themes": instance.themes.all(), "goals": instance.goals.all()}
        initial["seen"] = settings_state(instance)
        super().__init__(data, instance=instance, initial=initial, label_suffix="")
        for kind in RelationKind.values:
            self.fields[kind].queryset = others

    def clean(self):
        super().clean()
        start, end = map(self.cleaned_data.get, ("published_from", "published_until"))
        if start and end and end <= start:
            self.add_error("published_until", _("La fin vient après le début."))

    def _write_relations(self, proposal):
        proposal.relations.all().delete()
        ProposalRelation.objects.bulk_create(
            ProposalRelation(proposal=proposal, kind=kind, other=other)
            for kind in RelationKind.values
            for other in self.cleaned_data[kind]
        )

    @transaction.atomic
    def write(self) -> None:
        """Saves all of it, or raises OutdatedSettings and saves nothing."""
        proposal = Proposal.objects.select_for_update().get(pk=self.instance.pk)
        if settings_state(proposal) != self.cleaned_data["seen"]:
            raise OutdatedSettings
        self.instance.save(update_fields=self.Meta.fields)
        proposal.themes.set(self.cleaned_data["themes"])
        proposal.goals.set(self.cleaned_data["goals"])
        self._write_relations(proposal)
