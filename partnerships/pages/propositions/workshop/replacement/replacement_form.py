from uuid import uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cncd_portal.file_sizes import file_size
from partnerships.files.spreadsheets.reading import FILE_MAX
from partnerships.pages.propositions.workshop.publication_time_form import PublicationTimeForm
from proposals.models import Replacement

REASON_MAX = Replacement._meta.get_field("reason").max_length


class ReplacementFileForm(forms.Form):
    # Generated with the page, so that a double click stores the file once.
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    file = forms.FileField(
        label=_("Fichier rempli"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Choisissez le fichier à envoyer.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sentence = gettext("XLSX ou CSV en UTF-8, %(size)s au plus.")
        self.fields["file"].help_text = sentence % {"size": file_size(FILE_MAX)}


class ApplyingForm(PublicationTimeForm):
    """`seen`: the state of the texts that the page compared with the file."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = forms.CharField(
        label=_("Motif"),
        help_text=_("Il reste dans l’historique de chaque proposition."),
        max_length=REASON_MAX,
        error_messages={"required": _("Dites pourquoi ces textes changent.")},
    )


class UndoingForm(forms.Form):
    reason = forms.CharField(
        label=_("Motif"),
        help_text=_("Il reste dans l’historique de chaque proposition."),
        max_length=REASON_MAX,
        error_messages={"required": _("Dites pourquoi ce remplacement est annulé.")},
    )
