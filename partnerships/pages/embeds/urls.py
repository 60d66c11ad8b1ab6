from django.urls import path, re_path

from partnerships.models.partnership import PUBLIC_ID_ALPHABET
from partnerships.pages.embeds import embed, embedding

PUBLIC_ID = f"(?P<public_id>[{PUBLIC_ID_ALPHABET}]{{8}})"
urlpatterns = [
    path("integrer/", embedding.embedding, name="embedding"),
    path("integrer/cadre.js", embedding.embed_script, name="embed_script"),
    path("integrer/liste/", embed.embedded_list, name="embedded_list"),
    path("integrer/carte/", embed.embedded_map, name="embedded_map"),
    re_path(
        f"^integrer/fiche/{PUBLIC_ID}/$", embed.embedded_partnership, name="embedded_partnership"
    ),
    path("integrer/collectivite/<slug:key>/", embed.embedded_authority, name="embedded_authority"),
]
