"""The address that the portal proposes for a letter is one that its form takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerships.models import Action, Dossier, LocalAuthority
from partnerships.workflow.decisions.letter import (
    LINE_LENGTH_MAX,
    LINES_MAX,
    checked_recipient,
    proposed_recipient,
)
from tests.factories.decisions import send_decision, standing
from tests.factories.dossiers import act, dossier_in

NAME_MAX = LocalAuthority._meta.get_field("name").max_length
ADDRESS_MAX = LocalAuthority._meta.get_field("postal_address").max_length
# Words as long as those of names, and any text.
LONG = st.lists(st.text("aé-’ ", min_size=25, max_size=40), min_size=1, max_size=9).map(" ".join)
LINES = st.lists(st.text("aé1 ", min_size=1, max_size=30), min_size=1, max_size=20).map("\n".join)


def proposed(name, address):
    authority = LocalAuthority(name=name, postal_address=address)
    return proposed_recipient(Dossier(lead_authority=authority))


@given(
    LONG.map(lambda text: text[:NAME_MAX]) | st.text(min_size=1, max_size=NAME_MAX),
    (LONG | LINES).map(lambda text: text[:ADDRESS_MAX]) | st.text(min_size=1, max_size=ADDRESS_MAX),
)
def test_a_proposed_address_is_accepted(name, address):
    text = proposed(name, address)

    checked_recipient(text)
    lines = text.split("\n")
    assert len(lines) <= LINES_MAX
    assert max(map(len, lines)) <= LINE_LENGTH_MAX


@pytest.mark.parametrize(
    ("name", "address", "expected"),
    [
        ("Ville-X", "1, place de la Mairie\n35000 Ville-X", None),
        ("Ville-X", "\n".join("abcdefg"), None),
        ("Ville-X", "\n".join("abcdefgh"), "Ville-X\na, b, c, d, e, f, g\nh"),
        ("Ville-X", "A" * 300, "\n".join(["Ville-X", *["A" * 60] * 5])),
        (
            " ".join(each * 50 for each in "ABCE"),
            "\n".join([*["D" * 55] * 5, "35000 Ville-X"]),
            "\n".join(
                [
                    *("A" * 50, "B" * 50, f"{'C' * 50} …"),
                    *[f"{'D' * 55},"] * 3,
                    f"{'D' * 55}, …",
                    "35000 Ville-X",
                ]
            ),
        ),
    ],
)
def test_an_address_too_long_is_shortened_between_its_name_and_its_town(name, address, expected):
    assert proposed(name, address) == (expected or f"{name}\n{address}")


@pytest.mark.django_db
def test_an_officer_sends_the_address_proposed_for_a_long_name(client):
    first, second = (dossier_in("under_review") for _ in range(2))
    words = " ".join(["Communauté d’agglomération de Sainte-Geneviève"] * 5)[:NAME_MAX]
    LocalAuthority.objects.update(name=words, postal_address="\n".join(["Bâtiment"] * 12))
    first, second = Dossier.objects.get(pk=first.pk), Dossier.objects.get(pk=second.pk)
    typed = proposed_recipient(first)

    response = send_decision(
        client, first.reviewer, first, grounds="Oui.", outcome="accepted", recipient=typed
    )
    untyped = act(second, Action.DECIDE, second.reviewer, outcome="accepted", grounds="Oui.")

    assert response.status_code == 302
    assert standing(first).recipient == typed
    assert checked_recipient(standing(untyped).recipient) == standing(untyped).recipient
