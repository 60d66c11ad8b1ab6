"""What an adviser sees through their link, and the form of their answer."""

import dataclasses
from functools import cached_property

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.document.projection import essential_projection, public_projection
from partnerships.document.reading import read
from partnerships.document.schema import FILE_LISTS, upgraded
from partnerships.models import DossierStatus, Opinion, OpinionAnswer, OpinionFile, OpinionScope
from partnerships.notifications.opinion import contact_of
from partnerships.pages.components.attachment import ACCEPT, TYPES, checked_upload
from partnerships.workflow.opinions.steps import why_opinion_closed

TEXT_MAX = Opinion._meta.get_field("text").max_length
PROJECTIONS = {
    OpinionScope.PUBLIC: public_projection,
    OpinionScope.SUMMARY: essential_projection,
}


class OpinionAnswerForm(forms.Form):
    """The answer of an adviser. `answers`: number of answers when the page was displayed, so that
    it does not overwrite a later one.
    """

    answers = forms.IntegerField(min_value=0, max_value=1000, widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=gettext_lazy("Votre avis"), choices=OpinionAnswer.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=gettext_lazy("Vos réponses et observations"),
        required=False,
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "Obligatoires pour un avis réservé ou défavorable. Si ce n’est pas à vous de répondre, "
            "dites à qui s’adresser, si vous le savez."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Un fichier"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=TYPES,
    )
    removes_file = forms.BooleanField(
        label=gettext_lazy("Retirer le fichier envoyé"), required=False
    )

    def keep_draft_of(self, opinion: Opinion):
        """Let the browser keep the text until it is sent (static/js/message-draft.js)."""
        self.fields["text"].widget.attrs |= {
            "data-message-draft": f"avis:{opinion.uuid}",
            "data-message-token": f"{opinion.uuid}-{opinion.answer_count}",
        }

    def clean_file(self):
        """Returns (upload, checked file), checked like every attachment; None without one."""
        sent = self.cleaned_data["file"]
        return checked_upload(sent) if sent else None

    def clean(self):
        data = super().clean()
        needs_text = data.get("answer") in (OpinionAnswer.RESERVED, OpinionAnswer.UNFAVOURABLE)
        if needs_text and not data.get("text") and "text" not in self.errors:
            self.add_error("text", _("Dites vos réserves, ou pourquoi l’avis est défavorable."))
        return data


class OpinionPage:
    """The part of the dossier that the officer chose to show."""

    def __init__(self, opinion: Opinion):
        self.opinion, self.dossier = opinion, opinion.dossier

    @property
    def closed(self) -> str:
        return why_opinion_closed(self.opinion)

    @property
    def is_over(self) -> bool:
        """Whether the opinion is closed for good: closed, and the dossier is not a draft."""
        return bool(self.closed) and self.dossier.status != DossierStatus.DRAFT

    @property
    def initial(self) -> dict:
        opinion = self.opinion
        return {
            "answer": opinion.answer,
            "text": opinion.text,
            "answers": opinion.answer_count,
        }

    @cached_property
    def decision(self):
        """The notified decision, for an adviser who comes back once the dossier is closed."""
        return self.dossier.decisions.standing().filter(released_at__isnull=False).first()

    @property
    def public_url(self) -> str:
        """The address of the public page that the decision published, or ""."""
        decision = self.decision
        if decision is None or not decision.is_favourable:
            return ""
        return self.dossier.partnership.get_absolute_url()

    @property
    def contact(self):
        return contact_of(self.opinion)

    @cached_property
    def _shown(self):
        """The reading of what is shown, with the chosen attachments only."""
        document = upgraded(self.opinion.submission.document)
        projection = PROJECTIONS[OpinionScope(self.opinion.scope)](document)
        chosen = {
            name: [item for item in document[name] if item["uuid"] in self.opinion.documents]
            for name in FILE_LISTS
        }
        return read({**projection, **chosen})

    @property
    def reading(self):
        """The reading without its attachments, listed separately."""
        return dataclasses.replace(self._shown, documents=[], images=[])

    @property
    def documents(self):
        """(attachment, its name) of the chosen ones."""
        images = [(each, each.caption or each.file_name) for each in self._shown.images]
        return [(each, each.title) for each in self._shown.documents] + images

    @cached_property
    def file(self):
        return OpinionFile.objects.filter(opinion=self.opinion).first()
