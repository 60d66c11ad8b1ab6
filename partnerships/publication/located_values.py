"""The facet values that say where a side of a partnership is: « ML 12.6 -8.0 ».

First a code – of the country of a partner, of the région of an authority –, then the latitude and
the longitude, rounded to a tenth of a degree: about ten kilometres, a pixel of the map of Europe.
"""

from functools import lru_cache

from partnerships.proximity import POINTS_MAX, Point

# An authority that is in no région.
NOWHERE = "0"


@lru_cache(maxsize=POINTS_MAX)
def located_value(code: str | None, latitude: float | None, longitude: float | None) -> str | None:
    """Returns the value of a point, None if it is not known."""
    if latitude is None or longitude is None:
        return None
    # Adding zero makes « -0.0 » positive.
    return f"{code or NOWHERE} {round(latitude, 1) + 0:.1f} {round(longitude, 1) + 0:.1f}"


@lru_cache(maxsize=POINTS_MAX)
def read_located(value: str) -> tuple[str, Point]:
    """Returns the code and the point of a value."""
    code, latitude, longitude = value.split()
    return code, (float(latitude), float(longitude))
