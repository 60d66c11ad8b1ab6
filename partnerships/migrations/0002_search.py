from django.db import migrations

# One row a partnership: its tokens (publication/tokens.py). No trigger: migrations that rebuild a
# table on SQLite drop them silently. No foreign key: a partnership is never deleted. Tokens are
# folded already: the tokenizer `ascii` takes any other letter as it is, `unicode61` would cut at
# those that its edition of Unicode does not know, and FTS5 refuse the search.
CREATE = {
    "sqlite": [
        """CREATE VIRTUAL TABLE partnerships_search USING fts5(
            tokens, detail=none, prefix='4 5 6', tokenize="ascii tokenchars '_'"
        )""",
    ],
    "postgresql": [
        """CREATE TABLE partnerships_search (
            partnership_id bigint PRIMARY KEY,
            tokens tsvector NOT NULL
        )""",
        "CREATE INDEX partnerships_search_tokens ON partnerships_search USING gin (tokens)",
    ],
}


def create(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE partnerships_search")


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
