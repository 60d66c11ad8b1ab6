from django.urls import path, re_path

from partnerships.models.partnership import PUBLIC_ID_ALPHABET
from partnerships.pages.public import authority, country, partner, partnership, place

PUBLIC_ID = f"(?P<public_id>[{PUBLIC_ID_ALPHABET}]{{8}})"
urlpatterns = [
    path("registre/", partnership.registry, name="registry"),
    path("registre/tableau/", partnership.registry_table, name="registry_table"),
    path("registre/filtres/<slug:facet>/", partnership.registry_facet, name="registry_facet"),
    re_path(
        f"^registre/{PUBLIC_ID}-(?P<slug>[-a-zA-Z0-9_]+)/$",
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
    path("collectivites/", authority.authority_list, name="authority_list"),
    path("collectivites/<slug:key>/", authority.authority_detail, name="authority_detail"),
    path("regions/<slug:code>/", place.region_detail, name="region_detail"),
    path("departements/<slug:code>/", place.departement_detail, name="departement_detail"),
    path("partenaires/<uuid:uuid>/", partner.partner_detail, name="partner_detail"),
    path("pays/", country.country_list, name="country_list"),
    path("pays/<slug:iso2>/", country.country_detail, name="country_detail"),
]
