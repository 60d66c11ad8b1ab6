from partnerships.maps.drawing import Drawing
from partnerships.maps.world_map import WorldMap
from partnerships.models import Facet
from partnerships.pages.public.links_map import LinksMap
from partnerships.registry.address import registry_address
from proposals.models import Proposal


class ProposalMap(LinksMap):
    """The partnerships that carry a proposition: arcs, or countries if there are many. The page
    lists them apart.
    """

    def __init__(self, proposal: Proposal, count: int):
        super().__init__(Facet.PROPOSAL, str(proposal.number), count)

    def is_shown(self, link):
        return True

    def circles(self) -> Drawing:
        return WorldMap(
            self.places,
            lambda code: registry_address(**self.filters, pays=code),
            lambda code: registry_address(**self.filters, continent=code),
        ).drawing()
