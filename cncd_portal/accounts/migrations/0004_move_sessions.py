"""Moves the sessions that are open to the table that knows whose they are: nobody is signed out,
and no text that waits for a sign-in is lost.
"""

from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.db import migrations
from django.utils import timezone

# As long as a session of the ministry lasts without use: a shorter time than any other.
UNTIL_NEXT_USE = timedelta(hours=12)


def forwards(apps, schema_editor):
    Old = apps.get_model("sessions", "Session")
    Session, User = apps.get_model("accounts", "Session"), apps.get_model("accounts", "User")
    now, people = timezone.now(), set(User.objects.values_list("pk", flat=True))
    for old in Old.objects.filter(expire_date__gt=now).order_by("pk").iterator():
        key = SessionStore().decode(old.session_data).get("_auth_user_id")
        user = int(key) if key else None
        if user is not None and user not in people:
            continue
        end = min(old.expire_date, now + UNTIL_NEXT_USE) if user else old.expire_date
        Session.objects.create(
            session_key=old.session_key,
            session_data=old.session_data,
            expire_date=end,
            user_id=user,
        )
    Old.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_session"), ("sessions", "0001_initial")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
