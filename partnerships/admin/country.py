from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from partnerships.admin.lists import ReindexingAdmin
from partnerships.country_names import CountryNames, NameKind
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
        help_text=_("Un par ligne. Qui les écrit trouve ce pays\u202f: «\u202fHollande\u202f»."),
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

    def _clean_own(self, field):
        """Returns a name, which is that of no other country: it would name neither any more."""
        text = self.cleaned_data[field]
        others = CountryNames(Country.objects.exclude(pk=self.instance.pk)).named(text)
        same = next((each.country for each in others if each.kind == NameKind.OWN), None)
        if same:
            raise forms.ValidationError(
                _("«\u202f%(name)s\u202f» est déjà le nom de «\u202f%(country)s\u202f».")
                % {"name": text, "country": same}
            )
        return text

    def clean_name(self):
        return self._clean_own("name")

    def clean_name_en(self):
        return self._clean_own("name_en")

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
            "kind": _("Le mot que disent les pages\u202f: pays, ou territoire."),
            "note": _("Une phrase sur le nom ou le statut, montrée sur la page publique."),
        }


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
