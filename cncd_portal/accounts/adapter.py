from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts as the portal wants them: known by e-mail, nothing else asked."""
