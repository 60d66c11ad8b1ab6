"""The people who ask, and the rows that they ask for: one small world for the whole matrix.

Lille leads the dossiers, Roubaix is the other authority of each, Dunkerque has no part in them.
"""

from datetime import timedelta

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from partnerships.models import (
    AccessibilityCheck,
    Action,
    BackgroundProcess,
    Country,
    Dossier,
    DossierStatus,
    Heartbeat,
    LocalAuthorityMember,
    QueueView,
    ReferenceLoad,
    SiteSettings,
    Takeover,
    UpkeepJob,
    UpkeepRun,
)
from proposals.models import EvidenceKind
from tests.accounts.passkey import KEYS, own_passkey
from tests.browser.world import World
from tests.factories.absences import AbsenceFactory
from tests.factories.accounts import reviewer, sign_in
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.bulk import acceptance_run
from tests.factories.change_requests import ChangeRequestFactory
from tests.factories.data_exports import attached, made, made_pack, made_queue
from tests.factories.decisions import SignatoryFactory
from tests.factories.dossiers import act, dossier_in, publish_with_files
from tests.factories.files import JPEG, PDF, send
from tests.factories.invitations import links_to as invitation_links
from tests.factories.lists import (
    GoalFactory,
    PlaceFactory,
    ProposalFactory,
    SectorFactory,
    ThemeFactory,
)
from tests.factories.opinions import ask, reply
from tests.factories.opinions import links_to as opinion_links

AWAITED, ADVISER = "attendu@example.org", "conseil@example.org"
LISTS = (ProposalFactory, ThemeFactory, GoalFactory, SectorFactory, PlaceFactory)


class AccessWorld(World):
    """`people`: role → account, None without one. `cookies`: role → those of its session.

    `given`: name → what an address or a form holds, by role where each role has its own.
    """

    def __init__(self):
        call_command("set_up_roles", verbosity=0)
        for factory in LISTS:
            factory()
        super().__init__()
        self.roubaix = LocalAuthorityMember.objects.get(user=self.neighbour).authority
        self.people = self._people()
        dossiers, files = self._dossiers(), self._files()
        self.given = {**dossiers, **files, **self._other_rows(), **self._administration()}
        self.cookies = {role: self._cookies(role) for role in self.people}

    def _people(self):
        dunkerque = LocalAuthorityFactory(name="Dunkerque")
        return {
            "anonymous": None,
            "adviser": None,
            "inactive": MemberFactory(manager=True, authority=self.authority).user,
            "newcomer": self.newcomer,
            "contributor": self.contributor,
            "manager": self.manager,
            "co_member": self.neighbour,
            "stranger": MemberFactory(manager=True, authority=dunkerque).user,
            "officer": self.reviewer,
            "colleague": reviewer(),
            "own_officer": MemberFactory(authority=self.authority, user=reviewer()).user,
            "lead": self.lead_reviewer,
            "curator": self.curator,
            "superuser": self.administrator,
        }

    def _cookies(self, role):
        """Of a sign-in just now; `inactive` lost their account after it."""
        client, person = Client(), self.people[role]
        if person:
            sign_in(client, person)
        if role == "inactive":
            person.is_active = False
            person.save()
        return client.cookies.output(header="", sep=";").strip()

    def _shared(self, dossier):
        dossier.dossier_authorities.create(authority=self.roubaix)
        return dossier

    def _dossiers(self):
        archived = dossier_in("closed", member=self.membership, outcome="rejected")
        Dossier.objects.filter(pk=archived.pk).update(archived_at=timezone.now())
        closed = self.dossiers[DossierStatus.CLOSED]
        return {
            **{
                status.value: self._shared(dossier).uuid
                for status, dossier in self.dossiers.items()
            },
            "archived": self._shared(archived).uuid,
            "letter": closed.decisions.get().letter.uuid,
        }

    def _with_files(self):
        client = Client()
        client.force_login(self.manager)
        dossier = dossier_in("draft", member=self.membership, title="Avec des pièces")
        attached(dossier)
        send(client, dossier, ("place.jpg", JPEG))
        dossier.refresh_from_db()
        return dossier

    def _files(self):
        """A page and a dossier under review, both with files, and an opinion that came with one."""
        page = publish_with_files(self._with_files()).partnership
        dossier = act(self._with_files(), Action.SUBMIT, self.manager)
        dossier = self._shared(act(dossier, Action.START_REVIEW, self.reviewer))
        document = dossier.attachments.get(renditions=[])
        image, public_image = dossier.attachments.exclude(renditions=[]).get(), page.images.get()
        awaited, answered = ask(dossier, AWAITED, ADVISER, documents=[str(document.uuid)])
        link = opinion_links(ADVISER)[-1]
        reply(Client(), link, file=SimpleUploadedFile("avis.pdf", PDF))
        return {
            "reviewed": dossier.uuid,
            "document": document.uuid,
            "image": image.uuid,
            "width": image.renditions[0]["width"],
            "opinion": answered.uuid,
            "awaited": awaited.uuid,
            "opinion_link": {"adviser": link.split("/")[-2]},
            "change_request": ChangeRequestFactory(dossier=dossier).uuid,
            "page": page.public_id,
            "public_document": page.documents.get().uuid,
            "public_image": public_image.uuid,
            "public_width": public_image.renditions[0]["width"],
        }

    def _other_rows(self):
        under_review = [self.dossiers[DossierStatus.UNDER_REVIEW]]
        return {
            "person": {role: user.journal_id for role, user in self.people.items() if user},
            "published": self.partnership.public_id,
            "slug": self.partnership.slug,
            "version": self.partnership.current_version.number,
            "imported": self.imported.public_id,
            "authority": self.authority.key,
            "partner": self.partner.uuid,
            "account": self.contributor.pk,
            "membership": self.takeover_membership.pk,
            "takeover": Takeover.objects.get().pk,
            "request": self.asked.uuid,
            "report": self.report.uuid,
            "export": made(self.contributor).uuid,
            "queue_export": made_queue(self.reviewer).uuid,
            "pack": made_pack(self.reviewer).uuid,
            "invitation": self.invitation.uuid,
            "invitation_link": invitation_links()[-1].split("/")[-2],
            "spreadsheet": self.spreadsheet.uuid,
            "view": QueueView.objects.get(owner=self.reviewer).uuid,
            "absence": AbsenceFactory(officer=self.reviewer).pk,
            "bulk": acceptance_run(under_review, self.reviewer, is_started=False).uuid,
            "judged": self.judged.uuid,
            "judged_dossier": self.judged.items.get().dossier.uuid,
            "body": self.body.uuid,
            "duplicate": self.duplicate.pk,
            "compared_kind": self.duplicate.kind,
            "one_record": self.duplicate.first_id,
            "other_record": self.duplicate.second_id,
            "merge": self.merge.uuid,
            "version_of_country": Country.objects.order_by("pk").first().history.latest().pk,
            "version_of_settings": SiteSettings.objects.get().history.latest().pk,
            "version_of_check": AccessibilityCheck.objects.order_by("pk")
            .first()
            .history.latest()
            .pk,
            "phrase": self.phrase.pk,
            "signatory": SignatoryFactory().pk,
            "replacement": self.replacement.pk,
            "waiting_file": self.waiting_file.uuid,
            "illustration": self.illustration.uuid,
            "illustration_width": self.illustration.width,
            "proposal_draft": self.draft.version,
            "earlier_text": self.earlier_text.pk,
            "scheduled_text": self.scheduled_text.pk,
            "progress_note": self.note.uuid,
            "evidence": self.note.evidence.get(kind=EvidenceKind.DOCUMENT).uuid,
        }

    def _administration(self):
        """A row of each list of the administration, by the name of the list."""
        TOTP.activate(self.manager, generate_totp_secret())
        RecoveryCodes.activate(self.manager)
        own_passkey(Client(), self.manager)
        Heartbeat.objects.beat(BackgroundProcess.WORKER, within=timedelta(minutes=1))
        now = timezone.now()
        UpkeepRun.objects.create(job=UpkeepJob.values[0], started_at=now, seconds=1)
        ReferenceLoad.objects.create(name="countries", digest="0" * 64)
        DBTaskResult.objects.create(
            task_path="partnerships.workflow.bulk.tasks.do_run",
            args_kwargs={"args": [], "kwargs": {}},
            backend_name="default",
            run_after=get_date_max(),
            exception_class_path="",
            traceback="",
        )
        return {
            "passkey": KEYS.get().pk,
            **self._first_rows(),
        }

    def _first_rows(self):
        return {
            model._meta.label_lower.replace(".", "_"): model.objects.order_by("pk").first().pk
            for model in admin.site._registry
        }
