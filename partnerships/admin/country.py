from django import forms
from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from partnerships.admin.lists import ReindexingAdmin
from partnerships.country_names import CountryNameKind, CountryNames
from partnerships.models import FRENCH, Country, Facet


class NamesField(forms.CharField):
    """Names, one a line, without blank lines or repetitions."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value):
        lines = (" ".join(line.split()) for line in super().clean(value).splitlines())
        return "\n".join(dict.fromkeys(filter(None, lines)))


class CountryForm(forms.ModelForm):
    other_names = NamesField(
        label=_("Autres noms"),
        required=False,
        help_text=_(
            "Un par ligne. Écrire l’un d’eux fait trouver ce pays\u202f: «\u202fHollande\u202f»."
        ),
    )
    former_names = NamesField(
        label=_("Anciens noms"),
        required=False,
        help_text=_("Un par ligne\u202f: «\u202fZaïre\u202f»."),
    )
    parts = NamesField(
        label=_("Parties que l’on prend pour un pays"),
        required=False,
        help_text=_("Une par ligne\u202f: «\u202fÉcosse\u202f»."),
    )

    class Meta:
        model = Country
        fields = [
            "name",
            "name_en",
            "kind",
            "note",
            "other_names",
            "former_names",
            "parts",
            "continent",
            "latitude",
            "longitude",
        ]
        help_texts = {
            "kind": _("Le mot employé dans les pages\u202f: pays, ou territoire."),
            "note": _("Une phrase sur le nom ou le statut, montrée sur la page publique."),
        }

    def _not_of_another(self, name):
        """Refuses the name of another country: nobody could tell one from the other."""
        others = Country.objects.exclude(pk=self.instance.pk)
        named = CountryNames(others).named(self.cleaned_data[name])
        taken = next((each.country for each in named if each.kind == CountryNameKind.OWN), None)
        if taken:
            raise forms.ValidationError(
                gettext("C’est le nom d’un autre\u202f: %(country)s (%(code)s).")
                % {"country": taken, "code": taken.pk}
            )
        return self.cleaned_data[name]

    def clean_name(self):
        return self._not_of_another("name")

    def clean_name_en(self):
        return self._not_of_another("name_en")


@admin.register(Country)
class CountryAdmin(ReindexingAdmin, SimpleHistoryAdmin):
    """How countries and territories are named; what is changed here outlives the next load."""

    form = CountryForm
    facet = Facet.COUNTRY, "iso2"
    list_display = ["name", "iso2", "kind", "continent", "note"]
    list_filter = ["kind", "continent"]
    search_fields = ["name"]
    search_help_text = _("Un nom, même ancien, ou un code.")
    fields = ["iso2", "iso3", *CountryForm.Meta.fields]
    readonly_fields = ["iso2", "iso3"]
    history_list_display = ["name", "kind", "note"]

    def has_add_permission(self, request):
        return False

    def get_search_results(self, request, queryset, search_term):
        if request.GET.get("model_name") == "internationalpartner":
            queryset = queryset.exclude(iso2__in=FRENCH)
        if search_term.strip():
            found = CountryNames().starting(search_term)
            queryset = queryset.filter(pk__in=[country.pk for country in found])
        return queryset, False

    def save_model(self, request, obj, form, change):
        changed = set(form.changed_data).intersection(Country.EDITABLE)
        obj.edited = sorted(changed.union(obj.edited))
        if not obj.history.exists():
            # What the reference data gave: the history begins with it.
            Country.history.bulk_history_create([Country.objects.get(pk=obj.pk)])
        super().save_model(request, obj, form, change)

    def partnerships_of(self, country):
        partners = country.partners.filter(partnerships__isnull=False)
        return list(partners.values_list("partnerships", flat=True).distinct())
