from partnerships.models import lookups as lookups
from partnerships.models.absence import Absence, officers_covered_by, stand_ins, stand_ins_today
from partnerships.models.accessibility_check import (
    AccessibilityCheck,
    AccessibilityCheckKind,
    Audit,
    Conformity,
    conformity,
)
from partnerships.models.advisory_body import AdvisoryBody, AdvisoryBodyKind
from partnerships.models.anchor import JournalAnchor
from partnerships.models.append_only import AppendOnlyError
from partnerships.models.authority import (
    POINT_SOURCES,
    Departement,
    LocalAuthority,
    LocalAuthorityKind,
    LocalAuthorityTerm,
    Region,
    located_in,
    validate_siren,
)
from partnerships.models.authority_request import AuthorityRequest, AuthorityRequestStatus
from partnerships.models.budget import BudgetLine, BudgetNature, BudgetSource
from partnerships.models.bulk import BulkAct, BulkItem, BulkItemState, BulkRun
from partnerships.models.calendar_feed import CalendarFeed
from partnerships.models.campaign import Campaign
from partnerships.models.change_request import ChangeRequest, ChangeRequestStatus
from partnerships.models.confirmation import Confirmation
from partnerships.models.content import DocumentText, ScanState, StoredContent, stored_path
from partnerships.models.contribution import ProposalContribution
from partnerships.models.data_export import DataExport, DataExportKind, DataExportState
from partnerships.models.decision import Decision, Outcome
from partnerships.models.dossier import Dossier
from partnerships.models.dossier_action import Action
from partnerships.models.dossier_authority import DossierAuthority, PartAnswer
from partnerships.models.dossier_index import DossierFacet, DossierIndex
from partnerships.models.dossier_status import DossierKind, DossierStatus
from partnerships.models.dossier_times import DossierTimes, Leaving
from partnerships.models.draft_warning import DraftWarning
from partnerships.models.duplicate import ComparedRecord, DuplicatePair, DuplicateState, RecordKind
from partnerships.models.earlier import EarlierValue
from partnerships.models.edit import DossierEdit
from partnerships.models.heartbeat import BackgroundProcess, Heartbeat
from partnerships.models.index_check import IndexCheck
from partnerships.models.indicator import Indicator
from partnerships.models.instruction_rule import InstructionRule
from partnerships.models.invitation import Invitation, InvitationStatus
from partnerships.models.journal import DossierEvent
from partnerships.models.letter import DecisionLetter, LetterSeries, LetterTemplate
from partnerships.models.letterhead import Letterhead, Signatory
from partnerships.models.media import (
    Attachment,
    AttachmentKind,
    PartnershipDocument,
    PartnershipImage,
)
from partnerships.models.membership import LocalAuthorityMember, MemberRole, MemberStatus
from partnerships.models.merge import Merge
from partnerships.models.message import Message, MessageRead, Visibility
from partnerships.models.notification import (
    DossierMute,
    Frequency,
    Notification,
    NotificationPreference,
)
from partnerships.models.officer_note import OfficerNote
from partnerships.models.opinion import (
    Opinion,
    OpinionAnswer,
    OpinionFile,
    OpinionLink,
    OpinionScope,
    OpinionState,
)
from partnerships.models.outbox import GatheredDossier, MailState, OutboxMail
from partnerships.models.partner import InternationalPartner, InternationalPartnerKind, PartnerTerm
from partnerships.models.partnership import Partnership, new_public_ids, slug_of
from partnerships.models.partnership_kind import PartnershipKind, Phase, Provenance
from partnerships.models.phrase import Phrase
from partnerships.models.place import (
    FRENCH,
    OVERSEAS,
    Continent,
    Country,
    CountryKind,
    Place,
    PlaceTerm,
)
from partnerships.models.precision import Precision
from partnerships.models.proposal_media import EvidenceDocument, ProposalIllustration
from partnerships.models.public_change import PublicChange
from partnerships.models.queue_view import QueueView
from partnerships.models.reader_report import (
    ReaderReport,
    ReaderReportStep,
    ReportPart,
    ReportStatus,
    ReportSubject,
    ReportTopic,
)
from partnerships.models.reference import ReferenceLoad
from partnerships.models.registry_version import RegistryChange, RegistryVersion
from partnerships.models.renaming import Renaming
from partnerships.models.retention import ErasureNotice, RetentionRule
from partnerships.models.search import (
    NO,
    NOT_STATED,
    YES,
    AuthoritySize,
    DistanceClass,
    Facet,
    FacetCount,
    PartnershipFacet,
)
from partnerships.models.side import PartnershipAuthority, PartnershipPartner, Role
from partnerships.models.site_settings import SiteSettings
from partnerships.models.skipped_dossier import SkippedDossier
from partnerships.models.spreadsheet import (
    RowAct,
    RowState,
    SpreadsheetDraft,
    SpreadsheetImport,
    SpreadsheetRow,
)
from partnerships.models.store_check import StoreCheck, StoreFaultKind
from partnerships.models.submission import Submission
from partnerships.models.suspension import Suspension
from partnerships.models.takeover import Takeover, TakeoverStatus
from partnerships.models.theme import Goal, Sector, Theme
from partnerships.models.upkeep_job import UpkeepJob, UpkeepRun
from partnerships.models.version import PartnershipVersion

__all__ = [
    "FRENCH",
    "NO",
    "NOT_STATED",
    "OVERSEAS",
    "POINT_SOURCES",
    "YES",
    "Absence",
    "AccessibilityCheck",
    "AccessibilityCheckKind",
    "Action",
    "AdvisoryBody",
    "AdvisoryBodyKind",
    "AppendOnlyError",
    "Attachment",
    "AttachmentKind",
    "Audit",
    "AuthorityRequest",
    "AuthorityRequestStatus",
    "AuthoritySize",
    "BackgroundProcess",
    "BudgetLine",
    "BudgetNature",
    "BudgetSource",
    "BulkAct",
    "BulkItem",
    "BulkItemState",
    "BulkRun",
    "CalendarFeed",
    "Campaign",
    "ChangeRequest",
    "ChangeRequestStatus",
    "ComparedRecord",
    "Confirmation",
    "Conformity",
    "Continent",
    "Country",
    "CountryKind",
    "DataExport",
    "DataExportKind",
    "DataExportState",
    "Decision",
    "DecisionLetter",
    "Departement",
    "DistanceClass",
    "DocumentText",
    "Dossier",
    "DossierAuthority",
    "DossierEdit",
    "DossierEvent",
    "DossierFacet",
    "DossierIndex",
    "DossierKind",
    "DossierMute",
    "DossierStatus",
    "DossierTimes",
    "DraftWarning",
    "DuplicatePair",
    "DuplicateState",
    "EarlierValue",
    "ErasureNotice",
    "EvidenceDocument",
    "Facet",
    "FacetCount",
    "Frequency",
    "GatheredDossier",
    "Goal",
    "Heartbeat",
    "IndexCheck",
    "Indicator",
    "InstructionRule",
    "InternationalPartner",
    "InternationalPartnerKind",
    "Invitation",
    "InvitationStatus",
    "JournalAnchor",
    "Leaving",
    "LetterSeries",
    "LetterTemplate",
    "Letterhead",
    "LocalAuthority",
    "LocalAuthorityKind",
    "LocalAuthorityMember",
    "LocalAuthorityTerm",
    "MailState",
    "MemberRole",
    "MemberStatus",
    "Merge",
    "Message",
    "MessageRead",
    "Notification",
    "NotificationPreference",
    "OfficerNote",
    "Opinion",
    "OpinionAnswer",
    "OpinionFile",
    "OpinionLink",
    "OpinionScope",
    "OpinionState",
    "OutboxMail",
    "Outcome",
    "PartAnswer",
    "PartnerTerm",
    "Partnership",
    "PartnershipAuthority",
    "PartnershipDocument",
    "PartnershipFacet",
    "PartnershipImage",
    "PartnershipKind",
    "PartnershipPartner",
    "PartnershipVersion",
    "Phase",
    "Phrase",
    "Place",
    "PlaceTerm",
    "Precision",
    "ProposalContribution",
    "ProposalIllustration",
    "Provenance",
    "PublicChange",
    "QueueView",
    "ReaderReport",
    "ReaderReportStep",
    "RecordKind",
    "ReferenceLoad",
    "Region",
    "RegistryChange",
    "RegistryVersion",
    "Renaming",
    "ReportPart",
    "ReportStatus",
    "ReportSubject",
    "ReportTopic",
    "RetentionRule",
    "Role",
    "RowAct",
    "RowState",
    "ScanState",
    "Sector",
    "Signatory",
    "SiteSettings",
    "SkippedDossier",
    "SpreadsheetDraft",
    "SpreadsheetImport",
    "SpreadsheetRow",
    "StoreCheck",
    "StoreFaultKind",
    "StoredContent",
    "Submission",
    "Suspension",
    "Takeover",
    "TakeoverStatus",
    "Theme",
    "UpkeepJob",
    "UpkeepRun",
    "Visibility",
    "conformity",
    "located_in",
    "new_public_ids",
    "officers_covered_by",
    "slug_of",
    "stand_ins",
    "stand_ins_today",
    "stored_path",
    "validate_siren",
]
