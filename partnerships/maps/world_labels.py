"""What has a label on the map of the world and on that of Europe, and where it may stand."""

from partnerships.proximity import Point

# From this number of partnerships a country has its label.
LABELLED_FROM = 6
# Sides that are close and sensitive: both have a label, at its own side, or neither has.
PAIRED = {"IL": "left", "PS": "right"}
# Where the label of the crowd of Europe stands, in the Atlantic.
EUROPE_LABEL: Point = (62, -16)
# The middles of the names of countries on the map of Europe, set by hand.
EUROPE_NAMES: dict[str, Point] = {
    "AL": (40.6, 20.0),
    "AT": (47.6, 14.3),
    "BA": (44.3, 17.6),
    "BE": (50.7, 4.5),
    "BG": (42.6, 25.3),
    "BY": (53.5, 28.0),
    "CH": (46.8, 8.3),
    "CY": (34.6, 33.2),
    "CZ": (49.8, 15.3),
    "DE": (51.6, 10.3),
    "DK": (56.2, 9.4),
    "DZ": (35.6, 3.6),
    "EE": (58.8, 25.7),
    "ES": (40.2, -3.9),
    "FI": (61.2, 25.5),
    "GB": (53.2, -1.6),
    "GR": (38.8, 22.6),
    "HR": (45.4, 16.2),
    "HU": (47.1, 19.4),
    "IE": (53.4, -8.0),
    "IS": (64.8, -18.5),
    "IT": (43.0, 12.6),
    "LT": (55.3, 23.9),
    "LU": (49.7, 6.1),
    "LV": (57.0, 25.2),
    "MA": (33.6, -6.6),
    "MD": (47.2, 28.6),
    "ME": (42.8, 19.3),
    "MK": (41.6, 21.7),
    "NL": (52.4, 5.4),
    "NO": (60.8, 9.0),
    "PL": (52.0, 19.3),
    "PT": (39.6, -8.2),
    "RO": (45.8, 24.8),
    "RS": (44.0, 20.8),
    "RU": (56.5, 35.0),
    "SE": (60.0, 15.5),
    "SI": (46.1, 14.8),
    "SK": (48.7, 19.4),
    "TN": (36.0, 9.6),
    "TR": (39.5, 30.5),
    "UA": (49.5, 30.8),
    "XK": (42.6, 20.9),
}
FRANCE_NAME: Point = (46.6, 2.4)
