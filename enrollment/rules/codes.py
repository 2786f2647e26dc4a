"""The closed code lists of this field, with X12 834 codes where the standard has them.

A member's value is what the database stores. Labels are English source strings that pages translate.
"""

from enum import StrEnum


class Code(StrEnum):
    """A stored code with its label."""

    label: str

    def __new__(cls, value: str, label: str = "", *_: object) -> "Code":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(value, label) pairs in list order."""
        return [(member.value, member.label) for member in cls]


class Relationship(Code):
    """834 INS02, Individual Relationship Code (element 1069)."""

    is_spouse: bool
    ages_out: bool

    def __init__(self, value: str, label: str = "", kind: str = "") -> None:
        self.is_spouse = kind == "spouse"
        self.ages_out = kind == "child"

    SELF = "18", "Employee"
    SPOUSE = "01", "Spouse", "spouse"
    DOMESTIC_PARTNER = "53", "Domestic partner", "spouse"
    CHILD = "19", "Child", "child"
    STEPCHILD = "17", "Stepchild", "child"
    ADOPTED_CHILD = "09", "Adopted child", "child"
    FOSTER_CHILD = "10", "Foster child", "child"
    GRANDCHILD = "05", "Grandchild", "child"
    WARD = "15", "Ward", "child"

    @classmethod
    def dependents(cls) -> list[tuple[str, str]]:
        return [choice for choice in cls.choices() if choice[0] != cls.SELF]


class Sex(Code):
    """834 DMG03 (element 1068)."""

    FEMALE = "F", "Female"
    MALE = "M", "Male"
    UNKNOWN = "U", "Not specified"


class NumberKind(Code):
    """The kind of a nine-digit number, told by its range."""

    SSN = "SSN", "Social Security number"
    ITIN = "ITIN", "Individual taxpayer identification number"
    ATIN = "ATIN", "Adoption taxpayer identification number"


class NoNumberReason(Code):
    NEWBORN = "newborn", "Newborn, number not issued yet"
    APPLIED = "applied", "Applied for, not received yet"
    NONE = "none", "Doesn't have a number"
    DECLINED = "declined", "Requested from employee, not provided"


class Language(Code):
    """834 LUI02, ISO 639-2 as the guide prescribes."""

    ENGLISH = "eng", "English"
    SPANISH = "spa", "Spanish"
    CHINESE = "chi", "Chinese"
    KOREAN = "kor", "Korean"
    TAGALOG = "tgl", "Tagalog"
    VIETNAMESE = "vie", "Vietnamese"


class EmploymentClass(Code):
    """834 INS08, Employment Status Code (element 584)."""

    FULL_TIME = "FT", "Full time"
    PART_TIME = "PT", "Part time"
    ACTIVE = "AC", "Seasonal or other active"
    LEAVE = "L1", "On leave of absence"


class EnrollmentKind(Code):
    ACTIVE = "active", "Active"
    COBRA = "cobra", "COBRA"
    RETIREE = "retiree", "Retiree"


class Line(Code):
    """What a person can have once on a day. 834 HD03, Insurance Line Code (element 1205)."""

    x12: str

    def __init__(self, value: str, label: str = "", x12: str = "") -> None:
        self.x12 = x12

    MEDICAL = "medical", "Medical", "HLT"
    DENTAL = "dental", "Dental", "DEN"
    VISION = "vision", "Vision", "VIS"


class Product(Code):
    """The type of a plan, which decides what it covers, never what a person can have beside it."""

    HMO = "HMO", "HMO"
    PPO = "PPO", "PPO"
    EPO = "EPO", "EPO"
    POS = "POS", "POS"
    HDHP = "HDHP", "High-deductible"


class Tier(Code):
    """834 HD05, Coverage Level Code (element 1207)."""

    EMPLOYEE = "EMP", "Employee only"
    EMPLOYEE_SPOUSE = "ESP", "Employee + spouse"
    EMPLOYEE_CHILDREN = "ECH", "Employee + children"
    FAMILY = "FAM", "Employee + family"


class EndReason(Code):
    """Why coverage ends, with the 834 maintenance reason (INS04) and the COBRA event (INS07).

    `leaves_work` reasons end the employment; the others end coverage only. `has_own_day`: the coverage itself gives the
    day of the event, so that nobody enters it. `who` names the people a reason fits: e employee, s spouse, p domestic
    partner, t stepchild, c any child; w leaves work.
    """

    x12: str
    cobra_event: str | None
    leaves_work: bool
    who: str

    def __init__(
        self, value: str, label: str = "", x12: str = "", cobra_event: str | None = None, who: str = ""
    ) -> None:
        self.x12 = x12
        self.cobra_event = cobra_event
        self.leaves_work = "w" in who
        self.who = who

    QUIT = "quit", "Resigned", "08", "1", "ew"
    DISCHARGED = "discharged", "Terminated", "08", "1", "ew"
    GROSS_MISCONDUCT = "gross_misconduct", "Terminated for gross misconduct", "08", None, "ew"
    REDUCED_HOURS = "reduced_hours", "Hours reduced", "XT", "2", "e"
    RETIRED = "retired", "Retired", "04", "1", "ew"
    DEATH = "death", "Death", "03", "4", "espcw"
    DIVORCE = "divorce", "Divorce or end of domestic partnership", "01", "5", "spt"
    LEGAL_SEPARATION = "legal_separation", "Legal separation", "01", "6", "st"
    MEDICARE = "medicare", "Enrolled in Medicare and declined this coverage", "14", "3", "espc"
    DEPENDENT_AGE = "dependent_age", "Reached age limit", "07", "7", "c"
    VOLUNTARY = "voluntary", "Voluntarily ended coverage", "14", None, "espc"
    MOVED_AWAY = "moved_away", "Moved out of service area", "43", None, "espc"
    ENTERED_IN_ERROR = "entered_in_error", "Enrolled in error", "EC", None, "espc"

    @property
    def has_own_day(self) -> bool:
        return self in (EndReason.DEPENDENT_AGE, EndReason.ENTERED_IN_ERROR)

    @property
    def leaves_others(self) -> bool:
        """Whether it can end one line of coverage and leave the others, because nobody stops being eligible."""
        return self in (EndReason.MEDICARE, EndReason.VOLUNTARY, EndReason.MOVED_AWAY, EndReason.ENTERED_IN_ERROR)

    def fits(self, relationship: str) -> bool:
        """Whether coverage of somebody with this relationship can end for this reason."""
        return bool(set(self.who) & PEOPLE[Relationship(relationship)])

    @classmethod
    def for_relationship(cls, relationship: str) -> list[tuple[str, str]]:
        return [(each.value, each.label) for each in cls if each.fits(relationship)]


# The letters of `EndReason.who` that stand for a relationship.
PEOPLE = {each: {"c"} for each in Relationship if each.ages_out} | {
    Relationship.SELF: {"e"},
    Relationship.SPOUSE: {"s"},
    Relationship.DOMESTIC_PARTNER: {"p"},
    Relationship.STEPCHILD: {"c", "t"},
}


class WaitingRule(Code):
    """When coverage of a new employee starts."""

    DATE_OF_HIRE = "date_of_hire", "on the date of hire"
    AFTER_DAYS = "after_days", "after a number of days"
    FIRST_OF_MONTH_FOLLOWING_HIRE = "first_following_hire", "on the first of the month following the date of hire"
    FIRST_OF_MONTH_FOLLOWING_DAYS = "first_following_days", "on the first of the month following a number of days"


class EndRule(Code):
    """When coverage of one who leaves ends."""

    LAST_DAY_OF_MONTH = "last_day_of_month", "the last day of the month of the last day worked"
    LAST_DAY_WORKED = "last_day_worked", "the last day worked"


class RetroKind(Code):
    """How far back an employer may end coverage."""

    MONTH_OF_RECEIPT = "month_of_receipt", "not before the month of the request"
    DAYS = "days", "a number of days back"
    BY_SIZE = "by_size", "the month of receipt for small employers, a number of days for larger ones"


class AgeOutRule(Code):
    """The last day of coverage of a child who reaches the age limit."""

    END_OF_MONTH = "end_of_month", "the end of the month of the birthday"
    BIRTHDAY = "birthday", "the day before the birthday"


class CobraAdministrator(Code):
    EMPLOYER = "employer", "Employer"
    TPA = "tpa", "Third-party administrator"
    CARRIER = "carrier", "Health plan"


class CobraCount(Code):
    """Where the days to give notice of COBRA are counted from. 29 CFR 2590.606-4 lets a plan choose the loss."""

    EVENT = "event", "the qualifying event"
    LOSS = "loss", "the loss of coverage"


class Proration(Code):
    """What a month of partial coverage costs."""

    FULL_MONTH = "full_month", "a full month for any day of coverage"
    HALF_MONTH = "15_16", "by the 15/16 rule: starts through the 15th and ends from the 16th on count as full months"
    DAILY = "daily", "by the day"


class NewbornRule(Code):
    """From when a newborn counts in the price."""

    FREE_BIRTH_MONTH = "free_birth_month", "from the month after the birth"
    FROM_BIRTH = "from_birth", "from the day of birth"
