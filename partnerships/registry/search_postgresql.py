"""How the table of `tsvector` is asked."""

# For a word that many have: partnerships are walked, newest first, until a page is full.
FOUND_OFTEN = "SELECT partnership_id FROM partnerships_search WHERE tokens @@ %s::tsquery"
# For one that few have, the index answers first. The planner cannot tell which is which: it knows
# nothing of the beginnings of words.
FOUND = f"WITH found AS MATERIALIZED ({FOUND_OFTEN}) SELECT partnership_id FROM found"  # noqa: S608
ALL, ANY, BUT = " & ", " | ", " & !"


def whole(token: str) -> str:
    return f"'{token}'"


def beginning(token: str) -> str:
    return f"'{token}':*"
