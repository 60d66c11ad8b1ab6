from django.urls import path, re_path

from partnerships.models.partnership import PUBLIC_ID_ALPHABET
from partnerships.pages.public import (
    authority,
    country,
    feeds,
    partner,
    pictures,
    place,
    registry,
    sitemap,
)
from partnerships.pages.public.partnership import partnership

# In capital letters, or with any other title after it, it leads to its page too.
PUBLIC_ID = f"(?P<public_id>[{PUBLIC_ID_ALPHABET}{PUBLIC_ID_ALPHABET[8:].upper()}]{{8}})"
urlpatterns = [
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap/<slug:kind>-<int:rank>.xml", sitemap.sitemap_part, name="sitemap_part"),
    path("registre/", registry.registry, name="registry"),
    path("registre/tableau/", registry.registry_table, name="registry_table"),
    path("registre/filtres/<slug:facet>/", registry.registry_facet, name="registry_facet"),
    re_path(
        f"^registre/{PUBLIC_ID}-(?P<slug>[^/]*)/$",
        partnership.partnership_detail,
        name="partnership_detail",
    ),
    re_path(f"^registre/{PUBLIC_ID}/$", partnership.partnership_detail, name="partnership_by_id"),
    path(
        "registre/<slug:public_id>/documents/<uuid:uuid>/",
        partnership.partnership_document,
        name="partnership_document",
    ),
    path(
        "registre/<slug:public_id>/images/<uuid:uuid>/<int:width>.<slug:end>",
        partnership.partnership_image,
        name="partnership_image",
    ),
    path("apercu.png", pictures.home_picture, name="home_picture"),
    path("apercu/<slug:page>.png", pictures.page_picture, name="page_picture"),
    path(
        "registre/<slug:public_id>/apercu.png",
        pictures.partnership_picture,
        name="partnership_picture",
    ),
    path(
        "collectivites/<slug:key>/apercu.png", pictures.authority_picture, name="authority_picture"
    ),
    path("regions/<slug:code>/apercu.png", pictures.region_picture, name="region_picture"),
    path(
        "departements/<slug:code>/apercu.png",
        pictures.departement_picture,
        name="departement_picture",
    ),
    path("partenaires/<uuid:uuid>/apercu.png", pictures.partner_picture, name="partner_picture"),
    path("pays/<slug:iso2>/apercu.png", pictures.country_picture, name="country_picture"),
    path("registre/atom/", feeds.registry_feed, name="registry_feed"),
    path("registre/adresses/atom/", feeds.address_feed, name="address_feed"),
    path("collectivites/<slug:key>/atom/", feeds.authority_feed, name="authority_feed"),
    path("regions/<slug:code>/atom/", feeds.region_feed, name="region_feed"),
    path("departements/<slug:code>/atom/", feeds.departement_feed, name="departement_feed"),
    path("partenaires/<uuid:uuid>/atom/", feeds.partner_feed, name="partner_feed"),
    path("pays/<slug:iso2>/atom/", feeds.country_feed, name="country_feed"),
    path("collectivites/", authority.authority_list, name="authority_list"),
    path("collectivites/<slug:key>/", authority.authority_detail, name="authority_detail"),
    path("regions/<slug:code>/", place.region_detail, name="region_detail"),
    path("departements/<slug:code>/", place.departement_detail, name="departement_detail"),
    path("partenaires/<uuid:uuid>/", partner.partner_detail, name="partner_detail"),
    path("pays/", country.country_list, name="country_list"),
    path("pays/<slug:iso2>/", country.country_detail, name="country_detail"),
]
