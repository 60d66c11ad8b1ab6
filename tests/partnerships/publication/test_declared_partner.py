"""The partner that an authority declares is the partner published, whatever it resembles."""

import pytest
from django.core.management import call_command

from partnerships.document.projection import item
from partnerships.models import Action, InternationalPartner
from partnerships.publication.publish import publish
from partnerships.workflow.amendment import create_amendment
from partnerships.workflow.refusals import Invalid, Refused
from tests.factories.accounts import reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.lists import CountryFactory, PlaceFactory
from tests.factories.partnerships import InternationalPartnerFactory

pytestmark = pytest.mark.django_db
NAME = "Ndoffane-sur-Saloum"


@pytest.fixture
def kaolack():
    senegal = CountryFactory(iso2="SN", name="Sénégal", name_en="Senegal")
    place = PlaceFactory(name="Kaolack", country=senegal, latitude=14.15, longitude=-16.07)
    return InternationalPartnerFactory(
        name="Kaolack", country=senegal, place=place, latitude=14.15, longitude=-16.07
    )


def proposing(known, name=NAME, **fields):
    """Buffer values of a partner proposed in the town of `known`."""
    uuid = item()["uuid"]
    values = {"name": name, "kind": "municipality", "country": known.country_id}
    proposed = {f"proposed_{key}": value for key, value in values.items()}
    fields = {**proposed, "proposed_place": str(known.place_id), **fields}
    return {
        "partners": [uuid],
        **{f"partners.{uuid}.{key}": value for key, value in fields.items()},
    }


def another(known, name=NAME, **fields):
    """The same, with the answer that it is not `known`."""
    said = {"compared_name": name, "different_from": str(known.uuid)}
    return proposing(known, name, **{**said, **fields})


def test_partner_in_the_town_of_another_is_published_under_its_name(client, kaolack):
    member, officer = MemberFactory(), reviewer()
    dossier = dossier_in("under_review", member=member, officer=officer, **another(kaolack))

    public = act(dossier, Action.ACCEPT, officer, grounds="Conforme.").partnership

    partner = public.partners.get()
    assert (partner.name, partner.place, partner.kind) == (NAME, kaolack.place, "municipality")
    assert InternationalPartner.objects.current().filter(place=kaolack.place).count() == 2
    page = client.get(public.get_absolute_url()).content.decode()
    assert NAME in page
    amendment = create_amendment(public, member.user)
    uuid = amendment.buffer["partners"][0]
    assert amendment.buffer[f"partners.{uuid}.partner"] == str(partner.uuid)


def test_partner_that_resembles_a_known_one_is_not_deposited_without_an_answer(kaolack):
    with pytest.raises(Invalid) as refusal:
        dossier_in("submitted", **proposing(kaolack))

    assert "ressemble à celui-ci" in refusal.value.errors[0].message


def test_answer_no_longer_holds_under_another_name(kaolack):
    fields = another(kaolack)
    uuid = fields["partners"][0]
    fields[f"partners.{uuid}.proposed_name"] = "Kaolak"

    with pytest.raises(Invalid):
        dossier_in("submitted", **fields)


def test_answer_is_in_the_deposit_and_in_the_journal_and_not_public(kaolack):
    dossier = dossier_in("closed", **another(kaolack))

    (deposited,) = dossier.submissions.get().document["partners"]
    assert deposited["resemblance"] == {
        "answer": "other",
        "name": NAME,
        "partners": [str(kaolack.uuid)],
        "keys": [""],
    }
    (told,) = dossier.events.get(action="submit").content["resemblances"]
    assert (told["answer"], told["names"]) == ("other", ["Kaolack (Sénégal)"])
    assert "resemblance" not in dossier.partnership.current_version.projection


def test_known_partner_said_to_be_the_same_is_published(kaolack):
    same = proposing(kaolack, "Ville de Kaolack", compared_name="Ville de Kaolack")
    same[f"partners.{same['partners'][0]}.partner"] = str(kaolack.uuid)

    dossier = dossier_in("closed", **same)

    assert dossier.partnership.partners.get() == kaolack
    (deposited,) = dossier.submissions.get().document["partners"]
    assert deposited["resemblance"]["answer"] == "same"
    assert deposited["resemblance"]["name"] == "Ville de Kaolack"


def test_proposal_published_again_makes_no_second_partner(kaolack):
    officer = reviewer()
    dossier = dossier_in("closed", officer=officer, **another(kaolack))
    first = dossier.partnership.partners.get()
    dossier.base_version = dossier.partnership.current_version
    dossier.save()
    submission = dossier.submissions.get()
    submission.dossier.refresh_from_db()

    publish(submission, by=officer, reason="De nouveau.")

    assert dossier.partnership.partners.get() == first
    assert InternationalPartner.objects.filter(name=NAME).count() == 1


def test_partner_created_since_the_deposit_is_asked_about_before_the_release(client, kaolack):
    officer = reviewer()
    waiting = dossier_in("under_review", officer=officer, **another(kaolack))
    created = dossier_in("closed", **another(kaolack)).partnership.partners.get()

    with pytest.raises(Refused, match="ressemble à un partenaire proposé"):
        act(waiting, Action.ACCEPT, officer, grounds="Conforme.")

    (uuid,) = waiting.buffer["partners"]
    details = {"item": uuid, "partners": [str(created.uuid)]}
    act(waiting, Action.COMPARE_PARTNERS, officer, **details)
    waiting.refresh_from_db()
    public = act(waiting, Action.ACCEPT, officer, grounds="Conforme.").partnership
    assert public.partners.get() != created
    assert public.partners.get().name == NAME


def test_answer_of_an_officer_about_nothing_is_refused(kaolack):
    officer = reviewer()
    dossier = dossier_in("under_review", officer=officer, **another(kaolack))
    (uuid,) = dossier.buffer["partners"]

    with pytest.raises(Refused, match="a déjà sa réponse"):
        act(dossier, Action.COMPARE_PARTNERS, officer, item=uuid, partners=[str(kaolack.uuid)])


def test_partnerships_published_with_another_partner_are_listed(capsys, kaolack):
    dossier = dossier_in("closed", **another(kaolack))
    dossier_in("closed", **another(kaolack, "Keur Baka", proposed_place=""))
    dossier.partnership.partners.update(name="Kaolack")

    call_command("list_replaced_partners")

    shown = capsys.readouterr().out
    assert dossier.reference in shown
    assert f"{NAME} → Kaolack" in shown
    assert "Keur Baka" not in shown


def test_answer_about_a_record_that_is_gone_does_not_stop_the_deposit(kaolack):
    answered = another(kaolack, different_from=f"{kaolack.uuid} {item()['uuid']}")

    dossier = dossier_in("submitted", **answered)

    answers = dossier.events.get(action=Action.SUBMIT).content["resemblances"]
    assert answers[0]["partners"] == [str(kaolack.uuid)]
