"""The registry's authorities for matching twinnings, and coordinates learnt from the file."""

from collections import defaultdict
from collections.abc import Iterator

from partnerships.imports.twinnings.communes import FrenchAuthority, FrenchMatch, FrenchMatcher
from partnerships.models import LocalAuthority, LocalAuthorityKind, Precision
from partnerships.proximity import Point, distance_km

# Points of the file this close are the same.
SAME_POINT_KM = 2
# Kinds of authorities whose name is that of a place.
PLACES = {LocalAuthorityKind.COMMUNE, LocalAuthorityKind.OVERSEAS}
FIELDS = (
    "key",
    "insee_code",
    "siren",
    "kind",
    "name",
    "former",
    "population",
    "departement_id",
    "departement__name",
    "latitude",
    "longitude",
)


def _read(authorities) -> Iterator[tuple[str, FrenchAuthority]]:
    for row in authorities.order_by("key").values_list(*FIELDS):
        key, insee, siren, kind, name, former, population, departement, *place = row
        departement_name, latitude, longitude = place
        yield (
            kind,
            FrenchAuthority(
                key=key,
                code=insee or siren or "",
                name=name,
                departement=departement or "",
                departement_name=departement_name or "",
                former_names=tuple(old["name"] for old in former if old.get("name")),
                population=population,
                point=None if latitude is None else (latitude, longitude),
            ),
        )


def french_matcher() -> FrenchMatcher:
    """Returns a matcher of current authorities; overseas collectivities count as places too."""
    communes, groups = [], []
    for kind, authority in _read(LocalAuthority.objects.existing()):
        (communes if kind in PLACES else groups).append(authority)
    return FrenchMatcher(communes, groups)


def authorities_by_code(codes: list[str]) -> dict[str, FrenchAuthority]:
    """Returns current authorities by INSEE code."""
    authorities = LocalAuthority.objects.existing().filter(insee_code__in=codes)
    return {authority.code: authority for _kind, authority in _read(authorities)}


def current_keys() -> dict[str, str]:
    """Returns {key of a merged authority: key of the current one}."""
    merged = LocalAuthority.objects.filter(successor__isnull=False).select_related("successor")
    return {authority.key: authority.current.key for authority in merged}


class FileCoordinates:
    """Points given by the file to authorities that had none."""

    def __init__(self):
        self._points = defaultdict(list)

    def note(self, match: FrenchMatch, point: Point) -> None:
        """Records `point` if it is certainly that of the matched authority."""
        if match.is_same and match.authority.point is None:
            self._points[match.authority.key].append(point)

    def settled(self) -> dict[str, Point]:
        """Returns {key of an authority: point}, without those given several distant points."""
        return {
            key: points[0]
            for key, points in self._points.items()
            if all(distance_km(points[0], other) <= SAME_POINT_KM for other in points)
        }

    def save(self) -> int:
        """Saves the settled points on authorities that still have none. Returns how many."""
        settled = self.settled()
        unplaced = LocalAuthority.objects.filter(key__in=settled, precision=Precision.UNKNOWN)
        authorities = list(unplaced)
        for authority in authorities:
            authority.latitude, authority.longitude = settled[authority.key]
            authority.precision = Precision.EXACT
        fields = ["latitude", "longitude", "precision"]
        LocalAuthority.objects.bulk_update(authorities, fields, batch_size=500)
        return len(authorities)
