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
    fields = [ProposalText._meta.get_field(name) for name in CONTENT]
    changes = (
        Change(
            field.name,
            str(field.verbose_name),
            _shown(old, field.name),
            _shown(new, field.name),
            is_whole=bool(field.choices),
        )
        for field in fields
    )
    return [change for change in changes if change.old != change.new]
