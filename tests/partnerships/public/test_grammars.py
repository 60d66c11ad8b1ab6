"""The grammars that feeds and sitemaps are checked with refuse what is wrong."""

import pytest

from tests.factories.partnerships import published
from tests.partnerships.public.grammars import checked

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "name", "wrong"),
    [
        ("/registre/atom/", "atom", (b"<id>urn:uuid:", b"<id>")),
        ("/registre/atom/", "atom", (b"<updated>", b"<updated>le ")),
        ("/registre/atom/", "atom", (b"<author>", b"<writer>", b"</author>", b"</writer>")),
        ("/registre/atom/", "atom", (b'href="http://127.0.0.1:8000', b'href="')),
        ("/registre/atom/", "atom", (b"<entry>", b"<item>", b"</entry>", b"</item>")),
        ("/sitemap.xml", "sitemap", (b"<loc>http://127.0.0.1:8000", b"<loc>")),
        ("/sitemap.xml", "sitemap", (b"<lastmod>", b"<lastmod>le ")),
    ],
)
def test_fault_is_refused(client, address, name, wrong):
    published()
    content = client.get(address).content
    checked(content, name)
    for right, fault in zip(wrong[::2], wrong[1::2], strict=True):
        assert right in content
        content = content.replace(right, fault)

    with pytest.raises(AssertionError):
        checked(content, name)
