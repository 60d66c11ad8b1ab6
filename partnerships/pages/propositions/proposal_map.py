from partnerships.maps.drawing import Drawing
from partnerships.maps.world_map import WorldMap
from partnerships.pages.public.links_map import LinksMap


class ProposalMap(LinksMap):
    """The partnerships that carry a proposition: arcs, or countries if there are many. The page
    lists them apart.
    """

    def is_shown(self, link):
        return True

    def circles(self) -> Drawing:
        return WorldMap(
            self.places,
            lambda code: self.counted_address(pays=code),
            lambda code: self.counted_address(continent=code),
        ).drawing()
