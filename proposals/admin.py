"""The propositions in the administration, to look at: they are written in the workshop."""

from django.contrib import admin
from django.db import models

from proposals.models import Evidence, ProgressNote, Proposal, ProposalRelation, ProposalText


class ShownOnly:
    """Mixin of what the administration shows and does not change."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class RelationInline(ShownOnly, admin.TabularInline):
    model = ProposalRelation
    fk_name = "proposal"
    extra = 0


class EvidenceInline(ShownOnly, admin.TabularInline):
    model = Evidence
    extra = 0


@admin.register(Proposal)
class ProposalAdmin(ShownOnly, admin.ModelAdmin):
    list_display = ["number", "title", "wording", "progress", "source"]
    list_display_links = ["number", "title"]
    list_filter = ["progress"]
    inlines = [RelationInline]

    def get_queryset(self, request):
        return super().get_queryset(request).with_text()


@admin.register(ProposalText)
class ProposalTextAdmin(ShownOnly, admin.ModelAdmin):
    list_display = ["title", "proposal_number", "wording", "effective_from", "effective_until"]
    list_filter = ["wording", "proposal__number"]
    search_fields = ["title", "summary", "body"]
    list_select_related = ["proposal"]

    @admin.display(ordering="proposal__number", description=Proposal._meta.verbose_name)
    def proposal_number(self, text):
        return text.proposal.number


@admin.register(ProgressNote)
class ProgressNoteAdmin(ShownOnly, admin.ModelAdmin):
    list_display = ["text", "proposal_number", "progress", "on", "next_review", "withdrawn_at"]
    list_filter = ["progress", "proposal__number"]
    list_select_related = ["proposal"]
    inlines = [EvidenceInline]

    @admin.display(ordering="proposal__number", description=Proposal._meta.verbose_name)
    def proposal_number(self, note):
        return note.proposal.number
