from django.contrib import admin
from django.db import models

from partnerships.admin.read_only import ReadOnlyAdmin
from partnerships.models import Facet, Goal, ReferenceLoad, Sector, Theme
from partnerships.publication.refresh import refresh
from partnerships.workflow.index import index_found_under


class ReindexingAdmin(admin.ModelAdmin):
    """A list whose names the search knows: a renamed row is found under its new name, and a
    merged one under its successor.

    Nothing is deleted here: documents of the past name these rows.
    """

    # What files that name a row are found under, and the field that names it.
    facet: tuple[Facet, str]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change:
            refresh(self.partnerships_of(obj))
            facet, name = self.facet
            index_found_under(facet, getattr(obj, name))


@admin.register(Theme)
class ThemeAdmin(ReindexingAdmin):
    facet = Facet.THEME, "slug"
    list_display = ["name", "parent", "position"]
    list_select_related = ["parent"]
    list_filter = [("parent", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["name"]
    filter_horizontal = ["sectors"]
    prepopulated_fields = {"slug": ["name"]}

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []

    def partnerships_of(self, theme):
        return list(theme.partnerships.values_list("pk", flat=True))


@admin.register(Goal)
class GoalAdmin(admin.ModelAdmin):
    list_display = ["number", "title"]

    def get_readonly_fields(self, request, obj=None):
        return ["number"] if obj else []


@admin.register(Sector)
class SectorAdmin(admin.ModelAdmin):
    list_display = ["code", "name"]
    search_fields = ["code", "name"]

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []


@admin.register(ReferenceLoad)
class ReferenceLoadAdmin(ReadOnlyAdmin):
    list_display = ["name", "loaded_at", "digest"]
