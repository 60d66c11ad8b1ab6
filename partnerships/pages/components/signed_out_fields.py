"""Fields as typed; those sent after the session ended stay in the new session, under the author's
identity.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from partnerships.document.buffer import Value

SESSION_KEY = "kept"
# What begins the name of an input that tells the digest of the text a field started from.
BASE = "base."


@dataclass
class Typed:
    """Typed values, and digests of the texts they replace, by path."""

    fields: dict[str, Value] = field(default_factory=dict)
    base_digests: dict[str, str] = field(default_factory=dict)


def store_fields(request, typed: Typed) -> None:
    stored = {
        "fields": typed.fields,
        "base_digests": typed.base_digests,
        "person": request.POST.get("person", ""),
    }
    request.session[SESSION_KEY] = {**request.session.get(SESSION_KEY, {}), request.path: stored}


def stored_fields(request) -> dict[str, Typed]:
    """Returns path of a step page → fields stored there by the signed-in user, and nobody else."""
    return {
        address: Typed(stored["fields"], stored["base_digests"])
        for address, stored in request.session.get(SESSION_KEY, {}).items()
        if stored["person"] == str(request.user.journal_id)
    }


def discard_stored_fields(request, address: str, paths: Iterable[str]) -> None:
    """Removes from the session the fields at `paths`, which are now saved."""
    stored = request.session.get(SESSION_KEY, {})
    if address in stored_fields(request):
        fields = stored[address]["fields"]
        remaining = {path: text for path, text in fields.items() if path not in paths}
        request.session[SESSION_KEY] = {
            **{each: entry for each, entry in stored.items() if each != address},
            **({address: {**stored[address], "fields": remaining}} if remaining else {}),
        }


def take_stored_fields(request, address: str) -> dict[str, Value]:
    """Removes from the session the fields stored for `address`, and returns them."""
    typed = stored_fields(request).get(address, Typed())
    discard_stored_fields(request, address, typed.fields)
    return typed.fields
