"""Where the sign-in leads back to, once a session has ended."""

import pytest
from django.urls import reverse

FORM = "/mon-espace/tableur/"


@pytest.mark.parametrize(
    ("page", "path"),
    [
        ("http://testserver/dossiers/?q=%C3%A9#la", "/dossiers/%3Fq%3D%25C3%25A9"),
        ("", FORM),
        ("https://ailleurs.example/piege/", FORM),
        ("//ailleurs.example/", FORM),
        ("javascript:alert(1)", FORM),
        ("http://testserver@ailleurs.example/", FORM),
        ("http://testserver:8000/", FORM),
        ("http://testserver//ailleurs.example/", FORM),
        ("http://testserver/\\ailleurs.example/", FORM),
        ("http://[::1", FORM),
    ],
)
def test_the_sign_in_leads_back_to_a_page_of_this_site(client, page, path):
    response = client.post(reverse("partnerships:spreadsheet_list"), headers={"referer": page})

    assert response.url == f"{reverse('account_login')}?next={path}"
