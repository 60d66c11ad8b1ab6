from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.country_names import french_sentence
from partnerships.document.schema import FIELD_LABELS
from partnerships.document.steps.choices import CHOOSE
from partnerships.document.steps.fields import LINE_MAX, Choice, PlainText, Title
from partnerships.document.steps.precise_date_field import PreciseDateField
from partnerships.document.steps.step import BufferForm, ItemForm, Step, capfirst, field_label
from partnerships.document.steps.text import tidied, visible
from partnerships.models import FRENCH, Dossier, InternationalPartner, InternationalPartnerKind

# Who does not know chooses so last.
KINDS = sorted(
    InternationalPartnerKind.choices, key=lambda each: each[0] == InternationalPartnerKind.UNKNOWN
)
STATE_NEEDED = gettext_lazy("obligatoire si un partenaire est un État")
PROPOSED = ("proposed_name", "proposed_kind", "proposed_country")


class ActorsForm(BufferForm):
    """The legal conditions if a partner is a State (CGCT, article L1115-5)."""

    state_case = PlainText(
        label=capfirst(FIELD_LABELS["state_case"]),
        required=False,
        needed=STATE_NEEDED,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Article L1115-5 du code général des collectivités territoriales. Exemple\u202f: "
            "«\u202fcoopération transfrontalière\u202f»."
        ),
    )
    state_authorised_on = PreciseDateField(
        label=capfirst(FIELD_LABELS["state_authorised_on"]),
        needed=STATE_NEEDED,
    )


class AuthorityForm(ItemForm):
    list_name = "authorities"
    label = gettext_lazy("Collectivité française")
    heading = gettext_lazy("Collectivités françaises")
    add_label = gettext_lazy("Ajouter une collectivité")
    search_text = gettext_lazy("Nom, ancien nom, sigle, SIREN, code INSEE ou code postal.")

    authority = forms.CharField(
        label=field_label(Dossier, "lead_authority"),
        required=False,
        widget=forms.HiddenInput,
        strip=False,
    )
    # The name in the cell of a spreadsheet that named no known authority.
    typed_name = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def clean_authority(self):
        """Returns the key as typed; the authority itself comes from `references`."""
        key = self.cleaned_data["authority"]
        typed = visible(self.data[self.add_prefix("typed_name")])
        if not key and typed:
            raise ValidationError(
                _(
                    "«\u202f%(name)s\u202f» n’est pas une collectivité connue\u202f: cherchez-la, "
                    "puis retirez cette ligne."
                )
                % {"name": typed[:80]}
            )
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
        choices=[CHOOSE, *KINDS],
        required=False,
    )
    proposed_country = Choice(
        label=field_label(InternationalPartner, "country"), choices=[], required=False
    )
    proposed_place = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    # The answer about known partners that resemble this one: the name it had then, and those it
    # is not (`answers_text`). If it is one of them, `partner` is that one.
    compared_name = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    different_from = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def set_choices(self):
        if not self.is_proposed:
            # What was proposed before the answer « c’est le même » stays in the buffer, unread.
            for name in PROPOSED:
                del self.fields[name]
            return
        country = self.fields["proposed_country"]
        country.choices = self.references.country_choices
        country.widget.choices = self.references.country_options
        for name in PROPOSED:
            self.fields[name].required = True

    def clean_compared_name(self):
        """Returns the name as the field of the declared one would, whatever the buffer holds."""
        return tidied(visible(self.cleaned_data["compared_name"]), is_line=True)[:LINE_MAX]

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
        if country in FRENCH:
            name = self.references.country_names[country]
            self.add_error("proposed_country", french_sentence(name))
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
