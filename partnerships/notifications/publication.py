"""Notifies suspensions, resumptions, corrections and merges of published pages."""

from cncd_portal.site_address import absolute_address
from partnerships.document.difference import Change
from partnerships.models import LocalAuthority, Merge, Partnership, PartnershipVersion, Suspension
from partnerships.notifications.dossier import people_of
from partnerships.notifications.outbox import notify


def authority_members(authority: LocalAuthority):
    return people_of([authority.current])


def _announce(template, suspension):
    partnership = suspension.partnership
    notify(
        f"{template}:{suspension.pk}",
        authority_members(partnership.lead_authority),
        template,
        suspension=suspension,
        partnership=partnership,
        link=absolute_address(partnership.get_absolute_url()),
    )


def announce_suspension(suspension: Suspension) -> None:
    _announce("suspension", suspension)


def announce_resumption(suspension: Suspension) -> None:
    _announce("resumption", suspension)


def announce_merge(made: Merge, kept, gone) -> None:
    """Notifies the authorities of both pages that these were merged, or that this was undone."""
    act = "undone" if made.undone_at else "made"
    authorities = [
        row.lead_authority if isinstance(row, Partnership) else row for row in (kept, gone)
    ]
    people = {person.pk: person for each in authorities for person in authority_members(each)}
    notify(
        f"merge:{made.uuid}:{act}",
        people.values(),
        "merge",
        made=made,
        reason=made.undone_because or made.reason,
        link=absolute_address(kept.get_absolute_url()),
    )


def announce_correction(version: PartnershipVersion, changes: list[Change]) -> None:
    """Notifies a correction; the mail has the texts before and after."""
    partnership = version.partnership
    notify(
        f"correction:{version.pk}",
        authority_members(partnership.lead_authority),
        "correction",
        partnership=partnership,
        version=version,
        changes=changes,
        link=absolute_address(partnership.get_absolute_url()),
    )
