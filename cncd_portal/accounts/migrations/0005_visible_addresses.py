"""Takes invisible characters out of the addresses of accounts, so that these can sign in: what is
typed no longer holds any. An address that another account has is left as it is.
"""

import re
import unicodedata

from django.db import migrations


SHOWN_AS_NOTHING = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)


def visible(address):
    text = SHOWN_AS_NOTHING.sub("", unicodedata.normalize("NFKC", address))
    return "".join(each for each in text if unicodedata.category(each) != "Cf").strip().lower()


def forwards(apps, schema_editor):
    EmailAddress = apps.get_model("account", "EmailAddress")
    User = apps.get_model("accounts", "User")
    for pk, email in list(User.objects.order_by("pk").values_list("pk", "email")):
        address = visible(email)
        others = User.objects.filter(email__iexact=address).exclude(pk=pk)
        if address == email or others.exists():
            continue
        User.objects.filter(pk=pk).update(email=address)
    for pk, email in list(EmailAddress.objects.order_by("pk").values_list("pk", "email")):
        address = visible(email)
        if address == email or EmailAddress.objects.filter(email=address).exists():
            continue
        EmailAddress.objects.filter(pk=pk).update(email=address)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_move_sessions"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
