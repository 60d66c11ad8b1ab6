"""Tasks that wait are found where their code now stands."""

from django.db import migrations

MOVED = {
    "partnerships.workflow.bulk_tasks.do_run": "partnerships.workflow.bulk.tasks.do_run",
    "partnerships.imports.spreadsheet_tasks.do_what_is_asked": (
        "partnerships.pages.spreadsheets.tasks.do_what_is_asked"
    ),
    "partnerships.exports.data_export.make_data_export": (
        "partnerships.pages.members.data_export_file.make_data_export"
    ),
}


def move(apps, paths):
    Task = apps.get_model("django_tasks_database", "DBTaskResult")
    for old, new in paths.items():
        Task.objects.filter(task_path=old).update(task_path=new)


def forwards(apps, schema_editor):
    move(apps, MOVED)


def backwards(apps, schema_editor):
    move(apps, {new: old for old, new in MOVED.items()})


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0003_index_check"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ]
    operations = [migrations.RunPython(forwards, backwards)]
