"""The last step of the form: what is missing, what will be published, the deposit."""

from dataclasses import dataclass, field
from functools import cached_property

from partnerships.document.difference import Change, changed_path, difference, three_way
from partnerships.document.projection import public_projection
from partnerships.document.reading import read
from partnerships.document.steps import LAST_STEP, STEPS
from partnerships.document.validation import validate
from partnerships.models import Action, ChangeRequestStatus, Dossier, LocalAuthorityMember
from partnerships.pages.components.step_state import errors_with_links, progress, step_states
from partnerships.workflow.effects import changes_nothing_published
from partnerships.workflow.transitions import available_actions


@dataclass
class DepositPage:
    dossier: Dossier
    user: object
    is_checked: bool = field(default=False, kw_only=True)
    number = len(STEPS)
    count = len(STEPS)
    next = None

    @cached_property
    def validation(self):
        return validate(self.dossier)

    @property
    def progress(self):
        return progress(self.states)

    @cached_property
    def states(self):
        return step_states(self.dossier, self.validation, LAST_STEP)

    @cached_property
    def missing(self):
        return errors_with_links(self.validation.filled.references, self.validation.errors)

    @property
    def is_refused(self):
        """Whether a deposit was just refused for its errors."""
        return self.is_checked and bool(self.missing)

    @property
    def is_complete(self):
        return self.validation.document is not None

    @cached_property
    def reading(self):
        """The public page as it would be published; missing or invalid fields are left out."""
        return read(public_projection(self.validation.readable))

    @cached_property
    def seen(self):
        return self.dossier.last_sequence

    @cached_property
    def unanswered_count(self) -> int:
        """How many requests of the officers have no answer yet."""
        if not self.dossier.submission_count:
            return 0
        return self.dossier.change_requests.filter(status=ChangeRequestStatus.SENT).count()

    @property
    def requests_url(self):
        return f"{self.dossier.get_absolute_url()}#demandes"

    @cached_property
    def may_submit(self):
        return Action.SUBMIT in available_actions(self.dossier, self.user)

    @cached_property
    def request(self) -> LocalAuthorityMember | None:
        """The request to join the lead authority, whose answer the deposit waits for."""
        if not self.dossier.is_begun:
            return None
        requests = LocalAuthorityMember.objects.pending().with_has_manager()
        return requests.filter(user=self.user, authority=self.dossier.lead_authority_id).first()

    @property
    def is_outdated(self):
        """Whether the partnership was published again since this amendment was opened."""
        dossier = self.dossier
        return bool(
            dossier.partnership_id
            and dossier.base_version_id != dossier.partnership.current_version_id
        )

    @property
    def is_change(self) -> bool:
        """Whether the dossier amends the version that is published today."""
        return bool(self.dossier.base_version_id) and not self.is_outdated

    @cached_property
    def changes(self) -> list[Change]:
        """Differences from the base version, without the fields that are invalid."""
        invalid = {changed_path(error.path) for error in self.validation.errors}
        projection = public_projection(self.validation.readable)
        changes = difference(self.dossier.base_version.content, projection)
        return [change for change in changes if change.path not in invalid]

    @cached_property
    def changes_nothing(self) -> bool:
        """Whether the deposit would be refused because it says what is published already."""
        document = self.validation.document
        return bool(document) and changes_nothing_published(self.dossier, document)

    @cached_property
    def three_way(self):
        """Base, published and proposed texts of an outdated amendment, where they differ."""
        document = self.validation.document
        if not self.is_outdated or not document:
            return []
        base, current = self.dossier.base_version, self.dossier.partnership.current_version
        return three_way(base.content, current.content, public_projection(document))
