from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Case, When
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from partnerships.admin.lists import ReindexingAdmin
from partnerships.analysis import fold
from partnerships.models import Facet, LocalAuthority, LocalAuthorityMember, Precision
from partnerships.publication.authorities import COLUMNS, mark_edited, write_authority_terms
from partnerships.publication.renaming import renaming_of
from partnerships.registry.authority_search import search_authorities

FOUND_MAX = 100


class MatchingAdmin(admin.ModelAdmin):
    """Rows by the tens of thousands, found by the beginning of a word as everywhere else."""

    search_fields = ["name"]
    show_full_result_count = False

    def get_search_results(self, request, queryset, search_term):
        words = fold(search_term)
        return (queryset.matching(words) if words else queryset), False


def _label(choice: str) -> str:
    return _("point") if choice == "point" else LocalAuthority._meta.get_field(choice).verbose_name


def _degrees(label, most: int) -> forms.FloatField:
    limits = [MinValueValidator(-most), MaxValueValidator(most)]
    return forms.FloatField(label=label, required=False, validators=limits)


class LocalAuthorityForm(forms.ModelForm):
    """An authority; its point is whole or absent, and what officers type is marked as such."""

    latitude, longitude = _degrees(_("latitude"), 90), _degrees(_("longitude"), 180)
    edited = forms.MultipleChoiceField(
        label=_("champs saisis par l’administration"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Un nouveau chargement des données les laisse tels quels. Décochez ceux qu’il doit "
            "reprendre."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        marked = [name for name in self.instance.edited if name in COLUMNS]
        self.fields["edited"].choices = [(name, _label(name)) for name in marked]

    def clean(self):
        data = super().clean()
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            text = _("Donnez la latitude et la longitude, ou aucune des deux.")
            self.add_error("longitude", text)
        return data


@admin.register(LocalAuthority)
class LocalAuthorityAdmin(MatchingAdmin, ReindexingAdmin):
    facet = Facet.AUTHORITY, "key"
    list_display = ["name", "kind", "departement", "siren", "insee_code", "closed_on"]
    list_select_related = ["departement"]
    list_filter = ["kind"]
    form = LocalAuthorityForm
    search_help_text = _(
        "Nom, ancien nom, sigle, SIREN, SIRET, code INSEE ou code postal\u202f; les cent premières."
    )
    # Members and dossiers go with a merger: it has a page of its own.
    exclude = ["successor"]

    def get_search_results(self, request, queryset, search_term):
        """As the search boxes find them, in their order unless a column is sorted."""
        if not fold(search_term):
            return queryset, False
        found = search_authorities(queryset, search_term, FOUND_MAX)
        keys = [match.authority.pk for match in found]
        rows = queryset.filter(pk__in=keys)
        if keys and ORDER_VAR not in request.GET:
            places = [When(pk=key, then=place) for place, key in enumerate(keys)]
            rows = rows.order_by(Case(*places))
        return rows, False

    def get_readonly_fields(self, request, obj=None):
        return ["key", "precision", "succession"] if obj else ["precision", "succession"]

    @admin.display(description=_("collectivité qui lui succède"))
    def succession(self, authority):
        return format_html(
            '{} <a href="{}">{}</a>',
            authority.successor or "–",
            reverse("partnerships:merger"),
            _("Déclarer une fusion"),
        )

    def save_model(self, request, obj, form, change):
        before = LocalAuthority.objects.filter(pk=obj.pk).first() or LocalAuthority()
        if (obj.latitude, obj.longitude) != (before.latitude, before.longitude):
            is_placed = obj.latitude is not None
            obj.precision = Precision.TYPED if is_placed else Precision.UNKNOWN
        mark_edited(obj, before)
        renaming = renaming_of(obj, before.name, own=(obj.name,))
        super().save_model(request, obj, form, change)
        write_authority_terms([obj])
        if renaming:
            renaming.save()

    def partnerships_of(self, authority):
        return list(authority.partnerships.values_list("pk", flat=True))


@admin.register(LocalAuthorityMember)
class LocalAuthorityMemberAdmin(admin.ModelAdmin):
    list_display = ["user", "authority", "role", "status", "requested_at"]
    list_select_related = ["user", "authority"]
    list_filter = ["status", "role"]
    search_fields = ["user__email", "authority__name"]
    autocomplete_fields = ["user", "authority", "invited_by", "answered_by"]
