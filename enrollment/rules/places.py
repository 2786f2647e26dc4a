"""Words of places, companies and mail that identify no one, and state names."""

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
}  # fmt: skip
# State codes that are also English words; in a sentence they mean no state.
AMBIGUOUS = frozenset(["HI", "ID", "IN", "ME", "OK", "OR"])

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
