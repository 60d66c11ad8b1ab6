"""The metadata of the pages of the propositions."""

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cncd_portal.site_address import absolute_address
from partnerships.models import Facet
from partnerships.pages.components.embedded import Embedded, embed_path
from partnerships.pages.components.metadata.linked_data import site_reference
from partnerships.pages.components.metadata.page_metadata import Crumb, FeedLink, Metadata
from partnerships.pages.components.partnership_count_texts import partnership_count_texts
from partnerships.pages.components.picture.card import Card, picture_path
from partnerships.pages.components.picture.page_card import page_picture_path
from partnerships.registry.facets.partnership_counts import PartnershipCounts
from partnerships.registry.listing import BEFORE
from partnerships.registry.sorts import SORT
from proposals.models import Proposal


def proposal_list_metadata() -> Metadata:
    title = _("Les vingt propositions")
    return Metadata(
        title=title,
        description=_(
            "Les propositions du rapport « Vers un modèle français des villes intelligentes "
            "partagées » et les partenariats qui les portent."
        ),
        path=reverse("proposals:proposal_list"),
        label=_("Propositions"),
        feeds=[FeedLink(title, reverse("proposals:proposal_list_feed"))],
        picture=page_picture_path("propositions"),
    )


def proposal_comparison_metadata(sort: str) -> Metadata:
    """`sort`: as in the address of the page, "" in the order of the portal."""
    path = reverse("proposals:proposal_comparison")
    return Metadata(
        title=_("Les vingt propositions, côte à côte"),
        description=_(
            "Pour chaque proposition du rapport\u202f: d’où viennent ses mots, son avancement, les "
            "partenariats qui la portent, la dernière preuve et le prochain point."
        ),
        path=f"{path}?{SORT}={sort}" if sort else path,
        trail=[Crumb(_("Propositions"), reverse("proposals:proposal_list"))],
        label=_("Côte à côte"),
        picture=page_picture_path("propositions"),
        is_indexed=not sort,
    )


def proposal_title(proposal: Proposal) -> str:
    values = {"number": proposal.number, "title": proposal.title}
    return _("Proposition %(number)s\u202f: %(title)s") % values


def proposal_card(proposal: Proposal, counts: PartnershipCounts) -> Card:
    """Returns what the picture of a proposition says; its wording is told with its origin."""
    origin = "" if proposal.is_official else proposal.get_wording_display()
    texts = ", ".join(partnership_count_texts(counts))
    partnerships = texts and _("partenariats\u202f: %(counts)s") % {"counts": texts}
    return Card(proposal_title(proposal), " · ".join(filter(None, (origin, partnerships))))


def _data(proposal):
    return {
        "@type": "CreativeWork",
        "name": proposal.title,
        "position": proposal.number,
        "abstract": proposal.summary,
        "disambiguatingDescription": str(proposal.get_wording_display()),
        "url": absolute_address(proposal.get_absolute_url()),
        "inLanguage": "fr",
        "isPartOf": site_reference(),
        "creditText": proposal.source,
    }


def _described(proposal: Proposal) -> str:
    """Returns the summary after the origin of the words, which are known without their page."""
    origin = capfirst(str(proposal.get_wording_display()))
    return f"{origin}. {proposal.summary or proposal.title}"


def proposal_metadata(proposal: Proposal, before: str, counts: PartnershipCounts) -> Metadata:
    """Returns the metadata of a proposition; `before`: the cursor of a later page of its
    partnerships, "" on the first.
    """
    title, query = proposal_title(proposal), f"?{BEFORE}={before}" if before else ""
    text = _("%(title)s – partenariats plus anciens que le n°\u202f%(before)s")
    return Metadata(
        title=text % {"title": title, "before": before} if before else title,
        description=_described(proposal),
        path=proposal.get_absolute_url() + query,
        trail=[Crumb(_("Propositions"), reverse("proposals:proposal_list"))],
        label=str(proposal),
        data=[] if before else [_data(proposal)],
        feeds=[FeedLink(title, reverse("proposals:proposal_feed", args=[proposal.number]))],
        embed=embed_path(Embedded.LIST, f"?{Facet.PROPOSAL}={proposal.number}")
        if counts.total
        else "",
        picture=picture_path(
            "proposals:proposal_picture", proposal.number, card=proposal_card(proposal, counts)
        ),
    )
