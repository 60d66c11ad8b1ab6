"""Every page of ours, who looks at it, and its address: what the browser tests go through.

A page of the URL conf that stands neither here nor among those without a page fails
`test_every_page_is_looked_at`.
"""

from django.urls import reverse

from partnerships.document.steps import STEPS
from partnerships.models import DossierStatus
from tests.browser.contribution_pages import CONTRIBUTIONS
from tests.browser.decision_pages import DECISIONS
from tests.browser.letter_pages import LETTERS
from tests.browser.opinion_pages import OPINIONS
from tests.browser.proposal_pages import PROPOSALS
from tests.factories.invitations import links_to


def at(name, *arguments):
    return lambda world: reverse(name, args=[a(world) if callable(a) else a for a in arguments])


def asked(name, query):
    return lambda world: f"{reverse(name)}?{query}"


def dossier(status):
    return lambda world: world.dossiers[status].uuid


def draft_step(slug):
    return lambda world: reverse(
        "partnerships:dossier_step", args=[world.dossiers[DossierStatus.DRAFT].uuid, slug]
    )


def partnership(world):
    return world.partnership.get_absolute_url()


def public_id(world):
    return world.partnership.public_id


def spreadsheet(world):
    return world.spreadsheet.uuid


def authority_key(world):
    return world.authority.key


# name → (person: an attribute of World, or None for anyone; address)
PAGES = {
    "portal:home": (None, at("portal:home")),
    "portal:help": (None, at("portal:help")),
    "portal:help_instruction": (None, at("portal:help_instruction")),
    "portal:legal": (None, at("portal:legal")),
    "portal:accessibility": (None, at("portal:accessibility")),
    "portal:privacy": (None, at("portal:privacy")),
    "portal:site_map": (None, at("portal:site_map")),
    "portal:demonstration_mails": (None, at("portal:demonstration_mails")),
    "partnerships:registry": (None, at("partnerships:registry")),
    "partnerships:registry_table": (None, at("partnerships:registry_table")),
    "partnerships:registry_facet": (None, at("partnerships:registry_facet", "theme")),
    "partnerships:map": (None, at("partnerships:map")),
    "partnerships:figures": (None, at("partnerships:figures")),
    "partnerships:figures none found": (None, asked("partnerships:figures", "q=xyzzy")),
    "partnerships:partnership_detail": (None, partnership),
    "partnerships:search": (None, asked("partnerships:search", "q=Lille")),
    "partnerships:search empty": (None, asked("partnerships:search", "q=xyzzy")),
    "partnerships:search begun": (None, at("partnerships:search")),
    "partnerships:authority_list": (None, at("partnerships:authority_list")),
    "partnerships:authority_detail": (None, at("partnerships:authority_detail", authority_key)),
    "partnerships:authority_list searched": (
        None,
        asked("partnerships:authority_list", "q=lille&departement=59"),
    ),
    "partnerships:authority_detail without a partnership": (
        None,
        at("partnerships:authority_detail", lambda world: world.authority_without_partnership.key),
    ),
    "partnerships:region_detail": (None, at("partnerships:region_detail", "32")),
    "partnerships:departement_detail": (None, at("partnerships:departement_detail", "59")),
    "partnerships:departement_detail without a partnership": (
        None,
        at("partnerships:departement_detail", "62"),
    ),
    "partnerships:partner_detail": (
        None,
        at("partnerships:partner_detail", lambda world: world.partner.uuid),
    ),
    "partnerships:comparison": (
        None,
        lambda world: (
            f"{reverse('partnerships:comparison')}?collectivite={world.authority.key}"
            f"&collectivite={world.authority_without_partnership.key}"
        ),
    ),
    "partnerships:comparison begun": (None, at("partnerships:comparison")),
    "partnerships:comparison of one": (None, asked("partnerships:comparison", "pays=MA&q=xyzzy")),
    "partnerships:open_data": (None, at("partnerships:open_data")),
    "partnerships:coverage": (None, at("partnerships:coverage")),
    "partnerships:embedding": (None, at("partnerships:embedding")),
    "partnerships:embedded_list": (None, at("partnerships:embedded_list")),
    "partnerships:embedded_map": (None, at("partnerships:embedded_map")),
    "partnerships:embedded_partnership": (None, at("partnerships:embedded_partnership", public_id)),
    "partnerships:embedded_profile": (None, at("partnerships:embedded_profile", "pays", "MA")),
    "partnerships:country_list": (None, at("partnerships:country_list")),
    "partnerships:country_detail": (None, at("partnerships:country_detail", "MA")),
    **CONTRIBUTIONS,
    **DECISIONS,
    **PROPOSALS,
    "account_login": (None, at("account_login")),
    "account_signup": (None, at("account_signup")),
    "account_inactive": (None, at("account_inactive")),
    "account_email_verification_sent": (None, at("account_email_verification_sent")),
    "account_confirm_email": (None, at("account_confirm_email", "absent")),
    "account_reset_password": (None, at("account_reset_password")),
    "account_reset_password_done": (None, at("account_reset_password_done")),
    "account_reset_password_from_key": (
        None,
        lambda world: reverse("account_reset_password_from_key", args=["1", "absent"]),
    ),
    "account_reset_password_from_key_done": (None, at("account_reset_password_from_key_done")),
    "account_logout": ("manager", at("account_logout")),
    "account_email": ("manager", at("account_email")),
    "account_resume": ("manager", at("account_resume")),
    "account_sessions": ("manager", at("account_sessions")),
    "account_change_password": ("manager", at("account_change_password")),
    "account_reauthenticate": ("manager", at("account_reauthenticate")),
    "mfa_index": ("manager", at("mfa_index")),
    "mfa_activate_totp": ("manager", at("mfa_activate_totp")),
    "mfa_add_webauthn": ("manager", at("mfa_add_webauthn")),
    "mfa_list_webauthn": ("manager", at("mfa_list_webauthn")),
    "partnerships:joining": ("neighbour", at("partnerships:joining", public_id)),
    "partnerships:workspace": ("manager", at("partnerships:workspace")),
    "partnerships:confirmation_list": ("manager", at("partnerships:confirmation_list")),
    "partnerships:phase_change": ("manager", at("partnerships:phase_change", public_id)),
    "partnerships:claim": (
        "manager",
        at("partnerships:claim", lambda world: world.imported.public_id),
    ),
    "partnerships:instruction_settings": ("lead_reviewer", at("partnerships:instruction_settings")),
    "partnerships:instruction_rules": ("lead_reviewer", at("partnerships:instruction_rules")),
    **OPINIONS,
    "partnerships:campaign": ("lead_reviewer", at("partnerships:campaign")),
    "partnerships:membership_request": ("newcomer", at("partnerships:membership_request")),
    "partnerships:notification_list": ("manager", at("partnerships:notification_list")),
    "partnerships:notification_list empty": ("newcomer", at("partnerships:notification_list")),
    "partnerships:notification_choices": ("reviewer", at("partnerships:notification_choices")),
    "partnerships:data_export": ("manager", at("partnerships:data_export")),
    "partnerships:membership_list": ("manager", at("partnerships:membership_list")),
    "partnerships:spreadsheet_list": ("manager", at("partnerships:spreadsheet_list")),
    "partnerships:spreadsheet_detail": (
        "manager",
        at("partnerships:spreadsheet_detail", spreadsheet),
    ),
    "partnerships:spreadsheet_deposit": (
        "manager",
        at("partnerships:spreadsheet_deposit", spreadsheet),
    ),
    "partnerships:membership_end": (
        "manager",
        at("partnerships:membership_end", lambda world: world.membership.pk),
    ),
    "partnerships:takeover_create": (
        "contributor",
        at("partnerships:takeover_create", lambda world: world.takeover_membership.pk),
    ),
    "partnerships:authority_request_create": (
        "newcomer",
        at("partnerships:authority_request_create"),
    ),
    "partnerships:authority_request_detail": (
        "reviewer",
        at("partnerships:authority_request_detail", lambda world: world.asked.uuid),
    ),
    "partnerships:merger": ("reviewer", at("partnerships:merger")),
    "partnerships:phrase_list": ("lead_reviewer", at("partnerships:phrase_list")),
    "partnerships:phrase_create": ("lead_reviewer", at("partnerships:phrase_create")),
    "partnerships:phrase_edit": (
        "lead_reviewer",
        at("partnerships:phrase_edit", lambda world: world.phrase.pk),
    ),
    **LETTERS,
    "partnerships:duplicate_list": ("reviewer", at("partnerships:duplicate_list")),
    "partnerships:duplicate_detail": (
        "lead_reviewer",
        at("partnerships:duplicate_detail", lambda world: world.duplicate.pk),
    ),
    "partnerships:record_comparison": ("reviewer", at("partnerships:record_comparison")),
    "partnerships:record_pair": (
        "lead_reviewer",
        at(
            "partnerships:record_pair",
            "partnership",
            lambda world: world.partnership.pk,
            lambda world: world.imported.pk,
        ),
    ),
    "partnerships:merge_list": ("reviewer", at("partnerships:merge_list")),
    "partnerships:merge_detail": (
        "lead_reviewer",
        at("partnerships:merge_detail", lambda world: world.merge.uuid),
    ),
    "partnerships:suspension_list": ("reviewer", at("partnerships:suspension_list")),
    "partnerships:suspension_detail": ("reviewer", at("partnerships:suspension_detail", public_id)),
    "partnerships:suspension_detail suspended": (
        "reviewer",
        at("partnerships:suspension_detail", lambda world: world.suspended.public_id),
    ),
    "partnerships:partnership_detail suspended": (
        "reviewer",
        lambda world: world.suspended.get_absolute_url(),
    ),
    "partnerships:authority_desk": ("reviewer", at("partnerships:authority_desk")),
    "partnerships:invitation_create": ("manager", at("partnerships:invitation_create")),
    "partnerships:invitation_open": (None, lambda world: links_to()[-1]),
    "partnerships:invitation_detail": (
        "newcomer",
        at("partnerships:invitation_detail", lambda world: world.invitation.uuid),
    ),
    "partnerships:dossier_create": ("manager", at("partnerships:dossier_create")),
    "partnerships:dossier_bin": ("manager", at("partnerships:dossier_bin")),
    **{
        f"partnerships:dossier_detail {status}": (
            "manager",
            at("partnerships:dossier_detail", dossier(status)),
        )
        for status in DossierStatus
    },
    **{
        f"partnerships:dossier_step {step.slug}": ("manager", draft_step(step.slug))
        for step in STEPS
    },
    "partnerships:dossier_preview": (
        "manager",
        at("partnerships:dossier_preview", dossier(DossierStatus.DRAFT)),
    ),
    "partnerships:dossier_step sent back": (
        "manager",
        at("partnerships:dossier_step", dossier(DossierStatus.CHANGES_REQUESTED), "identite"),
    ),
    "partnerships:dossier_earlier": (
        "manager",
        at("partnerships:dossier_earlier", dossier(DossierStatus.DRAFT)),
    ),
    "partnerships:dossier_step cloture": (
        "manager",
        at("partnerships:dossier_step", lambda world: world.closure.uuid, "cloture"),
    ),
    "partnerships:team": ("lead_reviewer", at("partnerships:team")),
    "partnerships:absences": ("lead_reviewer", at("partnerships:absences")),
    "partnerships:desk": ("reviewer", at("partnerships:desk")),
    "partnerships:desk empty": ("lead_reviewer", at("partnerships:desk")),
    "partnerships:queue_view_list": ("reviewer", at("partnerships:queue_view_list")),
    "partnerships:correction": ("reviewer", at("partnerships:correction", public_id)),
    "partnerships:pack_page": ("reviewer", at("partnerships:pack_page")),
    "partnerships:calendar": ("reviewer", at("partnerships:calendar")),
    "partnerships:shortcuts": ("reviewer", at("partnerships:shortcuts")),
    "partnerships:queue": ("reviewer", at("partnerships:queue")),
    "partnerships:queue_export_page": ("lead_reviewer", at("partnerships:queue_export_page")),
    **{
        f"partnerships:review_detail {status}": (
            "reviewer",
            at("partnerships:review_detail", dossier(status)),
        )
        for status in DossierStatus
        if status != DossierStatus.DRAFT
    },
    "partnerships:account_erasure": ("manager", at("partnerships:account_erasure")),
    "partnerships:account_erasure_by_administrator": (
        "administrator",
        at("partnerships:account_erasure_by_administrator", lambda world: world.contributor.pk),
    ),
    "partnerships:archive_list": ("lead_reviewer", at("partnerships:archive_list")),
    "partnerships:retention": ("lead_reviewer", at("partnerships:retention")),
    "partnerships:officer_figures": ("lead_reviewer", at("partnerships:officer_figures")),
    "404": (None, lambda world: "/registre/absent-de-partout/nulle-part/"),
}
