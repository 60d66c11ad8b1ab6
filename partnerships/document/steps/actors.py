from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.document.schema import FIELD_LABELS
from partnerships.document.steps.fields import Choice, Day, PlainText, Title
from partnerships.document.steps.step import BufferForm, ItemForm, Step, capfirst, field_label
from partnerships.models import Dossier, InternationalPartner, InternationalPartnerKind

CHOOSE = ("", gettext_lazy("Choisissez…"))


class ActorsForm(BufferForm):
    """The legal conditions if a partner is a State (CGCT, article L1115-5)."""

    state_case = PlainText(
        label=capfirst(FIELD_LABELS["state_case"]),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Seulement si un partenaire est un État (article L1115-5 du code général des "
            "collectivités territoriales). Exemple\u202f: «\u202fcoopération "
            "transfrontalière\u202f»."
        ),
    )
    state_authorised_on = Day(
        label=capfirst(FIELD_LABELS["state_authorised_on"]),
        help_text=gettext_lazy(
            "Seulement si un partenaire est un État. Exemple\u202f: 15/01/2024."
        ),
    )


class AuthorityForm(ItemForm):
    list_name = "authorities"
    label = gettext_lazy("Collectivité française")
    heading = gettext_lazy("Collectivités françaises")
    add_label = gettext_lazy("Ajouter une collectivité")
    search_text = gettext_lazy("Nom, ancien nom, sigle, SIREN, code INSEE ou code postal.")

    authority = forms.CharField(
        label=field_label(Dossier, "lead_authority"), widget=forms.HiddenInput, strip=False
    )

    def clean_authority(self):
        """Returns the key as typed; the authority itself comes from `references`."""
        key = self.cleaned_data["authority"]
        if key not in self.references.authorities:
            raise ValidationError(
                _(
                    "Cette collectivité n’est plus connue\u202f: retirez-la et cherchez-la de "
                    "nouveau."
                )
            )
        return key


class PartnerForm(ItemForm):
    """A partner of the registry, or a proposed one."""

    list_name = "partners"
    label = gettext_lazy("Partenaire étranger")
    heading = gettext_lazy("Partenaires étrangers")
    empty_text = gettext_lazy("Aucun partenaire pour l’instant.")
    add_label = gettext_lazy("Ajouter un partenaire")
    search_text = gettext_lazy(
        "Nom français ou local. Une ville qui n’est pas encore au registre peut être proposée."
    )

    partner = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    proposed_name = Title(
        label=field_label(InternationalPartner, "name"),
        required=False,
        help_text=gettext_lazy("Le nom en usage, de préférence en français."),
    )
    proposed_kind = Choice(
        label=field_label(InternationalPartner, "kind"),
        choices=[CHOOSE, *InternationalPartnerKind.choices],
        required=False,
    )
    proposed_country = Choice(
        label=field_label(InternationalPartner, "country"), choices=[], required=False
    )
    proposed_place = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def set_choices(self):
        if not self.is_proposed:
            return
        self.fields["proposed_country"].choices = [CHOOSE, *self.references.countries]
        for name in ("proposed_name", "proposed_kind", "proposed_country"):
            self.fields[name].required = True

    @property
    def is_proposed(self):
        return not self.references.buffer.get(f"{self.prefix}.partner")

    def clean(self):
        data = super().clean()
        if not self.is_proposed:
            self._check_known(data.get("partner"))
            return data
        place = data.get("proposed_place")
        if place and place not in self.references.places:
            raise ValidationError(
                _(
                    "Ce lieu n’est plus connu\u202f: retirez ce partenaire et cherchez-le de "
                    "nouveau."
                )
            )
        country = data.get("proposed_country")
        if place and country and self.references.places[place].country_id != country:
            self.add_error(
                "proposed_country",
                _("Ce lieu est dans un autre pays (%(country)s)\u202f: choisissez le bon.")
                % {"country": self.references.places[place].country},
            )
        return data

    def _check_known(self, uuid):
        if uuid not in self.references.partners:
            raise ValidationError(
                _("Ce partenaire n’est plus connu\u202f: retirez-le et cherchez-le de nouveau.")
            )


STEP = Step(
    slug="acteurs",
    title=gettext_lazy("Collectivités et partenaires"),
    intro=gettext_lazy(
        "Qui coopère\u202f? La collectivité cheffe de file dépose le dossier\u202f; les autres "
        "le voient."
    ),
    form=ActorsForm,
    lists=(AuthorityForm, PartnerForm),
)
