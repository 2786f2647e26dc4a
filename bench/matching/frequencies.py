"""Makes enrollment/matching/name_frequencies.json: how common a name is, in millionths.

Source: US Census Bureau, 1990 frequently occurring names (public domain), as the `names` package ships them, with the
surnames that have become common since (2010 surname table, rounded). Run: python -m bench.matching.frequencies
"""

import importlib.util
import json
from pathlib import Path

from enrollment.rules.names import name_key

TARGET = Path("enrollment/matching/name_frequencies.json")
LAST_FROM, FIRST_FROM = 25, 20
# Millionths in the 2010 table, for names whose share has more than doubled since 1990.
SINCE = {
    "garcia": 3950, "rodriguez": 3710, "martinez": 3590, "hernandez": 3540, "lopez": 2970, "gonzalez": 2850,
    "perez": 2310, "sanchez": 2080, "ramirez": 1890, "torres": 1480, "flores": 1420, "rivera": 1330, "gomez": 1150,
    "diaz": 1120, "cruz": 1010, "reyes": 970, "morales": 930, "gutierrez": 900, "ortiz": 970, "nguyen": 1490,
    "kim": 890, "patel": 780, "tran": 640, "chen": 630, "wong": 350, "singh": 490, "wang": 500, "lee": 2350,
    "li": 470, "wu": 390, "liu": 450, "yang": 410, "huang": 370, "ali": 400, "khan": 350, "le": 410, "pham": 330,
    "zhang": 470, "lin": 350, "shah": 300, "ahmed": 250, "mohamed": 230, "chang": 290, "park": 330, "choi": 260,
}  # fmt: skip

# First names that have come into use since, with a round share each: what counts is that they are names.
NEW_FIRST = (
    "aaliyah abril aidan aiden alana aleena alina amara amaya aniya anya aria ariana arianna arya asher aubree aubrey ava "
    "avery ayden ayla bailey bella bentley braden brayden braylen brody brynlee caden caiden camden camila carson cayden "
    "charlee chase chloe cohen colton conner cooper daisy daniela dawson declan delaney dylan easton eden elaina elena eli "
    "eliana elijah ella ellie eloise ember emery emilia ethan evelyn everly everett ezra finley finn gael gavin genesis gia "
    "giana gianna grayson greyson hadley hailey haley harley harper hayden hazel hudson ian isabella isabelle isla ivy jace "
    "jackson jada jaden jaiden jaxon jaxson jayce jayden jaylen jayla jocelyn jordan josiah journee juliana julianna kaden "
    "kaelyn kaiden kailey kaitlyn kamryn katelyn kayden kayla kaylee kayleigh keira kendall kennedy khloe kiara kingston "
    "kinley kinsley kyla kylee kylie laila landen landon layla leila leilani levi liam lila lilah lillian lilly lily logan "
    "london lucas lucia luca luka luna lyla mackenzie madelyn madison maddison makayla maliyah mariana mason mateo maverick "
    "maya mckenna melany mia micah mila milan miles milo mya myla nadia naomi nevaeh nia noah nolan nora norah nova nyla "
    "oakley olivia owen paisley parker payton penelope peyton piper presley quinn raelynn reagan reese remi riley rowan "
    "rylan ryleigh rylee ryder ryker sadie savannah sawyer serenity skylar skyler sloane sophia sofia sophie stella sydney "
    "tatum taylor teagan trinity tyler valentina valeria violet weston willow wyatt xander zander ximena zoe zoey zoya"
)
NEW_SHARE = 500


def _shares(path: Path, least: int) -> dict[str, int]:
    shares = {}
    for line in path.read_text().splitlines():
        name, percent, *_ = line.split()
        if (share := round(float(percent) * 10_000)) >= least:
            shares[name_key(name)] = share
    return shares


def main() -> None:
    spec = importlib.util.find_spec("names")
    if spec is None or spec.origin is None:
        raise SystemExit("install the bench group")
    folder = Path(spec.origin).parent
    first = _shares(folder / "dist.male.first", FIRST_FROM)
    for name, share in _shares(folder / "dist.female.first", FIRST_FROM).items():
        first[name] = max(share, first.get(name, 0))
    for name in NEW_FIRST.split():
        first[name] = max(NEW_SHARE, first.get(name, 0))
    last = _shares(folder / "dist.all.last", LAST_FROM)
    last |= {name: max(share, last.get(name, 0)) for name, share in SINCE.items()}
    TARGET.write_text(json.dumps({"version": "1", "first": first, "last": last}, separators=(",", ":")))


if __name__ == "__main__":
    main()
