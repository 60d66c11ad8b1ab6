"""The indexes of what is merged: they find those of a record, and slow no query of the others."""

import pytest
from django.db import connection

from partnerships.models import InternationalPartner, Partnership

pytestmark = pytest.mark.django_db
MODELS = {
    InternationalPartner: "partner_by_merged_into",
    Partnership: "partnership_by_merged_into",
}


def plan_of(rows):
    """How the engine reads `rows`; PostgreSQL, which knows that there are few, without scans."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        sql, parameters = rows.query.sql_with_params()
        order = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
        cursor.execute(order + sql, parameters)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


@pytest.mark.parametrize(("model", "name"), MODELS.items())
def test_what_is_merged_into_a_record_is_found_by_an_index(model, name):
    assert name in plan_of(model.objects.filter(merged_into__in=[1, 2]).order_by())


@pytest.mark.parametrize("model", MODELS)
def test_those_not_merged_are_not_looked_for_by_an_index(model):
    plan = plan_of(model.objects.filter(merged_into__isnull=True).order_by())

    assert "merged_into" not in plan.replace("(merged_into_id IS NULL)", "")
