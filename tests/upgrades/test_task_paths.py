"""A task that waits since the version before is still found by the worker."""

from importlib import import_module

import pytest
from django.apps import apps
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

migration = import_module("partnerships.migrations.0004_task_paths")


def waiting(path):
    return DBTaskResult.objects.create(
        task_path=path, args_kwargs={"args": [1], "kwargs": {}}, backend_name="default"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("old", migration.MOVED)
def test_waiting_task_is_found_under_its_new_path(old):
    row = waiting(old)
    with pytest.raises(ImportError):
        import_string(old)

    migration.forwards(apps, None)

    row.refresh_from_db()
    assert row.task.module_path == migration.MOVED[old]


@pytest.mark.django_db
def test_other_tasks_keep_their_path():
    row = waiting("partnerships.files.scanning.scan_content")

    migration.forwards(apps, None)
    migration.backwards(apps, None)

    row.refresh_from_db()
    assert row.task_path == "partnerships.files.scanning.scan_content"
