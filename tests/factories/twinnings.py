"""A small world for twinnings, and their files."""

import io
from pathlib import Path

from django.core.management import call_command

from partnerships.imports.twinnings.plan import load_plan, plan_twinnings
from partnerships.imports.twinnings.rows import COLUMNS, ITEM_COLUMNS
from partnerships.models import PlaceTerm, Precision
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory
from tests.factories.lists import CountryFactory, PlaceFactory

LES_MOERES = {"insee_code": "59404", "name": "Les Moëres"}
ROSTOCK = ("Rostock", "54.0833", "12.1333", "Germany")


def town(geonames_id, name, country, latitude, longitude, **fields):
    place = PlaceFactory(
        geonames_id=geonames_id,
        name=name,
        country=country,
        latitude=latitude,
        longitude=longitude,
        **fields,
    )
    names = [name, *place.other_names]
    PlaceTerm.objects.bulk_create(PlaceTerm(place=place, term=n.lower()) for n in names)
    return place


def small_world() -> None:
    """Dunkerque and two neighbours; Germany, Palestine and Ukraine with a town or two."""
    north = DepartementFactory()
    communes = (
        ("59183", "Dunkerque", 86_263, (51.0378, 2.3764), []),
        ("59340", "Leffrinckoucke", 4, (51.05, 2.44), []),
        ("59260", "Ghyvelde", None, (51.05, 2.53), [LES_MOERES]),
    )
    for code, name, population, point, former in communes:
        LocalAuthorityFactory(
            key=f"c{code}",
            name=name,
            population=population,
            departement=north,
            latitude=point[0],
            longitude=point[1],
            precision=Precision.TOWN_HALL,
            former=former,
        )
    for iso2, name, name_en in (
        ("DE", "Allemagne", "Germany"),
        ("FR", "France", "France"),
        ("PS", "Palestine", "Palestinian Territories"),
        ("RU", "Russie", "Russia"),
        ("UA", "Ukraine", "Ukraine"),
        ("US", "États-Unis", "United States"),
    ):
        CountryFactory(iso2=iso2, name=name, name_en=name_en)
    town(2844588, "Rostock", CountryFactory(iso2="DE"), 54.0887, 12.1405)
    town(281133, "Gaza", CountryFactory(iso2="PS"), 31.5016, 34.4668, other_names=["Gaza City"])
    town(688533, "Yalta", CountryFactory(iso2="UA"), 44.4952, 34.1663)


def row(
    origin="Dunkirk", partner=ROSTOCK, *, at=("51.0378", "2.3764"), population="89160", **cells
):
    name, latitude, longitude, country = partner
    return {
        "origincityLabel": origin,
        "origincountry": "France",
        "originlat": at[0],
        "originlong": at[1],
        "originpopulation": population,
        "sistercityLabel": name,
        "destinationlat": latitude,
        "destinationlong": longitude,
        "destination_countryLabel": country,
        **cells,
    }


def write_twinnings(path: Path, *rows: dict | str) -> Path:
    """Write `rows` to `path`; a text is a raw line, U+00FF a byte that is invalid UTF-8.

    The columns of Wikidata items are there if a row has one.
    """
    columns = [*COLUMNS, *(name for name in ITEM_COLUMNS if any(name in r for r in rows))]
    lines = ["\t".join(columns)]
    lines += [r if isinstance(r, str) else "\t".join(r.get(c, "") for c in columns) for r in rows]
    encodings = ("latin-1" if "\xff" in line else "utf-8" for line in lines)
    path.write_bytes(
        b"".join(line.encode(e) + b"\n" for line, e in zip(lines, encodings, strict=True))
    )
    return path


def run(path, *options):
    output = io.StringIO()
    call_command("import_twinnings", str(path), *options, stdout=output)
    return output.getvalue()


def load(path):
    """Load the file; returns the reason of each row, by line."""
    plan = plan_twinnings(path)
    load_plan(plan)
    return {line.line: line.reason for line in plan.lines}
