from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from proposals.models import Milestone, Proposal

TWENTY = 20


class MilestoneInline(admin.TabularInline):
    model = Milestone
    extra = 0
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Proposal)
class ProposalAdmin(SimpleHistoryAdmin):
    """Twenty, no more, no fewer: a curator rewrites them, each change kept with its author."""

    list_display = ["number", "title", "wording", "progress", "source"]
    list_display_links = ["number", "title"]
    list_filter = ["wording", "progress"]
    search_fields = ["title", "summary", "body"]
    inlines = [MilestoneInline]
    history_list_display = ["wording", "progress"]
    fieldsets = [
        (None, {"fields": ["number", "title", "summary", "body"]}),
        (_("D’où viennent ces mots"), {"fields": ["wording", "source", "source_page"]}),
        (_("Suivi"), {"fields": ["progress"]}),
        (_("Visibilité"), {"fields": ["published_from", "published_until"]}),
    ]

    def get_readonly_fields(self, request, obj=None):
        return ["number"] if obj else []

    def has_add_permission(self, request):
        return super().has_add_permission(request) and Proposal.objects.count() < TWENTY

    def has_delete_permission(self, request, obj=None):
        return False
