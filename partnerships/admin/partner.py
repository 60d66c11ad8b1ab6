from django.contrib import admin

from partnerships.admin.authority import MatchingAdmin
from partnerships.admin.lists import ReindexingAdmin
from partnerships.admin.read_only import ReadOnlyAdmin
from partnerships.models import Facet, InternationalPartner, Place
from partnerships.publication.partners import write_partner_terms


@admin.register(Place)
class PlaceAdmin(MatchingAdmin, ReadOnlyAdmin):
    """Towns come from GeoNames; they are only looked up here."""

    list_display = ["name", "country", "population"]
    list_select_related = ["country"]


@admin.register(InternationalPartner)
class InternationalPartnerAdmin(ReindexingAdmin):
    facet = Facet.PARTNER, "uuid"
    list_display = ["name", "name_fr", "kind", "country", "merged_into"]
    list_select_related = ["country", "merged_into"]
    list_filter = ["kind"]
    search_fields = ["name", "name_fr", "wikidata_id"]
    autocomplete_fields = ["place", "country"]
    readonly_fields = ["uuid", "merged_into"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        write_partner_terms([obj])

    def partnerships_of(self, partner):
        return list(partner.partnerships.values_list("pk", flat=True))
