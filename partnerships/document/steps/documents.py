from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.analysis import fold
from partnerships.document.schema import ITEM_LABELS
from partnerships.document.steps.choices import CHOOSE
from partnerships.document.steps.fields import Choice, PlainLine
from partnerships.document.steps.step import ItemForm, Step, capfirst, field_label
from partnerships.models import Attachment, AttachmentKind, PartnershipImage

DOCUMENT_KINDS = [
    choice for choice in AttachmentKind.choices if choice[0] != AttachmentKind.PICTURE
]


# Words of file names, folded, and what such a document is; the first that is found counts.
KINDS_BY_WORD = {
    "deliberation": AttachmentKind.DELIBERATION,
    "delib": AttachmentKind.DELIBERATION,
    "convention": AttachmentKind.AGREEMENT,
    "avenant": AttachmentKind.AGREEMENT,
    "accord": AttachmentKind.AGREEMENT,
    "protocole": AttachmentKind.AGREEMENT,
    "rapport": AttachmentKind.REPORT,
    "bilan": AttachmentKind.REPORT,
    "evaluation": AttachmentKind.REPORT,
    "budget": AttachmentKind.BUDGET,
    "devis": AttachmentKind.BUDGET,
    "financement": AttachmentKind.BUDGET,
    "courrier": AttachmentKind.LETTER,
    "lettre": AttachmentKind.LETTER,
}


def kind_from_name(file_name: str) -> AttachmentKind:
    """Returns what a document is by the words of its name; « other » if they do not say it."""
    words = {word.removesuffix("s") for word in fold(file_name.replace("_", " ")).split()}
    found = (kind for word, kind in KINDS_BY_WORD.items() if word in words)
    return next(found, AttachmentKind.OTHER)


class FileForm(ItemForm):
    """The description of an attachment, identified by the same uuid."""

    is_public = forms.BooleanField(
        label=capfirst(ITEM_LABELS["documents"]["is_public"]),
        required=False,
        help_text=gettext_lazy("Coché, il est à voir par tous une fois le partenariat publié."),
    )

    def clean(self):
        attachment = self.references.attachments.get(self.uuid)
        if attachment is None:
            raise ValidationError(
                _(
                    "Ce fichier n’est plus là\u202f: retirez-le de la liste, ou envoyez-le de "
                    "nouveau."
                )
            )
        if attachment.is_infected:
            raise ValidationError(
                _(
                    "L’analyse a trouvé dans ce fichier un programme dangereux (%(threat)s)\u202f: "
                    "retirez-le de la liste, prévenez votre service informatique, et envoyez un "
                    "fichier sain."
                )
                % {"threat": attachment.threat}
            )
        return super().clean()


class DocumentForm(FileForm):
    list_name = "documents"
    label = gettext_lazy("Document")
    heading = gettext_lazy("Documents du dossier")
    empty_text = gettext_lazy("Aucun document pour l’instant.")

    kind = Choice(
        label=field_label(Attachment, "kind"),
        choices=[CHOOSE, *DOCUMENT_KINDS],
        help_text=gettext_lazy("Ce qu’est ce document."),
    )
    title = PlainLine(
        label=field_label(Attachment, "title"),
        required=False,
        help_text=gettext_lazy("Sans intitulé, c’est le nom du fichier qui s’affiche."),
    )
    field_order = ("kind", "title", "is_public")


class PictureForm(FileForm):
    list_name = "images"
    label = gettext_lazy("Image")
    heading = gettext_lazy("Images du partenariat")
    empty_text = gettext_lazy("Aucune image pour l’instant.")

    caption = PlainLine(
        label=field_label(PartnershipImage, "caption"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Ce qu’on lit sous l’image\u202f: quoi, où, quand."),
    )
    alternative = PlainLine(
        label=field_label(PartnershipImage, "alternative"),
        required=False,
        needed=gettext_lazy("obligatoire si l’image est publiée"),
        max_length=300,
        help_text=gettext_lazy("Ce que l’image montre, pour qui ne la voit pas."),
    )
    credit = PlainLine(
        label=field_label(PartnershipImage, "credit"),
        required=False,
        help_text=gettext_lazy("Auteur ou propriétaire de l’image."),
    )

    field_order = ("caption", "alternative", "credit", "is_public")

    def clean(self):
        data = super().clean()
        if data.get("is_public") and data.get("alternative") == "":
            self.add_error(
                "alternative",
                _("Décrivez ce que l’image montre\u202f: il le faut pour la publier."),
            )
        return data


STEP = Step(
    slug="documents",
    title=gettext_lazy("Documents et images"),
    intro=gettext_lazy(
        "Convention, délibération, courriers, bilans, photographies. Un fichier ne devient "
        "public que si vous le cochez."
    ),
    lists=(DocumentForm, PictureForm),
    is_optional=True,
)
