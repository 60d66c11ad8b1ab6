"""Fields sent after the session ended: kept in the new session for the person who typed them."""

from collections.abc import Iterable

from partnerships.pages.dossier.typed_fields import Typed

KEPT = "kept"


def store_fields(request, typed: Typed) -> None:
    kept = {
        "fields": typed.fields,
        "base_digests": typed.base_digests,
        "person": request.POST.get("person", ""),
    }
    request.session[KEPT] = {**request.session.get(KEPT, {}), request.path: kept}


def stored_fields(request) -> dict[str, Typed]:
    """Address of a step → the fields kept for the person who is signed in."""
    return {
        address: Typed(kept["fields"], kept["base_digests"])
        for address, kept in request.session.get(KEPT, {}).items()
        if kept["person"] == str(request.user.journal_id)
    }


def discard_stored_fields(request, address: str, paths: Iterable[str]) -> None:
    """Discard the kept fields at `paths` of the step at `address`: they are saved."""
    kept = request.session.get(KEPT, {})
    if address in stored_fields(request):
        left = {path: text for path, text in kept[address]["fields"].items() if path not in paths}
        request.session[KEPT] = {
            **{each: waiting for each, waiting in kept.items() if each != address},
            **({address: {**kept[address], "fields": left}} if left else {}),
        }
