from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cncd_portal.content_policy import OWN_FRAMES, content_policy
from cncd_portal.database import one_instant
from cncd_portal.public_page import public_page
from partnerships.pages.components.embedded import CARD, WHAT
from partnerships.pages.components.metadata.static_metadata import card_metadata
from partnerships.pages.embeds.embed_options import HEIGHT, OPTIONS
from partnerships.pages.embeds.embedding_page import EmbeddingPage
from partnerships.registry.listing import QUERY

SCRIPT = Path(settings.BASE_DIR) / "static/js/embed-host.js"


@content_policy(OWN_FRAMES)
@public_page(query=[WHAT, CARD, *QUERY, *OPTIONS, HEIGHT])
@require_safe
def embedding(request):
    """The code to copy in a page of another site, and a preview."""
    with one_instant():
        page = EmbeddingPage(request.GET)
        is_first = not request.GET
        metadata = card_metadata("integrer", reverse("partnerships:embedding"))
        if not is_first:
            title = f"{metadata.title} – {page.title}"
            metadata = replace(metadata, title=title, label=metadata.title, is_indexed=False)
        context = {"embedding": page, "metadata": metadata}
        return render(request, "partnerships/embeds/embedding.html", context)


@public_page(reads_rows=False)
@require_safe
def embed_script(request):
    """The script that gives each frame of the page that holds it the height of its content.

    Its address never changes, since other sites have it in their pages.
    """
    response = HttpResponse(SCRIPT.read_text(), content_type="text/javascript; charset=utf-8")
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
