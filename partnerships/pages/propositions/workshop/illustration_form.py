"""The picture of a proposition: its file, its alternative and its credit."""

from functools import partial
from pathlib import Path
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.files.content import delete_unused
from partnerships.files.kind import PICTURE_ENDS
from partnerships.files.storing import claim, file_fields, store_with_rows
from partnerships.models import ProposalIllustration
from partnerships.pages.components.attachment import checked_upload, clean_name
from partnerships.pages.propositions.illustration import illustration_of
from proposals.models import Proposal


class OutdatedIllustration(Exception):
    """Someone else changed the picture since the page was read."""


def illustration_state(illustration: ProposalIllustration | None) -> str:
    return illustration.chosen_at.isoformat() if illustration else ""


class IllustrationForm(forms.Form):
    """`seen`: the state of the picture that the page showed; `file`: empty where it stays."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    file = forms.FileField(
        label=_("Image"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(PICTURE_ENDS)}),
        error_messages={"required": _("Choisissez l’image à montrer.")},
    )
    alternative = forms.CharField(
        label=ProposalIllustration._meta.get_field("alternative").verbose_name.capitalize(),
        help_text=_("Ce que l’image montre, pour qui ne la voit pas."),
        max_length=300,
        error_messages={"required": _("Dites ce que l’image montre.")},
    )
    credit = forms.CharField(
        label=ProposalIllustration._meta.get_field("credit").verbose_name.capitalize(),
        help_text=_("Auteur et licence, ou origine de l’image."),
        max_length=200,
        error_messages={"required": _("Dites de qui est l’image.")},
    )

    def __init__(self, data=None, files=None, *, illustration):
        initial = {"seen": illustration_state(illustration)}
        if illustration:
            initial |= {"alternative": illustration.alternative, "credit": illustration.credit}
        super().__init__(data, files, initial=initial, label_suffix="")
        if illustration:
            self.fields["file"].required = False
            self.fields["file"].help_text = _("Vide\u202f: l’image d’aujourd’hui reste.")

    def clean_file(self):
        """Returns (the upload, the checked file), or None where none was sent."""
        sent = self.cleaned_data["file"]
        if not sent:
            return None
        if Path(clean_name(sent.name or "")).suffix.lower() not in PICTURE_ENDS:
            raise ValidationError(_("Choisissez une image JPEG, PNG, WebP ou HEIC."))
        return checked_upload(sent)


def _locked(proposal, seen):
    """Locks the picture of `proposal`. Raises OutdatedIllustration."""
    Proposal.objects.select_for_update().get(pk=proposal.pk)
    illustration = illustration_of(proposal)
    if illustration_state(illustration) != seen:
        raise OutdatedIllustration
    return illustration


def _delete_after(illustration):
    """Deletes the content of a picture once its row is gone, or has another one."""
    transaction.on_commit(lambda: delete_unused(illustration.sha256), robust=True)


def _write(proposal, data, contents):
    old = _locked(proposal, data["seen"])
    values = {"alternative": data["alternative"], "credit": data["credit"]}
    for content in contents:
        claim(content)
        values |= file_fields(*data["file"], content)
        values |= {"uuid": uuid4(), "renditions": content.renditions}
    ProposalIllustration.objects.update_or_create(
        proposal=proposal, defaults={**values, "chosen_at": timezone.now()}
    )
    if contents and old:
        _delete_after(old)


def write_illustration(proposal: Proposal, data: dict) -> None:
    """Stores what the form holds. Raises OutdatedIllustration, or OSError if the store is down;
    nothing changes then.
    """
    uploads = [data["file"]] if data["file"] else []
    store_with_rows(uploads, partial(_write, proposal, data))


@transaction.atomic
def remove_illustration(proposal: Proposal, seen: str) -> None:
    """Raises OutdatedIllustration. Removing it twice changes nothing."""
    if illustration_of(proposal) is None:
        return
    illustration = _locked(proposal, seen)
    illustration.delete()
    _delete_after(illustration)
