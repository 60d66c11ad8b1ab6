"""The order of the twenty: by buttons, by ranks, and two curators at once."""

import pytest
from django.urls import reverse

from proposals.models import Proposal
from proposals.ordering import OutdatedOrder, apply_ranks, move, write_order
from tests.factories.accounts import UserFactory, curator
from tests.factories.lists import ProposalFactory
from tests.factories.roles import text_of

ORDER = reverse("proposals:workshop_order")


@pytest.mark.parametrize(
    ("number", "places", "expected"),
    [
        (2, -1, [2, 1, 3]),
        (2, 1, [1, 3, 2]),
        (1, -1, [1, 2, 3]),
        (3, 1, [1, 2, 3]),
        (3, -2, [3, 1, 2]),
    ],
)
def test_one_is_moved_by_places(number, places, expected):
    assert move([1, 2, 3], number, places) == expected


@pytest.mark.parametrize(
    ("ranks", "expected"),
    [
        ({}, [1, 2, 3, 4]),
        ({4: 1}, [4, 1, 2, 3]),
        ({1: 4}, [2, 3, 4, 1]),
        ({1: 2}, [2, 1, 3, 4]),
        ({1: 4, 4: 1}, [4, 2, 3, 1]),
    ],
)
def test_ranks_give_the_order(ranks, expected):
    assert apply_ranks([1, 2, 3, 4], ranks) == expected


@pytest.fixture
def proposals(db):
    return [ProposalFactory(number=number) for number in (1, 2, 3)]


@pytest.fixture
def signed_in(client, proposals):
    client.force_login(curator())
    return client


def order():
    return list(Proposal.objects.values_list("number", flat=True))


def post(client, seen="1,2,3", **data):
    return client.post(ORDER, {"vu": seen, **data})


def test_public_lists_follow_the_order(signed_in):
    response = post(signed_in, monter="3")

    assert response.url == f"{ORDER}?deplacee=3"
    assert order() == [1, 3, 2]
    public = text_of(signed_in.get(reverse("proposals:proposal_list")))
    places = [public.index(f"/propositions/{number}/") for number in (1, 3, 2)]
    assert places == sorted(places)


def test_the_button_that_was_used_keeps_the_focus(signed_in):
    post(signed_in, descendre="1")

    text = text_of(signed_in.get(f"{ORDER}?deplacee=1"))

    assert 'name="monter" value="1" autofocus' in text
    assert text.count("autofocus") == 1


def test_the_ends_have_no_button_further(signed_in):
    text = text_of(signed_in.get(ORDER))

    assert 'name="monter" value="1" disabled' in text
    assert 'name="descendre" value="3" disabled' in text
    assert text.count(" disabled") == 2


def test_ranks_that_are_typed_are_written(signed_in):
    post(signed_in, **{"rang-1": "3", "rang-2": "2", "rang-3": "3"})

    assert order() == [2, 3, 1]
    assert list(Proposal.objects.values_list("position", flat=True)) == [1, 2, 3]


@pytest.mark.parametrize("rank", ["", "x", "0", "99", "-1", "²", "1.5"])
def test_what_is_no_rank_leaves_the_order(signed_in, rank):
    post(signed_in, **{"rang-3": rank})

    assert order() == [1, 2, 3]


def test_the_history_says_who_moved_what(signed_in):
    post(signed_in, monter="3")

    last = Proposal.objects.get(number=3).history.latest()
    assert last.history_user is not None
    assert last.position == 2


def test_the_second_curator_is_told_and_nothing_is_overwritten(signed_in):
    post(signed_in, monter="3")

    response = post(signed_in, descendre="1")

    assert response.status_code == 409
    assert "Quelqu’un a changé l’ordre" in text_of(response)
    assert order() == [1, 3, 2]
    assert response.context["seen"] == "1,3,2"


@pytest.mark.parametrize("seen", ["", "1,2", "1,2,3,4", "3,2,1", "x", "1,1,2,3", "\x00"])
def test_an_order_that_was_never_shown_is_refused(signed_in, seen):
    assert post(signed_in, seen=seen, monter="2").status_code == 409
    assert order() == [1, 2, 3]


def test_an_unknown_number_moves_nothing(signed_in):
    post(signed_in, monter="9")

    assert order() == [1, 2, 3]


def test_writing_checks_what_was_seen(proposals):
    with pytest.raises(OutdatedOrder):
        write_order([3, 2, 1], seen=[2, 1, 3])

    assert order() == [1, 2, 3]


@pytest.mark.django_db
def test_an_order_of_nothing_says_so(client):
    client.force_login(curator())

    assert "rien à ordonner" in text_of(client.get(ORDER))


@pytest.mark.parametrize("codenames", [[], ["review_dossier"], ["lead_review"]])
def test_only_curators_change_the_order(client, proposals, codenames):
    client.force_login(UserFactory(codenames=codenames))

    assert post(client, monter="3").status_code == 403
    assert order() == [1, 2, 3]


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_the_order_asks_the_same_queries_for_any_number_of_rows(
    client, rows, django_assert_num_queries
):
    client.force_login(curator())
    for number in range(1, rows + 1):
        ProposalFactory(number=number)

    with django_assert_num_queries(5):
        client.get(ORDER)
