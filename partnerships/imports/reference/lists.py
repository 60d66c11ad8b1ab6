"""Loads themes, sectors and goals, without overwriting what curators changed."""

from pathlib import Path

from django.db import transaction

from partnerships.imports.reference.authorities import DATA, read_rows
from partnerships.models import Goal, Sector, Theme


@transaction.atomic
def load_lists(data: Path = DATA) -> int:
    """Creates missing sectors, themes and goals; returns the number of rows in the files."""
    sectors = list(read_rows(data / "sectors.tsv"))
    Sector.objects.bulk_create([Sector(**row) for row in sectors], ignore_conflicts=True)
    goals = list(read_rows(data / "goals.tsv"))
    Goal.objects.bulk_create([Goal(**row) for row in goals], ignore_conflicts=True)
    themes = list(read_rows(data / "themes.tsv"))
    known = set(Theme.objects.values_list("slug", flat=True))
    for position, row in enumerate(themes, start=1):
        if row["slug"] in known:
            continue
        theme = Theme.objects.create(
            slug=row["slug"],
            name=row["name"],
            parent_id=row["parent"] or None,
            position=10 * position,
        )
        theme.sectors.set(row["sectors"].split())
    return len(sectors) + len(goals) + len(themes)
