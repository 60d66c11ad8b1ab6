"""The settings form of a yearly campaign, and the figures of its progress."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.document.steps.fields import Day, DayInput, PlainText
from partnerships.models import Campaign, Partnership

MOST_REMINDERS, LONGEST = 6, 330


class ReminderDays(forms.CharField):
    """Days after the opening, typed as « 30, 60 »; sorted, without duplicates."""

    def prepare_value(self, value):
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value):
        texts = [text for text in re.split(r"[\s,;]+", super().clean(value)) if text]
        if not all(re.fullmatch("[0-9]{1,3}", text) for text in texts):
            raise ValidationError(
                _("Écrivez des nombres de jours séparés par des virgules, comme 30, 60.")
            )
        days = sorted({int(text) for text in texts})
        if len(days) > MOST_REMINDERS:
            raise ValidationError(_("Six relances au plus\u202f: retirez-en."))
        if days and not 1 <= days[0] <= days[-1] <= LONGEST:
            raise ValidationError(
                _("Une relance part de 1 à 330 jours après l’ouverture\u202f: corrigez ce nombre.")
            )
        return days


class CampaignForm(forms.ModelForm):
    opens_on = Day(
        required=True,
        widget=DayInput(format="%Y-%m-%d"),
        label=gettext_lazy("Ouverture"),
        help_text=gettext_lazy("Ce jour-là, chaque personne concernée reçoit un courriel."),
    )
    due_on = Day(
        required=True,
        widget=DayInput(format="%Y-%m-%d"),
        label=gettext_lazy("À faire avant le"),
        help_text=gettext_lazy("Passée cette date, rien n’est fermé\u202f: le retard est dit."),
    )
    reminder_days = ReminderDays(
        label=gettext_lazy("Relances, en jours après l’ouverture"),
        required=False,
        help_text=gettext_lazy(
            "À ceux à qui il reste à confirmer. Exemple\u202f: 30, 60. Vide\u202f: aucune relance."
        ),
    )
    message = PlainText(
        label=gettext_lazy("Message aux collectivités"),
        required=False,
        max_length=2_000,
        help_text=gettext_lazy("Il s’ajoute à chaque courriel de la campagne."),
    )

    class Meta:
        model = Campaign
        fields = ["opens_on", "due_on", "reminder_days", "message"]

    def clean_opens_on(self):
        opens_on, year = self.cleaned_data["opens_on"], self.instance.year
        if opens_on.year != year:
            raise ValidationError(
                _("La campagne de %(year)s s’ouvre en %(year)s\u202f: corrigez l’année.")
                % {"year": year}
            )
        return opens_on

    def clean_due_on(self):
        opens_on, due_on = self.cleaned_data.get("opens_on"), self.cleaned_data["due_on"]
        if opens_on and due_on <= opens_on:
            raise ValidationError(_("Cette date vient après l’ouverture\u202f: corrigez-la."))
        return due_on


def figures(campaign: Campaign) -> list[dict]:
    """Returns the partnerships asked, confirmed and left per région of the lead authority, in one
    query.
    """
    confirmed = Count("pk", filter=Q(confirmed_on__gte=campaign.opens_on))
    rows = list(
        Partnership.objects.confirmable()
        .order_by("lead_authority__region__sort_key")
        .values(region=F("lead_authority__region__name"))
        .annotate(asked=Count("pk"), confirmed=confirmed)
    )
    for row in rows:
        row["left"] = row["asked"] - row["confirmed"]
    return rows


def total(rows: list[dict]) -> dict:
    return {name: sum(row[name] for row in rows) for name in ("asked", "confirmed", "left")}
