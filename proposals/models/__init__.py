from proposals.models.proposal import Milestone, Progress, Proposal, Wording

__all__ = ["Milestone", "Progress", "Proposal", "Wording"]
