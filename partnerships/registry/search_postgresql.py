"""How the table of `tsvector` is asked."""

FOUND = "SELECT partnership_id FROM partnerships_search WHERE tokens @@ %s::tsquery"
ALL, ANY = " & ", " | "


def whole(token: str) -> str:
    return f"'{token}'"


def beginning(token: str) -> str:
    return f"'{token}':*"
