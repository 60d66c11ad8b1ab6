"""A dossier in each state of the form: empty, filled, wrong, written by two, spoken of."""

from partnerships.document.buffer import add_item
from partnerships.document.validation import CONFLICT
from partnerships.models import Visibility
from partnerships.workflow.creation import create_dossier
from partnerships.workflow.messages import post_message
from tests.factories.dossiers import complete_buffer, dossier_in

FIELDS = {
    "total_cost": "12 500,50",
    "results_here": "Un service entretient les points lumineux.",
    "results_there": "Un quartier éclairé.",
    "ends_on": "2027-12-31",
    "themes": ["eau"],
    "goals": ["11"],
}
ITEMS = {
    "budget": {"year": "2024", "source": "afd", "nature": "cash", "amount": "12 500,50"},
    "indicators": {"name": "Points lumineux", "unit": "points", "target": "1 200"},
    "contributions": {"proposal": "5", "statement": "Des données ouvertes."},
    "partners": {"proposed_name": "Figuig", "proposed_kind": "state", "proposed_country": "MA"},
}
STATES = ("empty", "filled", "in error", "conflict", "messages")


def _filled(dossier):
    buffer = complete_buffer(dossier, **FIELDS)
    for name, fields in ITEMS.items():
        add_item(buffer, name, **fields)
    return buffer


def _texts(buffer):
    """Paths of the fields that one types in, and not the lists of items."""
    lists = {path.partition(".")[0] for path in buffer if path.count(".") == 2}
    hidden = (".authority", ".partner")
    return [path for path in buffer if path not in lists and not path.endswith(hidden)]


def _saved(dossier, buffer):
    dossier.buffer = buffer
    dossier.save()
    return dossier


def dossier_that_is(state, member, officer):
    """A dossier of `member`'s authority in one of STATES."""
    if state == "messages":
        dossier = dossier_in("changes_requested", member=member, officer=officer)
        for path in ("summary", "starts_on", "budget", "contact.name", "kind", "partners"):
            post_message(
                dossier,
                by=officer,
                body="À préciser.",
                visibility=Visibility.SHARED,
                field_path=path,
            )
        return dossier
    dossier = create_dossier(member.authority, member.user)
    if state == "empty":
        return dossier
    buffer = _filled(dossier)
    if state == "in error":
        buffer |= {path: "\u202e" for path in _texts(buffer) if isinstance(buffer[path], str)}
    if state == "conflict":
        buffer |= {f"{CONFLICT}{path}": "L’autre texte" for path in _texts(buffer)}
    return _saved(dossier, buffer)
