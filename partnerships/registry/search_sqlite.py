"""How the FTS5 table is asked; its rows are numbered as the partnerships are."""

FOUND = "SELECT rowid FROM partnerships_search WHERE partnerships_search MATCH %s"
FOUND_OFTEN = FOUND
ALL, ANY, BUT = " AND ", " OR ", " NOT "


def whole(token: str) -> str:
    return f'"{token}"'


def beginning(token: str) -> str:
    return f'"{token}" *'
