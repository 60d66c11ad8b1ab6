"""Public pages, an address of each, and where they are kept."""

from django.test import Client
from django.urls import reverse

from partnerships.models import Partnership
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.lists import GoalFactory, ProposalFactory, ThemeFactory
from tests.factories.partnerships import published

REGISTRY = "/registre/"
WITHOUT_ROWS = {"portal:robots", "partnerships:embed_script"}
# Their foot tells the level of accessibility.
PLAIN = {"partnerships:declaration"} | {
    f"portal:{name}"
    for name in (
        "accessibility",
        "help",
        "help_instruction",
        "help_curation",
        "legal",
        "privacy",
        "site_map",
    )
}


def full_page() -> Partnership:
    """A partnership with a row of each table that its page reads."""
    for factory in (ThemeFactory, GoalFactory):
        factory()
    ProposalFactory(number=5)
    return published(
        summary="Résumé",
        themes=["eau"],
        goals=[11],
        starts_on="2020",
        budget=[
            {"uuid": "2" * 32, "year": 2024, "source": "afd", "nature": "cash", "amount": "1200.50"}
        ],
        contributions=[{"uuid": "1" * 32, "proposal": 5, "statement": "Données ouvertes."}],
    )


def public_addresses() -> dict[str, str]:
    """Name of each kept page → one of its addresses."""
    page = full_page()
    partner = page.partners.get()
    compared = f"collectivite={page.lead_authority.key}&collectivite={LocalAuthorityFactory().key}"
    return {
        **{name: reverse(name) for name in WITHOUT_ROWS | PLAIN},
        "portal:home": "/",
        "partnerships:registry": f"{REGISTRY}?q=partage&pays=MA",
        "partnerships:registry_table": "/registre/tableau/?tri=-debut&colonne=themes",
        "partnerships:registry_facet": reverse("partnerships:registry_facet", args=["pays"]),
        "partnerships:search": f"{reverse('partnerships:search')}?q=partage",
        "partnerships:search_suggestions": f"{reverse('partnerships:search_suggestions')}?q=ouj",
        "partnerships:map": reverse("partnerships:map"),
        "partnerships:map_csv": reverse("partnerships:map_csv"),
        "partnerships:map_json": reverse("partnerships:map_json"),
        "partnerships:map_points": f"{reverse('partnerships:map_points')}?zoom=1",
        "partnerships:map_svg": reverse("partnerships:map_svg"),
        "partnerships:map_preview": reverse("partnerships:map_preview"),
        "partnerships:figures": reverse("partnerships:figures"),
        "partnerships:figure_file": reverse("partnerships:figure_file", args=["pays", "csv"]),
        "partnerships:partnership_detail": page.get_absolute_url(),
        "partnerships:region_detail": page.lead_authority.region.get_absolute_url(),
        "partnerships:departement_detail": page.lead_authority.departement.get_absolute_url(),
        "partnerships:authority_list": reverse("partnerships:authority_list"),
        "partnerships:authority_detail": page.lead_authority.get_absolute_url(),
        "partnerships:partner_detail": partner.get_absolute_url(),
        "partnerships:country_list": reverse("partnerships:country_list"),
        "partnerships:country_detail": partner.country.get_absolute_url(),
        "partnerships:comparison": f"/comparer/?collectivite={page.lead_authority.key}",
        "partnerships:comparison_file": f"/comparer/fichiers/partenariats-declares.csv?{compared}",
        "partnerships:comparison_names": f"/comparer/noms/pays/?{compared}",
        "partnerships:open_data": reverse("partnerships:open_data"),
        "partnerships:coverage": reverse("partnerships:coverage"),
        "partnerships:registry_feed": "/registre/atom/?pays=MA",
        "partnerships:address_feed": reverse("partnerships:address_feed"),
        "partnerships:authority_feed": f"{page.lead_authority.get_absolute_url()}atom/",
        "partnerships:region_feed": f"{page.lead_authority.region.get_absolute_url()}atom/",
        "partnerships:departement_feed": (
            f"{page.lead_authority.departement.get_absolute_url()}atom/"
        ),
        "partnerships:partner_feed": f"{partner.get_absolute_url()}atom/",
        "partnerships:country_feed": f"{partner.country.get_absolute_url()}atom/",
        "partnerships:sitemap": reverse("partnerships:sitemap"),
        "partnerships:sitemap_part": reverse("partnerships:sitemap_part", args=["partenariats", 0]),
        "partnerships:embedding": reverse("partnerships:embedding"),
        "partnerships:embedded_list": f"{reverse('partnerships:embedded_list')}?pays=MA",
        "partnerships:embedded_map": reverse("partnerships:embedded_map"),
        "partnerships:embedded_partnership": reverse(
            "partnerships:embedded_partnership", args=[page.public_id]
        ),
        "partnerships:embedded_profile": reverse(
            "partnerships:embedded_profile", args=["collectivite", page.lead_authority.key]
        ),
        "proposals:proposal_list_feed": reverse("proposals:proposal_list_feed"),
        "proposals:proposal_feed": reverse("proposals:proposal_feed", args=[5]),
        "proposals:proposal_list": reverse("proposals:proposal_list"),
        "proposals:proposal_detail": reverse("proposals:proposal_detail", args=[5]),
        "proposals:proposal_comparison": reverse("proposals:proposal_comparison"),
        "proposals:proposal_comparison_file": reverse(
            "proposals:proposal_comparison_file", args=["csv"]
        ),
    }


def files_in(folder):
    return sorted(path for path in folder.glob("??/*") if path.parent.name != "locks")


def text_of(address, **options):
    return Client().get(address, **options).content.decode()
