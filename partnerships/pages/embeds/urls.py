from django.urls import path

from partnerships.pages.embeds import embed, embedding

urlpatterns = [
    path("integrer/", embedding.embedding, name="embedding"),
    path("integrer/cadre.js", embedding.embed_script, name="embed_script"),
    path("integrer/liste/", embed.embedded_list, name="embedded_list"),
    path("integrer/carte/", embed.embedded_map, name="embedded_map"),
    path(
        "integrer/fiche/<slug:public_id>/",
        embed.embedded_partnership,
        name="embedded_partnership",
    ),
    path("integrer/<slug:kind>/<slug:key>/", embed.embedded_profile, name="embedded_profile"),
]
