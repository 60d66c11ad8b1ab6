"""Fields sent after the session ended: kept in the new session for the person who typed them."""

from collections.abc import Iterable

from partnerships.pages.dossier.typed_fields import Typed

# The key is stored in sessions.
SESSION_KEY = "kept"


def store_fields(request, typed: Typed) -> None:
    stored = {
        "fields": typed.fields,
        "base_digests": typed.base_digests,
        "person": request.POST.get("person", ""),
    }
    request.session[SESSION_KEY] = {**request.session.get(SESSION_KEY, {}), request.path: stored}


def stored_fields(request) -> dict[str, Typed]:
    """Address of a step → the fields kept for the person who is signed in."""
    return {
        address: Typed(stored["fields"], stored["base_digests"])
        for address, stored in request.session.get(SESSION_KEY, {}).items()
        if stored["person"] == str(request.user.journal_id)
    }


def discard_stored_fields(request, address: str, paths: Iterable[str]) -> None:
    """Discard the kept fields at `paths` of the step at `address`: they are saved."""
    stored = request.session.get(SESSION_KEY, {})
    if address in stored_fields(request):
        left = {path: text for path, text in stored[address]["fields"].items() if path not in paths}
        request.session[SESSION_KEY] = {
            **{each: waiting for each, waiting in stored.items() if each != address},
            **({address: {**stored[address], "fields": left}} if left else {}),
        }
