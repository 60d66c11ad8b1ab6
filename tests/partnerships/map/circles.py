"""The circles of a map, as its script asks for them."""

from django.urls import reverse

from tests.partnerships.map.places import JSON

POINTS = reverse("partnerships:map_points")
WORLD = "0,0,792,400"


def frames(client, zoom, query):
    """Views at `zoom` that hold every town, and the point of every country, that is found."""
    if zoom <= 1:
        return {WORLD}
    data = client.get(JSON, query).json()
    points = [each["at"] for each in data["countries"]] + data["towns"]
    half = 1000 >> zoom
    return {
        f"{round(x) - half},{round(y) - half},{round(x) + half},{round(y) + half}"
        for x, y, *_count in points
    }


def asked(client, **query):
    response = client.get(POINTS, query)
    assert response.status_code == 200
    return response.json()


def all_circles(client, zoom, **query):
    """The circles of every view at `zoom`, once each."""
    found = {}
    for frame in frames(client, zoom, query):
        for circle in asked(client, zoom=zoom, cadre=frame, **query)["circles"]:
            found[circle["key"]] = circle
    return list(found.values())
