"""What has a label on the map of the world and on that of Europe, and where it may stand."""

from partnerships.proximity import Point

# From this number of partnerships a country has its label.
LABELLED_FROM = 6
# Sides that are close and sensitive: both have a label, at its own side, or neither has.
PAIRED = {
    "IL": ("left", "below left", "above left"),
    "PS": ("right", "below right", "above right"),
}
# Where the label of the crowd of Europe stands, in the Atlantic.
EUROPE_LABEL: Point = (70, -17)
# The middles of the names of countries on the map of Europe, set by hand.
EUROPE_NAMES: dict[str, Point] = {
    "AL": (40.6, 20.0),
    "AT": (47.9, 15.6),
    "BA": (44.3, 17.6),
    "BE": (50.3, 3.6),
    "BG": (42.6, 25.3),
    "BY": (53.5, 28.0),
    "CH": (46.6, 9.4),
    "CY": (34.6, 33.2),
    "CZ": (50.2, 17.0),
    "DE": (51.9, 11.0),
    "DK": (56.2, 9.4),
    "DZ": (35.6, 3.6),
    "EE": (58.8, 25.7),
    "ES": (39.3, -3.0),
    "FI": (61.2, 25.5),
    "GB": (53.0, -1.8),
    "GR": (38.8, 22.6),
    "HR": (45.4, 16.2),
    "HU": (46.6, 20.0),
    "IE": (55.2, -8.0),
    "IS": (64.8, -18.5),
    "IT": (43.0, 12.6),
    "LT": (55.3, 23.9),
    "LU": (49.7, 6.1),
    "LV": (57.0, 25.2),
    "MA": (33.6, -6.6),
    "MD": (47.2, 28.6),
    "ME": (42.8, 19.3),
    "MK": (41.6, 21.7),
    "NL": (53.6, 5.4),
    "NO": (60.8, 9.0),
    "PL": (53.2, 20.0),
    "PT": (41.9, -6.6),
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
FRANCE_NAME: Point = (47.0, 1.4)
