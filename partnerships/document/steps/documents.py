from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.document.schema import ITEM_LABELS
from partnerships.document.steps.fields import Choice, PlainLine
from partnerships.document.steps.identity import CHOOSE
from partnerships.document.steps.step import ItemForm, Step, capfirst, label_of
from partnerships.models import Attachment, AttachmentKind


class DocumentForm(ItemForm):
    list_name = "documents"
    label = gettext_lazy("Document")
    heading = gettext_lazy("Documents du dossier")
    empty_text = gettext_lazy("Aucun document pour l’instant.")

    kind = Choice(
        label=label_of(Attachment, "kind"),
        choices=[CHOOSE, *AttachmentKind.choices],
        help_text=gettext_lazy("Ce qu’est ce document."),
    )
    title = PlainLine(
        label=label_of(Attachment, "title"),
        required=False,
        help_text=gettext_lazy("Sans intitulé, c’est le nom du fichier qui s’affiche."),
    )
    is_public = forms.BooleanField(
        label=capfirst(ITEM_LABELS["documents"]["is_public"]),
        required=False,
        help_text=gettext_lazy(
            "Coché, le document est à lire par tous une fois le partenariat publié."
        ),
    )

    def clean(self):
        if self.uuid not in self.references.attachments:
            raise ValidationError(
                _(
                    "Ce fichier n’est plus là\u202f: retirez-le de la liste, ou envoyez-le de "
                    "nouveau."
                )
            )
        return super().clean()


STEP = Step(
    slug="documents",
    title=gettext_lazy("Documents"),
    intro=gettext_lazy(
        "Convention, délibération, courriers, bilans. Un document ne devient public que si vous "
        "le cochez."
    ),
    lists=(DocumentForm,),
    is_optional=True,
)
