from enrollment.models.changes import CallBack, Change, FollowUp
from enrollment.models.coverage import BillTo, Coverage, Employment, Enrollment, Offering, Plan
from enrollment.models.merges import MergeProposal, PersonMerge, Reopening, UndoProposal
from enrollment.models.people import FormerName, KnownTo, Person, PersonDetail
from enrollment.models.queue import SavedFilter
from enrollment.models.reviews import Candidate, CannedReply, IdentityDecision, NotSame, Review
from enrollment.models.roster import RosterLine, SearchWord
from enrollment.models.units import UnitRules

__all__ = [
    "BillTo",
    "CallBack",
    "Candidate",
    "CannedReply",
    "Change",
    "Coverage",
    "Employment",
    "Enrollment",
    "FollowUp",
    "FormerName",
    "IdentityDecision",
    "KnownTo",
    "MergeProposal",
    "NotSame",
    "Offering",
    "Person",
    "PersonDetail",
    "PersonMerge",
    "Plan",
    "Reopening",
    "Review",
    "RosterLine",
    "SavedFilter",
    "SearchWord",
    "UndoProposal",
    "UnitRules",
]
