"""The schema of a database as a set of sentences, to compare two that were made differently.

Columns of a table are compared whatever their order.
"""

import re

POSTGRESQL = """
SELECT format('column %s.%s %s %s %s %s %s', c.relname, a.attname,
  format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attcollation::regcollation,
  pg_get_expr(d.adbin, d.adrelid))
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relkind IN ('r', 'v') AND c.relnamespace = 'public'::regnamespace
AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL SELECT format('constraint %s.%s %s', conrelid::regclass, conname,
  pg_get_constraintdef(oid)) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""
SQLITE = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"


def _parts(text: str) -> list[str]:
    """`text` cut at its commas that stand outside parentheses and quotes."""
    parts, depth, quote = [""], 0, ""
    for letter in text:
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        depth += {"(": 1, ")": -1}.get(letter, 0) if not quote else 0
        if letter == "," and not depth and not quote:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]


def _sqlite_sentences(kind: str, name: str, sql: str) -> list[str]:
    if kind != "table" or sql.startswith("CREATE VIRTUAL"):
        return [sql]
    start, end = sql.index("("), sql.rindex(")")
    parts = _parts(sql[start + 1 : end])
    return [f"{name}: {re.sub(r' +', ' ', part)}" for part in [*parts, sql[end:]]]


CAST = re.compile(r"::(character varying|text)(\[\])?")
ALONE = re.compile(r"\((\w+|'[^']*'|ARRAY\[[^][]*\])\)")


def _without_casts(sql: str) -> str:
    """`sql` without casts between kinds of text, which a dump once loaded has in other places, nor
    parentheses around one thing.
    """
    sql, before = CAST.sub("", sql), ""
    while sql != before:
        sql, before = ALONE.sub(r"\1", sql), sql
    return sql


def schema_of(database) -> set[str]:
    """All of the schema behind `database`, an open connection of one of the two engines."""
    cursor = database.cursor()
    if type(database).__module__.startswith("sqlite3"):
        rows = cursor.execute(SQLITE).fetchall()
        return {sentence for row in rows for sentence in _sqlite_sentences(*row)}
    cursor.execute(POSTGRESQL)
    return {_without_casts(sentence) for (sentence,) in cursor.fetchall()}
