"""What is asked without an account too: public pages, links of mails, signing in."""

from tests.access.roles import (
    ANSWERED,
    ANYONE,
    ELSEWHERE,
    HIDDEN,
    NOT_ALLOWED,
    SHOWN,
    SIGN_IN,
    SIGNED_IN,
    SIGNED_OUT,
    TEAM,
    Line,
    everyone,
    form,
    page,
    public,
)


def by_link(post=NOT_ALLOWED, **given) -> Line:
    """What the link of a mail opens, and nothing else does: the other roles guess one."""
    return Line(
        {**everyone(HIDDEN), "adviser": SHOWN},
        {**everyone(HIDDEN), "adviser": post},
        frozenset({"adviser"}),
        is_open=True,
        given={"token": "opinion_link", **given},
    )


def absent(**given) -> Line:
    """What a setting or a query opens, and the tests leave closed."""
    return Line(everyone(HIDDEN), everyone(NOT_ALLOWED), is_open=True, given=given)


def leads_on(**given) -> Line:
    """An address that only leads to another page."""
    return Line(everyone(ELSEWHERE), everyone(NOT_ALLOWED), is_open=True, given=given)


def open_form(post=ANSWERED, **given) -> Line:
    return Line(everyone(SHOWN), everyone(post), ANYONE, is_open=True, given=given)


def for_signed_out(get=SHOWN) -> Line:
    """A step of signing in: who is signed in is led on."""
    answers = {**everyone(ELSEWHERE), **dict.fromkeys(SIGNED_OUT, get)}
    return Line(
        answers,
        {**everyone(ANSWERED), **({} if get == SHOWN else dict.fromkeys(SIGNED_OUT, get))},
        ANYONE,
        is_open=True,
    )


def shown_elsewhere(**given) -> Line:
    """A picture: its address without the version of today leads to the one that has it."""
    return leads_on(**given)


PORTAL = {
    "home": public(),
    "help": public(),
    "help_instruction": public(),
    "help_curation": public(),
    "legal": public(),
    "accessibility": public(),
    "privacy": public(),
    "site_map": public(),
    "health": public(),
    "robots": public(),
    # Of an address for reports, if one is set.
    "security_contact": absent(),
    # Of `make run` alone, and to its machine.
    "demonstration_mails": absent(),
}
REGISTRY = {
    "registry": public(),
    "registry_table": public(),
    "registry_facet": public(facet="pays"),
    "map": public(),
    "map_svg": public(),
    "map_preview": public(),
    "map_csv": public(),
    "map_json": public(),
    "map_points": public(),
    "partnership_detail": public(public_id="published", slug="slug"),
    "partnership_document": public(public_id="page", uuid="public_document"),
    "partnership_image": public(
        public_id="page", uuid="public_image", width="public_width", end="webp"
    ),
    "partnership_by_id": leads_on(public_id="published"),
    "figures": public(),
    "figure_file": public(slug="pays", end="csv"),
    "search": public(),
    "search_suggestions": public(),
    "comparison": public(),
    # Without a query: nothing is compared, so that there is no file and no names.
    "comparison_file": absent(slug="partenariats-declares", end="csv"),
    "comparison_names": leads_on(kind="pays"),
    "comparison_suggestions": public(),
    "authority_list": public(),
    "authority_detail": public(key="authority"),
    "region_detail": public(code="32"),
    "departement_detail": public(code="59"),
    "partner_detail": public(uuid="partner"),
    "open_data": public(),
    "coverage": public(),
    "declaration": public(),
    "home_picture": shown_elsewhere(),
    "page_picture": shown_elsewhere(page="couverture"),
    "comparison_picture": shown_elsewhere(),
    "map_picture": shown_elsewhere(),
    "partnership_picture": shown_elsewhere(public_id="published"),
    "authority_picture": shown_elsewhere(key="authority"),
    "region_picture": shown_elsewhere(code="32"),
    "departement_picture": shown_elsewhere(code="59"),
    "partner_picture": shown_elsewhere(uuid="partner"),
    "country_picture": shown_elsewhere(iso2="MA"),
    "registry_feed": public(),
    "address_feed": public(),
    "authority_feed": public(key="authority"),
    "region_feed": public(code="32"),
    "departement_feed": public(code="59"),
    "partner_feed": public(uuid="partner"),
    "country_feed": public(iso2="MA"),
    "sitemap": public(),
    "sitemap_part": public(kind="pages", rank="0"),
    "embedding": public(),
    "embed_script": public(),
    "embedded_list": public(),
    "embedded_map": public(),
    "embedded_partnership": public(public_id="published"),
    "embedded_profile": public(kind="collectivite", key="authority"),
    "country_list": public(),
    "country_detail": public(iso2="MA"),
    "report_site": open_form(),
    "report_create": open_form(kind="fiche", key="published"),
    # No role has the link of an address to confirm.
    "report_address": Line(
        everyone(HIDDEN), everyone(HIDDEN), is_open=True, given={"token": "absent"}
    ),
    # Members of an authority of the partnership are led to the claim.
    "claim_invitation": Line(
        {**everyone(SHOWN), **dict.fromkeys(TEAM, ELSEWHERE)},
        everyone(NOT_ALLOWED),
        is_open=True,
        given={"public_id": "imported"},
    ),
    "calendar_feed": absent(token="absent"),
    "opinion_answer": by_link(ANSWERED),
    "opinion_document": by_link(uuid="document"),
    "opinion_own_file": by_link(),
}
PROPOSALS = {
    "proposal_list": public(),
    "proposal_detail": public(number="5"),
    "proposal_list_feed": public(),
    "proposal_feed": public(number="5"),
    "proposal_picture": shown_elsewhere(number="5"),
    "proposal_comparison": public(),
    "proposal_comparison_file": public(end="csv"),
    "evidence_document": public(number="5", uuid="evidence"),
    "proposal_illustration": public(
        number="5", uuid="illustration", width="illustration_width", end="jpg"
    ),
}
# Of allauth. The manager has a second factor, and is the only one whose address is proved.
ACCOUNTS = {
    "account_login": for_signed_out(),
    "account_signup": for_signed_out(),
    "account_logout": Line(
        {**everyone(SHOWN), **dict.fromkeys(SIGNED_OUT, ELSEWHERE)},
        everyone(ANSWERED),
        ANYONE,
        is_open=True,
    ),
    "account_inactive": public(),
    "account_email_verification_sent": open_form(SIGN_IN),
    "account_confirm_email": open_form(key="absent"),
    "account_reset_password": open_form(),
    "account_reset_password_done": public(),
    "account_reset_password_from_key": open_form(uidb36="1", key="absent"),
    "account_reset_password_from_key_done": public(),
    "account_confirm_login_code": for_signed_out(SIGN_IN),
    "mfa_authenticate": for_signed_out(SIGN_IN),
    "account_reauthenticate": form(SIGNED_IN),
    "account_email": form(SIGNED_IN),
    "account_resume": form(SIGNED_IN),
    "account_sessions": form(SIGNED_IN),
    "account_change_password": form(SIGNED_IN),
    "account_set_password": form((), elsewhere=SIGNED_IN),
    "mfa_reauthenticate": form({"manager"}, elsewhere=SIGNED_IN - {"manager"}),
    "mfa_index": page(SIGNED_IN),
    "mfa_activate_totp": form(SIGNED_IN - {"manager"}, elsewhere={"manager"}),
    "mfa_deactivate_totp": form({"manager"}, elsewhere=SIGNED_IN - {"manager"}),
    "mfa_view_recovery_codes": page({"manager"}, elsewhere=SIGNED_IN - {"manager"}),
    "mfa_login_webauthn": for_signed_out(SIGN_IN),
    "mfa_list_webauthn": page(SIGNED_IN),
    "mfa_add_webauthn": form(SIGNED_IN),
    "mfa_edit_webauthn": form({"manager"}, elsewhere=SIGNED_IN - {"manager"}, pk="passkey"),
    "mfa_remove_webauthn": form({"manager"}, elsewhere=SIGNED_IN - {"manager"}, pk="passkey"),
    "mfa_reauthenticate_webauthn": form({"manager"}, elsewhere=SIGNED_IN - {"manager"}),
    "mfa_generate_recovery_codes": form(SIGNED_IN),
    # Who has none is led on, whatever the method.
    "mfa_download_recovery_codes": Line(
        page({"manager"}, elsewhere=SIGNED_IN - {"manager"}).get,
        form((), elsewhere=SIGNED_IN).post | {"manager": NOT_ALLOWED},
    ),
}
LINES = {
    **{f"portal:{name}": line for name, line in PORTAL.items()},
    **{f"partnerships:{name}": line for name, line in REGISTRY.items()},
    **{f"proposals:{name}": line for name, line in PROPOSALS.items()},
    **ACCOUNTS,
}
