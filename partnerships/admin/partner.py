from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from partnerships.admin.authority import MatchingAdmin
from partnerships.admin.country import NamesField
from partnerships.admin.lists import ReindexingAdmin
from partnerships.admin.read_only import ReadOnlyAdmin
from partnerships.models import Facet, InternationalPartner, Place
from partnerships.publication.partners import write_partner_terms
from partnerships.publication.renaming import renaming_of


@admin.register(Place)
class PlaceAdmin(MatchingAdmin, ReadOnlyAdmin):
    """Towns come from GeoNames; they are only looked up here."""

    list_display = ["name", "country", "population"]
    list_select_related = ["country"]


class PartnerForm(forms.ModelForm):
    former = NamesField(
        label=_("Anciens noms"),
        required=False,
        help_text=_(
            "Un par ligne. Un nom que vous remplacez s’y ajoute\u202f: retirez-le ensuite s’il "
            "était faux."
        ),
    )


@admin.register(InternationalPartner)
class InternationalPartnerAdmin(ReindexingAdmin):
    form = PartnerForm
    facet = Facet.PARTNER, "uuid"
    list_display = ["name", "name_fr", "kind", "country", "merged_into"]
    list_select_related = ["country", "merged_into"]
    list_filter = ["kind"]
    search_fields = ["name", "name_fr", "former", "wikidata_id"]
    autocomplete_fields = ["place", "country"]
    readonly_fields = ["uuid", "merged_into"]

    def save_model(self, request, obj, form, change):
        before = InternationalPartner.objects.filter(pk=obj.pk).first()
        renaming = before and renaming_of(obj, str(before), own=(obj.name, obj.name_fr))
        super().save_model(request, obj, form, change)
        write_partner_terms([obj])
        if renaming:
            renaming.save()

    def partnerships_of(self, partner):
        return list(partner.partnerships.values_list("pk", flat=True))
