from django.utils.translation import gettext_lazy as _

from partnerships.document.steps.choices import CHOOSE
from partnerships.document.steps.fields import Choice, Title
from partnerships.document.steps.step import BufferForm, Step, field_label
from partnerships.models import Partnership, PartnershipKind, Phase


class IdentityForm(BufferForm):
    kind = Choice(
        label=field_label(Partnership, "kind"),
        choices=[
            CHOOSE,
            *(choice for choice in PartnershipKind.choices if choice[0] != PartnershipKind.UNKNOWN),
        ],
        help_text=_(
            "«\u202fConventionnée\u202f»\u202f: les collectivités ont signé une convention. "
            "«\u202fClés en main\u202f» réunit au moins trois collectivités françaises. "
            "«\u202fOudin-Santini\u202f» "
            "mobilise jusqu’à 1\u202f% des ressources d’un service d’eau, d’énergie ou de déchets."
        ),
    )
    title = Title(
        label=field_label(Partnership, "title"),
        help_text=_(
            "Exemple\u202f: «\u202fCartographie numérique participative de Dianguirdé\u202f»."
        ),
    )
    phase = Choice(
        label=field_label(Partnership, "phase"),
        choices=[CHOOSE, *(choice for choice in Phase.choices if choice[0] != Phase.UNKNOWN)],
        help_text=_("«\u202fEn sommeil\u202f»\u202f: aucune action récente, mais le lien demeure."),
    )


STEP = Step(
    slug="identite",
    title=_("Identité"),
    intro=_("De quel partenariat s’agit-il\u202f?"),
    form=IdentityForm,
)
