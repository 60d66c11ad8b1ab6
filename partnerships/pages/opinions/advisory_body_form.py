"""The directory of advisory bodies, which lead reviewers maintain."""

from uuid import uuid4

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.country_options import country_options
from partnerships.models import AdvisoryBody, AdvisoryBodyKind, Country, Opinion
from partnerships.models.advisory_body import PLACE_FIELDS
from partnerships.workflow.opinions.advisory_bodies import name_of


class AdvisoryBodyForm(forms.ModelForm):
    """A body of the directory. `uuid` is generated with the page, so that a double click adds one
    body.
    """

    uuid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    name = forms.CharField(
        label=gettext_lazy("Nom"),
        required=False,
        max_length=AdvisoryBody._meta.get_field("name").max_length,
        help_text=gettext_lazy("Laissé vide, il est fait de la nature et du lieu."),
    )

    class Meta:
        model = AdvisoryBody
        fields = ["kind", "region", "departement", "country", "name", "email", "is_active"]
        help_texts = {
            "region": gettext_lazy("Pour une préfecture de région."),
            "departement": gettext_lazy("Pour une préfecture de département."),
            "country": gettext_lazy("Pour une ambassade."),
            "email": gettext_lazy("Les demandes d’avis et leurs pièces y sont envoyées."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = Country.objects.filter(pk=self.instance.country_id)
        country = self.fields["country"]
        country.queryset = Country.objects.foreign() | own
        country.widget.choices = [("", country.empty_label), *country_options(country.queryset)]

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean(self):
        data = super().clean()
        kind = data.get("kind")
        wanted = PLACE_FIELDS.get(kind)
        if wanted and not data.get(wanted) and wanted not in self.errors:
            self.add_error(wanted, _("Choisissez le lieu dont il s’agit."))
        if kind in PLACE_FIELDS:
            data.update({name: None for name in PLACE_FIELDS.values() if name != wanted})
        if not data.get("name") and wanted and data.get(wanted):
            data["name"] = name_of(kind, data[wanted])
        elif not data.get("name") and kind == AdvisoryBodyKind.OTHER:
            self.add_error("name", _("Nommez cet organisme."))
        return data

    def save(self, commit=True):
        """Saves the body under the uuid of the page, so that a double send creates one."""
        if self.instance._state.adding:
            self.instance.uuid = self.cleaned_data["uuid"]
        return super().save(commit)


class DirectoryPage:
    """The directory. `words`: part of a name or an e-mail address; "" for every body."""

    def __init__(self, user, words: str):
        self.user = user
        self.words = words.replace("\x00", "").strip()[:200]

    @property
    def groups(self) -> list[tuple[str, list[AdvisoryBody]]]:
        """(kind, its bodies), inactive ones included."""
        rows = AdvisoryBody.objects.select_related("region", "departement", "country")
        if self.words:
            rows = rows.filter(Q(name__icontains=self.words) | Q(email__icontains=self.words))
        rows = list(rows)
        groups = [
            (label, [row for row in rows if row.kind == kind])
            for kind, label in AdvisoryBodyKind.choices
        ]
        return [(label, bodies) for label, bodies in groups if bodies]

    @property
    def typed(self) -> list[Opinion]:
        """Opinions asked at a typed address that the directory lacks, latest first, at most 20."""
        listed = AdvisoryBody.objects.filter(email=OuterRef("email"))
        latest = Opinion.objects.filter(email=OuterRef("email")).order_by("-asked_at", "-pk")
        rows = Opinion.objects.visible_to(self.user).filter(
            ~Exists(listed), body__isnull=True, pk=latest.values("pk")[:1]
        )
        return list(rows.order_by("-asked_at", "-pk").select_related("asked_by")[:20])
