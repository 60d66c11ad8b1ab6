"""A little of everything that a page may have to show, and the person who sees each page."""

from datetime import timedelta

from django.contrib.auth.models import Group
from django.utils import timezone

from partnerships.cleaning.suspension import suspend_page
from partnerships.models import (
    AccessibilityCheckKind,
    BulkAct,
    Dossier,
    DossierStatus,
    InstructionRule,
    PartnershipKind,
    Provenance,
    QueueView,
    RecordKind,
    SiteSettings,
)
from partnerships.people.takeover import ask_takeover
from partnerships.workflow.amendment import create_closure
from partnerships.workflow.bulk.plan import prepare
from partnerships.workflow.link import digest_of
from partnerships.workflow.opinions.asking import submit_answer
from proposals.drafting import begin_draft, editing_draft
from proposals.progress import withdraw_note
from proposals.publishing import publish_text
from tests.factories.absences import AbsenceFactory
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, MemberFactory
from tests.factories.authority_requests import AuthorityRequestFactory
from tests.factories.bulk import acceptance_run
from tests.factories.campaigns import CampaignFactory
from tests.factories.decisions import PhraseFactory, two_people_decide
from tests.factories.dossiers import dossier_in
from tests.factories.duplicates import merged, pair_of
from tests.factories.invitations import EMAIL, invited
from tests.factories.lists import AccessibilityCheckFactory, ProposalFactory
from tests.factories.opinions import AdvisoryBodyFactory, ask
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.factories.spreadsheets import spreadsheet_in_every_state
from tests.partnerships.contributions.reports import ReaderReportFactory
from tests.partnerships.decisions.contributions import carries
from tests.partnerships.propositions.curated import (
    IllustrationFactory,
    applied_file,
    waiting_file,
)
from tests.partnerships.propositions.notes import (
    decision,
    link,
    note_on,
    partnership_evidence,
)

# Of the link that confirms the address of a report.
REPORT_TOKEN = "lien-du-courriel"
# Who is asked for an opinion: the second one has answered.
OPINION_EMAILS = ("prefecture@example.org", "ambassade@example.org")


class World:
    def __init__(self):
        self.authority = LocalAuthorityFactory(
            name="Lille", population=236_000, latitude=50.63, longitude=3.07, precision="town_hall"
        )
        manager = MemberFactory(manager=True, authority=self.authority)
        self.manager = manager.user
        self.manager.emailaddress_set.create(email=self.manager.email, verified=True, primary=True)
        self.membership = manager
        self.takeover_membership = MemberFactory(authority=self.authority)
        self.contributor = self.takeover_membership.user
        ask_takeover(self.authority, by=self.contributor, reason="Parti en juin.")
        MemberFactory(pending=True, authority=self.authority)
        self.neighbour = MemberFactory(authority=LocalAuthorityFactory(name="Roubaix")).user
        self.newcomer = UserFactory(email=EMAIL)
        self.asked = AuthorityRequestFactory(asked_by=self.newcomer)
        self.invitation = invited(manager, message="Rejoignez-nous.")
        self.reviewer = reviewer()
        self.lead_reviewer = lead_reviewer()
        QueueView.objects.create(owner=self.reviewer, name="Mes urgences", query="instructeur=moi")
        QueueView.objects.create(name="À prendre", query="etat=submitted&instructeur=personne")
        today = timezone.localdate()
        SiteSettings.objects.create(
            publisher_name="Direction des collectivités",
            publisher_address="1 rue Haute\n75000 Paris",
            contact_email="registre@example.org",
            note="Le registre est ouvert.",
            note_from=today,
            note_until=today + timedelta(days=7),
        )
        AccessibilityCheckFactory(kind=AccessibilityCheckKind.AUDIT, rate="62.50")
        AccessibilityCheckFactory()
        self.curator = UserFactory(is_staff=True)
        self.curator.groups.add(Group.objects.get(name="Curateurs"))
        self.administrator = UserFactory(is_staff=True, is_superuser=True)
        pas_de_calais = DepartementFactory(code="62", name="Pas-de-Calais")
        self.authority_without_partnership = LocalAuthorityFactory(
            name="Arras",
            departement=pas_de_calais,
            postcodes=["62000"],
            latitude=50.29,
            longitude=2.78,
            precision="town_hall",
        )
        self.partner = InternationalPartnerFactory(name="Oujda", latitude=34.69, longitude=-1.91)
        proposal = ProposalFactory(number=5)
        self.partnership = published(
            [self.authority],
            [self.partner],
            title="Plan climat et énergie",
            kind=PartnershipKind.AGREEMENT,
            summary="Une ville plus sobre, des deux côtés.",
            objectives="Consommer moins.",
            starts_on="2005-01-01",
            themes=["eau"],
            goals=[11],
            contributions=[
                {"uuid": "1" * 32, "proposal": 5, "statement": "Nos données sont ouvertes."}
            ],
        )
        self.note = note_on(
            proposal,
            link(),
            decision(),
            partnership_evidence(self.partnership),
            documents=["bilan.pdf"],
            next_review=today + timedelta(days=90),
        )
        withdrawn = note_on(proposal, text="Une erreur.")
        withdraw_note(withdrawn, by=self.curator, reason="Ce n’était pas cette proposition.")
        self.imported = published(
            [self.authority],
            title="Lille – Leeds",
            provenance=Provenance.WIKIDATA,
            draft={"source_text": "Wikidata, 2017"},
        )
        self.report = ReaderReportFactory(
            partnership=self.partnership,
            email="lectrice@example.org",
            email_confirmed_at=timezone.now(),
            source="https://exemple.fr/",
            status="in_progress",
        )
        self.report.steps.create(status="in_progress", text="Nous cherchons.", by=self.reviewer)
        ReaderReportFactory(
            authority=self.authority,
            email="lecteur@example.org",
            token_digest=digest_of(REPORT_TOKEN),
            link_expires_at=timezone.now() + timedelta(days=7),
        )
        self.suspended = published([self.authority], title="Fiche suspendue")
        suspend_page(
            self.suspended, 1, by=lead_reviewer(), reason="Le nom d’une personne y figure."
        )
        twin = published([self.authority], [self.partner], title="Plan climat, énergie")
        self.merge = merged(RecordKind.PARTNERSHIP, self.partnership, twin)
        self.partnership.refresh_from_db()
        self.duplicate = pair_of(RecordKind.PARTNERSHIP, self.partnership, self.imported)
        today = timezone.localdate()
        CampaignFactory(year=today.year, opens_on=today, due_on=today + timedelta(days=60))
        ending = published([self.authority], title="Ancien projet", phase="active")
        self.closure = create_closure(ending, self.manager)
        self.dossiers = {
            status: dossier_in(status, member=manager, officer=self.reviewer)
            for status in DossierStatus
        }
        self.phrase = PhraseFactory()
        opinions = ask(self.dossiers[DossierStatus.UNDER_REVIEW], *OPINION_EMAILS)
        submit_answer(opinions[1], answer="reserved", text="À revoir.", seen_answers=0)
        self.body = AdvisoryBodyFactory()
        self.spreadsheet = spreadsheet_in_every_state(manager)
        AbsenceFactory(officer=lead_reviewer(last_name="Absent"))
        self.bulk = prepare(
            BulkAct.ASSIGN,
            Dossier.objects.all(),
            by=self.lead_reviewer,
            officers=[self.reviewer.pk, self.lead_reviewer.pk],
        )
        carried = dossier_in("under_review", member=manager, officer=self.reviewer, **carries(5))
        self.judged = acceptance_run([carried], self.reviewer, is_started=False)
        two_people_decide()
        dossier_in("decided", member=manager, officer=self.reviewer)
        InstructionRule.objects.all().delete()
        self.replacement = applied_file(self.curator)
        self.waiting_file = waiting_file(self.curator, title="Un autre titre de travail")
        self.illustration = IllustrationFactory()
        self._texts_of_a_proposition()

    def _texts_of_a_proposition(self):
        """One before, one in force, one scheduled, and a draft that differs from all."""
        proposal, by = ProposalFactory(number=6), self.curator
        self.earlier_text = proposal.text
        content = {
            **proposal.text.content,
            "body": "Des **villes** qui :\n\n- partagent\n- mesurent",
        }
        publish_text(proposal, content, by=by)
        later = timezone.now() + timedelta(days=60)
        content |= {"summary": "Un résumé pour plus tard."}
        self.scheduled_text = publish_text(proposal, content, by=by, at=later)
        begin_draft(proposal, by=by)
        with editing_draft(proposal, by) as draft:
            draft.typed |= {"title": "Un titre à venir", "source_page": "douze"}
        self.draft = draft
        note_on(proposal, text="Un appel est ouvert.", written_by=by)
