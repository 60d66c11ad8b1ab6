"""Messages and requested changes are one thread, for officers and for members."""

import re

import pytest
from django.urls import reverse

from partnerships.models import Action, Visibility
from partnerships.workflow.change_requests import gather
from tests.factories.change_requests import answer, do, redeposit, sent
from tests.factories.dossiers import act, dossier_in
from tests.factories.messages import review_page, say

pytestmark = pytest.mark.django_db
ASKED, ANSWERED, HIDDEN = "Précisez le titre.", "Titre précisé.", "Entre instructeurs"


@pytest.fixture
def exchange(client, officer):
    """A request on the title, its answer, a message on the whole, one among officers."""
    dossier = dossier_in("under_review", officer=officer)
    say(dossier, dossier.created_by, "Bonjour")
    row, dossier = sent(dossier, officer, body=ASKED)
    say(dossier, officer, HIDDEN, Visibility.INTERNAL, path="title")
    answer(client, dossier.created_by, dossier, row, ANSWERED)
    return row, redeposit(dossier, officer, title="Un autre titre")


def thread(client, user, address):
    client.force_login(user)
    content = client.get(address).content.decode()
    return content.partition('id="demandes"')[2].partition("</form>\n</section>")[0]


def words(html):
    return re.sub(r"<[^>]+>", " ", html)


def test_request_and_answer_follow_each_other_once(client, exchange, officer):
    _row, dossier = exchange

    for user, address in (
        (officer, review_page(dossier)),
        (dossier.created_by, dossier.get_absolute_url()),
    ):
        shown = thread(client, user, address).partition('id="demander"')[0]
        order = [shown.index(text) for text in (ASKED, ANSWERED, "Bonjour")]
        assert order == sorted(order)
        assert shown.count(ASKED) == shown.count(ANSWERED) == 1
        assert "demande répondue" in re.sub(r"\s+", " ", words(shown))


def test_what_is_internal_is_in_the_thread_of_officers_alone(client, exchange, officer):
    _row, dossier = exchange

    assert HIDDEN in thread(client, officer, review_page(dossier))
    assert HIDDEN not in thread(client, dossier.created_by, dossier.get_absolute_url())


def test_acts_stand_under_the_request(client, exchange, officer):
    row, dossier = exchange
    shown = thread(client, officer, review_page(dossier))
    under = shown.partition(f'id="message-{row.uuid}"')[2].partition("</article>")[0]

    assert 'value="settle"' in under
    assert 'value="reask"' in under
    done = do(client, officer, dossier, row, "settle")
    assert done.url == f"{review_page(dossier)}#message-{row.uuid}"
    settled = thread(client, officer, review_page(dossier))
    assert 'value="settle"' not in settled


def test_request_to_answer_comes_first_for_the_member(client, officer):
    dossier = dossier_in("under_review", officer=officer)
    row, dossier = sent(dossier, officer, body=ASKED)
    say(dossier, officer, "Et merci pour la carte")
    client.force_login(dossier.created_by)

    content = client.get(dossier.get_absolute_url()).content.decode()

    assert content.index(ASKED) < content.index("Et merci pour la carte")
    assert content.count(f'value="answered:{row.uuid}"') == 1
    assert content.count('id="echanges"') == 1
    told = answer(client, dossier.created_by, dossier, row, ANSWERED)
    assert told.url == f"{dossier.get_absolute_url()}#message-answered-{row.uuid}"
    assert f'id="message-answered-{row.uuid}"' in client.get(told.url).content.decode()


@pytest.mark.parametrize("name", ["review_message", "change_request_add"])
def test_refused_text_is_one_click_from_what_refuses_it(client, officer, name):
    dossier = dossier_in("under_review", officer=officer)
    client.force_login(officer)

    refused = client.post(
        reverse(f"partnerships:{name}", args=[dossier.uuid]),
        {"body": "é" * 10_001, "visibility": "shared"},
    )

    content = refused.content.decode()
    assert refused.status_code == 409
    assert '<a href="#demander">Reprendre le texte</a>' in content
    assert "é" * 10_001 in content.partition('id="demander"')[2]


def test_request_that_waits_to_be_sent_is_not_in_the_thread(client, officer):
    dossier = dossier_in("under_review", officer=officer)
    gather(dossier, by=officer, body="Datez la fin.", field_path="ends_on")

    shown = thread(client, officer, review_page(dossier))

    assert "Aucun message pour l’instant" in shown
    assert shown.index("Demandes préparées") < shown.index("Datez la fin.")


def test_closed_dossier_asks_for_nothing_more(client, officer, exchange):
    _row, dossier = exchange
    dossier = act(dossier, Action.REJECT, officer, grounds="Hors du champ.")

    shown = thread(client, officer, review_page(dossier))

    assert "Ajouter aux demandes" not in shown
    assert 'value="settle"' not in shown
    assert ASKED in shown


def test_earlier_messages_that_were_read_are_folded_and_none_that_waits(client, officer):
    dossier = dossier_in("under_review", officer=officer)
    for rank in range(6):
        say(dossier, dossier.created_by, f"Message {rank}")
    client.force_login(officer)

    def folded():
        [topic] = client.get(review_page(dossier)).context["page"].exchanges.topics
        return [message.row.body for message in topic.earlier], len(topic.latest)

    assert folded() == ([], 6)
    assert folded() == (["Message 0", "Message 1", "Message 2"], 3)
    say(dossier, dossier.created_by, "Message 6")
    assert folded()[0] == ["Message 0", "Message 1", "Message 2", "Message 3"]
    row, dossier = sent(dossier, officer, path="", body=ASKED)
    for rank in range(7, 12):
        say(dossier, officer, f"Message {rank}")
    assert folded()[0][-1] == "Message 6"
    answer(client, dossier.created_by, dossier, row)
    dossier = redeposit(dossier, officer)
    do(client, officer, dossier, row, "settle")
    assert folded()[0][-2:] == ["Message 7", "Message 8"]


@pytest.mark.parametrize("count", [3, 30])
def test_pages_run_as_many_queries_for_thirty_messages(
    client, officer, count, django_assert_num_queries
):
    dossier = dossier_in("under_review", officer=officer)
    for rank in range(count):
        say(dossier, officer, f"Message {rank}", path=("", "title")[rank % 2])
    client.force_login(officer)
    with django_assert_num_queries(39):
        client.get(review_page(dossier))
    client.force_login(dossier.created_by)
    client.get(dossier.get_absolute_url())
    with django_assert_num_queries(31):
        client.get(dossier.get_absolute_url())
