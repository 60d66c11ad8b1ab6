"""How the table of `tsvector` is asked."""

# MATERIALIZED: the index answers first. Walking all partnerships, newest first, until enough are
# found, is what the planner would choose for a word that it takes for a frequent one.
FOUND = (
    "WITH found AS MATERIALIZED (SELECT partnership_id FROM partnerships_search "
    "WHERE tokens @@ %s::tsquery) SELECT partnership_id FROM found"
)
ALL, ANY, BUT = " & ", " | ", " & !"


def whole(token: str) -> str:
    return f"'{token}'"


def beginning(token: str) -> str:
    return f"'{token}':*"
