"""Changes of a dossier since a deposit or since the published version: listed, and marked in the
text.
"""

from dataclasses import replace
from functools import cached_property

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cncd_portal.french_dates import french_date
from partnerships.document.difference import Change, difference
from partnerships.document.plain_fields import TEXTS
from partnerships.document.projection import public_projection
from partnerships.document.reading_parts import Reading
from partnerships.document.schema import upgraded
from partnerships.document.words import Part, words_changed
from partnerships.models import Dossier, Submission

PUBLISHED = "publie"
# For each list, the text field of an item in which changes are marked.
MARKED = {
    "partners": "name",
    "budget": "nature_label",
    "indicators": "name",
    "contributions": "statement",
    "documents": "title",
    "images": "caption",
}


def _label(submission):
    on = french_date(submission.submitted_at)
    return _("dépôt n° %(number)s du %(on)s") % {"number": submission.number, "on": on}


class ReviewDifferences:
    """The comparison of two states of a dossier.

    `query`: the query of the address: « de », a deposit or the published version, and « a », a
    deposit. By default, the last changes of the authority.
    """

    def __init__(self, dossier: Dossier, latest: Submission, query):
        self.dossier, self.latest, self.query = dossier, latest, query

    @cached_property
    def _deposits(self):
        """Number → submission, newest first, without the document text."""
        rows = self.dossier.submissions.defer("document_text")
        return {str(row.number): row for row in rows}

    @cached_property
    def sources(self) -> list[tuple[str, str]]:
        """(value, label) of the states one may compare from."""
        sources = [(n, _label(row)) for n, row in self._deposits.items() if n != self._latest]
        version = self.dossier.base_version
        if version:
            label = _("version publiée n° %(number)s") % {"number": version.number}
            sources.append((PUBLISHED, label))
        return sources

    @property
    def _latest(self):
        return str(self.latest.number)

    @property
    def targets(self) -> list[tuple[str, str]]:
        """(number, label) of the deposits one may compare to."""
        return [(n, _label(row)) for n, row in self._deposits.items()]

    @property
    def source(self) -> str:
        known = [value for value, _text in self.sources]
        chosen = self.query.get("de", "")
        return chosen if chosen in known else next(iter(known), "")

    @property
    def target(self) -> str:
        chosen = self.query.get("a", "")
        return chosen if chosen in self._deposits else self._latest

    @property
    def title(self) -> str:
        labels = {
            "since": dict(self.sources)[self.source],
            "until": _label(self._deposits[self.target]),
        }
        if self.source == PUBLISHED:
            return _("Ce que le %(until)s change à la %(since)s") % labels
        return _("Ce qui a changé du %(since)s au %(until)s") % labels

    @cached_property
    def _documents(self) -> tuple[dict, dict]:
        """The two documents compared: both complete, or both reduced to their public part."""
        until = self._document(self.target)
        if self.source == PUBLISHED:
            return self.dossier.base_version.content, public_projection(until)
        return self._document(self.source), until

    def _document(self, number):
        if number == self._latest:
            return self.latest.document
        return self.dossier.submissions.get(number=int(number)).document

    @cached_property
    def changes(self) -> list[Change]:
        return difference(*self._documents) if self.source else []

    def marked(self, reading: Reading) -> Reading:
        """Returns `reading`, of the latest deposit, with its changed words marked."""
        if not self.changes or self.target != self._latest:
            return reading
        old = upgraded(self._documents[0])
        changed = {change.path: change for change in self.changes}
        texts = {
            name: marked_words(words_changed(old[name], getattr(reading, name)))
            for name in TEXTS
            if name in changed
        }
        lists = {
            name: [
                self._marked_item(each, old, name, changed.get(f"{name}.{each.uuid}"))
                for each in getattr(reading, name)
            ]
            for name in MARKED
        }
        return replace(reading, plain={**reading.plain, **texts}, **lists)

    @staticmethod
    def _marked_item(each, old, name, change):
        if change is None:
            return each
        field = MARKED[name]
        was = next((item for item in old[name] if item["uuid"] == each.uuid), None)
        now = getattr(each, field)
        if was is None:
            html = marked_words([Part("added", now)])
        elif isinstance(was.get(field), str):
            html = marked_words(words_changed(was[field], now))
        else:
            html = conditional_escape(now)
        if was is not None and html == conditional_escape(now):
            label = _("modifié")
            html = format_html('{} <ins class="changed">{}</ins>', html, label)
        return replace(each, **{field: html})


def marked_words(parts: list[Part]) -> SafeString:
    """Returns the HTML of a text with its changes marked. No mark spans two lines, so that the
    result can be split into paragraphs.
    """
    return mark_safe("".join(_marked(part) for part in parts))  # noqa: S308 (escaped below)


def _marked(part):
    if part.op == "same":
        return conditional_escape(part.text)
    tag, label = ("ins", _("ajouté\u202f:")) if part.op == "added" else ("del", _("retiré\u202f:"))
    lines = part.text.replace("\r\n", "\n").split("\n")
    return format_html_join(
        "\n",
        "{}",
        (
            (
                format_html('<{0}><span class="fr-sr-only">{1} </span>{2}</{0}>', tag, label, line)
                if line.strip()
                else line,
            )
            for line in lines
        ),
    )
