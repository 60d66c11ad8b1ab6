from django import forms
from django.contrib import admin
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from cncd_portal.accessibility_level import forget_audit
from partnerships.admin.seen_form import SeenForm
from partnerships.models import AccessibilityCheck, SiteSettings


class SiteSettingsForm(SeenForm):
    class Meta:
        model = SiteSettings
        fields = "__all__"
        help_texts = {
            "accessibility_email": _(
                "Où demander une information sous une autre forme. Vide\u202f: l’adresse de "
                "contact."
            ),
            "complaints": _(
                "À qui s’adresser si la réponse ne convient pas\u202f: service, médiateur, "
                "adresse et délai."
            ),
            "note": _("Quelques phrases, sans mise en forme, montrées en tête de la page."),
            "note_until": _("Ce jour-là, la note est encore montrée."),
        }


@admin.register(SiteSettings)
class SiteSettingsAdmin(SimpleHistoryAdmin):
    """One row, which `prepare` makes; pages show a change at once."""

    form = SiteSettingsForm
    fieldsets = [
        (
            _("Éditeur"),
            {
                "fields": [
                    "publisher_name",
                    "publisher_address",
                    "publisher_phone",
                    "publication_director",
                ]
            },
        ),
        (_("Hébergeur"), {"fields": ["host_name", "host_address", "host_phone"]}),
        (
            _("Contact et réclamations"),
            {"fields": ["contact_email", "contact_phone", "accessibility_email", "complaints"]},
        ),
        (
            _("Données personnelles"),
            {"fields": ["data_controller", "data_protection_contact", "legal_basis", "retention"]},
        ),
        (_("Note de la page d’accueil"), {"fields": ["note", "note_from", "note_until", "seen"]}),
    ]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class AccessibilityCheckForm(SeenForm):
    class Meta:
        model = AccessibilityCheck
        fields = ["on", "kind", "scope", "method", "by_role", "result", "rate"]
        help_texts = {
            "scope": _("Les pages, ou les parcours."),
            "method": _("Outils et versions, navigateurs, technologies d’assistance."),
            "by_role": _("Une fonction ou un organisme, pas le nom d’une personne."),
            "result": _("Ce qui ne va pas, ce qui est dérogé, ce qui a été corrigé."),
            "rate": _("D’un audit seulement\u202f: la part des critères respectés, de 0 à 100."),
        }

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError(gettext("Cette date est dans l’avenir."))
        return on


@admin.register(AccessibilityCheck)
class AccessibilityCheckAdmin(SimpleHistoryAdmin):
    form = AccessibilityCheckForm
    fields = ["on", "kind", "scope", "method", "by_role", "result", "rate", "seen"]
    list_display = ["on", "kind", "by_role", "rate"]
    list_filter = ["kind"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        transaction.on_commit(forget_audit)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        transaction.on_commit(forget_audit)

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        transaction.on_commit(forget_audit)
