"""The difference between two texts of a proposition, field by field and word by word."""

from cncd_portal.french_dates import french_date
from partnerships.document.difference import Change
from proposals.models import CONTENT, ProposalText


def _shown(text, name):
    value = getattr(text, name) if text else None
    if value in (None, ""):
        return ""
    field = ProposalText._meta.get_field(name)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return french_date(value) if name == "source_on" else str(value)


def text_changes(old: ProposalText | None, new: ProposalText) -> list[Change]:
    """Returns what changes from `old` (None: there was no text) to `new`."""
    shown = (
        (
            name,
            ProposalText._meta.get_field(name).verbose_name,
            _shown(old, name),
            _shown(new, name),
        )
        for name in CONTENT
    )
    return [Change(name, str(label), was, now) for name, label, was, now in shown if was != now]
