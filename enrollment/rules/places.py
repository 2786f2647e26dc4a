"""Words of places, companies and mail that identify no one, names of states, and the states of ZIP codes."""

STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky",
    "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota",
    "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire",
    "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota",
    "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "PR": "Puerto Rico", "RI": "Rhode Island",
    "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont",
    "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
    "AS": "American Samoa", "FM": "Federated States of Micronesia", "GU": "Guam", "MH": "Marshall Islands",
    "MP": "Northern Mariana Islands", "PW": "Palau", "VI": "U.S. Virgin Islands",
    "AA": "Armed Forces Americas", "AE": "Armed Forces Europe", "AP": "Armed Forces Pacific",
}  # fmt: skip
# What an address may have: USPS Publication 28, appendix B.
CODES = tuple(STATES)
# The first three digits of a ZIP code, by state: USPS Domestic Mail Manual, labeling list L002. A range that isn't here
# was never given out. Some post offices serve both sides of a border.
ZIP_PREFIXES = {
    "AL": "350-369", "AK": "995-999", "AZ": "850-865", "AR": "716-729", "CA": "900-961", "CO": "800-816",
    "CT": "060-069", "DE": "197-199", "DC": "200 202-205 569", "FL": "320-339 341-342 344-349", "GA": "300-319 398-399",
    "HI": "967-968", "ID": "832-838", "IL": "600-629", "IN": "460-479", "IA": "500-528", "KS": "660-679",
    "KY": "400-427", "LA": "700-714", "ME": "039-049", "MD": "206-219", "MA": "010-027 055", "MI": "480-499",
    "MN": "550-567", "MS": "386-397", "MO": "630-658", "MT": "590-599", "NE": "680-693", "NV": "889-898",
    "NH": "030-038", "NJ": "070-089", "NM": "870-884", "NY": "005 063 100-149", "NC": "270-289", "ND": "580-588",
    "OH": "430-459", "OK": "730-732 734-749", "OR": "970-979", "PA": "150-196", "PR": "006-007 009", "RI": "028-029",
    "SC": "290-299", "SD": "570-577", "TN": "370-385 422", "TX": "733 750-799 885", "UT": "840-847",
    "VT": "050-054 056-059", "VA": "201 220-246", "WA": "980-994", "WV": "247-268", "WI": "530-549",
    "WY": "820-831 834", "AS": "967", "FM": "969", "GU": "969", "MH": "969", "MP": "969", "PW": "969", "VI": "008",
    "AA": "340", "AE": "090-099", "AP": "962-966",
}  # fmt: skip


def _by_prefix() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for state, spans in ZIP_PREFIXES.items():
        for span in spans.split():
            first, _, last = span.partition("-")
            for prefix in range(int(first), int(last or first) + 1):
                found[f"{prefix:03}"] = (*found.get(f"{prefix:03}", ()), state)
    return found


_STATES_OF = _by_prefix()


def states_of(zip_code: str) -> tuple[str, ...]:
    """The states in which a ZIP code can be; none for one that was never given out."""
    return _STATES_OF.get(zip_code[:3], ())


# State codes that are also English words; in a sentence they mean no state.
AMBIGUOUS = frozenset(["AS", "HI", "ID", "IN", "ME", "OK", "OR"])

# Ordinary words. In a street or company name they identify only together with their neighbor.
ORDINARY = frozenset(
    "a an and any are at by for from in is it no not of on or the to was were with your "
    "address birth business card center city company county date day email family file first group health home house "
    "info kind last mail main member middle name new number office old park phone plan post relationship same school "
    "second sex state time under work "
    "agency america american associates association care cooperative corp corporation co foundation general "
    "inc insurance international llc ltd national partners service services society systems union united".split()
)
# Mail providers open to everyone.
PUBLIC_MAIL = frozenset(
    "gmail.com yahoo.com outlook.com hotmail.com live.com msn.com icloud.com me.com aol.com comcast.net att.net "
    "verizon.net proton.me protonmail.com example.com".split()
)
