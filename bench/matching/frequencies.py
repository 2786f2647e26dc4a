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
    "aaliyah aarav abril adalyn adalynn addalyn addison addyson adelyn adelynn aden adley adriel ahmir aidan aiden "
    "ailyn akira alaia alana alaya alayah alayna aleah aleena alessandra alianna alina alisson alivia aliya aliyah "
    "alondra alyvia amaia amani amara amari amaya amayah ameer amir amira amiya amiyah amya amyah anabelle anahi "
    "anaya andrei aniya aniyah annabella annalise annika ansley antonella anya aranza archer arely ares aria ariana "
    "arianna arianny ariella arlo armani arya ashanti asher ashlynn aspen atticus aubree aubrey aubrie aubriella "
    "aubrielle austyn ava avah avalyn avery avi avianna axel axl ayaan ayan ayden ayla aylin azalea azariah bailey "
    "baylee baylor beckett beckham bella bellamy benicio bentley blakely bodhi boone boston bowen braden bradyn "
    "braelyn braelynn braiden braidyn braxton brayden braylen braylon brecken brenden brennan briella brielle briley "
    "brinley bristol brixton brodie brody brooklyn brooklynn brycen brylee bryleigh brynlee brynleigh bryson cade "
    "caden cadence caiden cairo cali callan callen callum cambria camden camdyn camila camron camryn carson case "
    "casen cash cason cayden cayla cayson chandler charlee charleigh chase chasen chevy chloe coen cohen collins "
    "colson colton conner connor conor cooper coraline corbin crew cristian cullen daisy dakota damari daniela darian "
    "dariel darien dash dawson dax daxton dayana deacon declan deegan delaney demi devyn dominik drake draven dylan "
    "dylann easton eden elaina elan elaya elena eli eliam elian eliana elianna elijah elin elina ella elliana "
    "ellianna ellie eloise elora ember emely emerie emersyn emery emi emilia emiliano emmalyn emmalynn emmet enzo "
    "eris ethan ethen evander evelyn everett everlee everleigh everly ezra felicity finley finn fischer fisher flynn "
    "ford freya gael gage galilea gavin genesis gia giada giana gianna gianni gideon giuliana grayson greyson gunnar "
    "gunner hadley hailee hailey haley harlee harleigh harley harlow harper hayden hayes haylee hayleigh haylie hazel "
    "heaven hendrix henley henrik holden holland hudson huxley ian ibrahim idris iman imani isabela isabella isabelle "
    "isai ishaan isla itzel ivanna ivy izabella izaiah jabari jace jaceyon jacie jackson jacoby jada jaden jadyn "
    "jaelyn jaelynn jaida jaiden jaidyn jair jakob jakobe jalen jaliyah jamari jameson jamir janiyah jase jasiah "
    "javon jax jaxon jaxson jayce jaycee jaycie jayden jayla jaylah jaylee jayleen jaylen jaylene jaylin jaylon "
    "jaylynn jaziel jazlyn jazlynn jedidiah jemma jeremias jericho jett jimena jocelyn johan jordan jordyn jordynn "
    "josiah journee jovanni judah juelz juliana julianna juniper justice kade kaden kadence kadyn kaeden kaelyn kai "
    "kaia kaiden kaila kailani kailee kailey kailyn kailynn kairi kairo kaiser kaisley kaison kaitlyn kaiya kaleb "
    "kalel kaliyah kallie kamari kamden kamdyn kameron kamila kamilah kamiyah kamryn kane karlee karlie karson karsyn "
    "karter karys kase kasen kash kashton kason kassidy katelyn katelynn kaya kaycee kaydee kayden kaydence kayla "
    "kaylani kaylee kayleigh kaylen kaylie kaylin kaylyn kaylynn kaysen kayson keagan keaton keegan keelan keily "
    "keira kellan kellen kendall kenley kennedi kennedy kenzie kenzo keon keshawn keyla khaleesi khalid khalil khari "
    "khaza khloe kian kiara kieran killian kimora kingston kinley kinsley kiran kit knox koa kobe kody kohen kolby "
    "kole kolton kora korbin krew kyla kylan kylee kyleigh kylen kyler kylian kylie kymani kyndall kyng kynlee kyree "
    "kyrie kyro kyson laila landen landon landry landyn laney langston layla laylah layne layton legend leia leighton "
    "leila leilani lennon lennox leonidas levi lexi leyla liam lian lianna lila lilah lilianna lilith lillian "
    "lilliana lilly lily lilyana liv lochlan logan london lorelai luca lucas lucca lucia lucian luka lukas luna lyla "
    "lylah lyra lyric maci mackenna mackenzie madalynn madden maddison maddox madelyn madelynn madilyn madilynn "
    "madison madyson maeve magnus maisie maison makai makayla makena makenna makenzie maks malachi malakai malaya "
    "malaysia maleah maliah maliya maliyah mariana marlee marleigh marley marlowe mason mateo mathias matias matteo "
    "matthias maverick maxim maximilian maximiliano maximus maxton maya mckayla mckenna meadow meilani mekhi melany "
    "messiah mia micah mikael mikaela mikayla mikhail mila milan milana milani milena miles miley milo miracle misael "
    "miya moriah muhammad mustafa mya myah myla mylah myrah nadia nala nalah nalani naomi nash natalee nataly "
    "nathalia naya nayeli nehemiah nevaeh nia nico niklaus niko nikolai nikolas noa noah nolan nolen nora norah nova "
    "nyah nyla nyomi oakley odin olivia omari onyx orion owen paislee paisleigh paisley paloma parker paxton payson "
    "payton penelope peyton phoenix pierce piper poppy presley princeton quinn raegan raelyn raelynn raiden rayan "
    "raylan raylen rayne reagan reece reese reign remi rhylee rhys riaan ridge rihanna riley ripley river rivka roan "
    "rohan romina ronan ronin rowan rowen ryann rydder ryder ryker rylan ryland rylann rylee ryleigh rylen rylie "
    "rylynn sadie sage saige saira salem salma samir samson santino sarai sariah sariyah savannah sawyer scout selah "
    "serenity shania shiloh siena sienna sincere sky skyla skylah skylar skyler sloane sofia sofie sophia sophie "
    "soren stella sullivan sutton sydney sylas tadeo taliyah talon tate tatum taya taylor teagan teagen tenley thiago "
    "titan trace treyton trinity tripp tristen tristin truett tucker turner tyler uriah uriel valentina valentino "
    "valeria vihaan violet wells wesson westin weston wilder willow wren wyatt wynter xander ximena xzavier yadiel "
    "yahir yahya yamileth yara yareli yaretzi yehuda yosef yusuf zahir zahra zaid zaiden zain zainab zaire zakai "
    "zander zaniyah zara zaria zariah zariyah zavier zayd zayden zayla zaylee zayn zayne zeke zendaya zion zoe zoey "
    "zoie zoya zuri zyair zyaire zyla zyon"
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
