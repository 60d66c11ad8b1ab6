"""Takes invisible characters out of the addresses of accounts, so that these can sign in: what is
typed no longer holds any. An address that another account has is left as it is.
"""

import unicodedata

from django.db import migrations


def visible(address):
    text = unicodedata.normalize("NFKC", address)
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
