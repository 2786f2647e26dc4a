"""Homes: real towns with ZIP codes and area code, on streets that do not exist there."""

from dataclasses import dataclass

STREETS = (
    "Alderbrook Ashgrove Barkentine Bellwether Brightwater Cedarline Copperleaf Driftmark Dunmoor Fernhollow Foxtail"
    " Gullwing Hawksbill Heronbank Ironbark Kestrel Larkmoor Lowtide Marlowe Millrace Pennyroyal Quailbrush Redstem"
    " Saltgrass Seabright Stonecroft Tanbark Thistledown Windmere Yarrowfield"
).split()
KINDS = "St St St Ave Ave Ave Dr Dr Ln Ct Way Rd".split()


@dataclass(frozen=True)
class Town:
    """A town with ZIP codes and area code. `share`: roughly how many neighbors live there."""

    city: str
    state: str
    zip_codes: tuple[str, ...]
    area_code: str
    share: int = 1


def _town(city: str, state: str, zip_codes: str, area_code: str, share: int = 1) -> Town:
    return Town(city, state, tuple(zip_codes.split()), area_code, share)


BAY = (
    _town("Oakland", "CA", "94601 94602 94605 94606 94607 94610 94619", "510", 9),
    _town("Alameda", "CA", "94501 94502", "510", 4),
    _town("San Leandro", "CA", "94577 94578 94579", "510", 4),
    _town("Hayward", "CA", "94541 94544 94545", "510", 3),
    _town("Berkeley", "CA", "94702 94703 94710", "510", 2),
    _town("Richmond", "CA", "94801 94804 94805", "510", 2),
    _town("Castro Valley", "CA", "94546", "510"),
    _town("Fremont", "CA", "94536 94538", "510"),
    _town("San Francisco", "CA", "94110 94112 94124 94134", "415", 3),
    _town("Concord", "CA", "94518 94520", "925", 2),
    _town("Walnut Creek", "CA", "94596 94598", "925"),
    _town("Vallejo", "CA", "94590 94591", "707"),
)
VALLEY = (
    _town("Stockton", "CA", "95204 95205 95206 95207 95210", "209", 8),
    _town("Lodi", "CA", "95240 95242", "209", 2),
    _town("Manteca", "CA", "95336 95337", "209", 3),
    _town("Tracy", "CA", "95376 95377", "209", 3),
    _town("Modesto", "CA", "95350 95354 95355", "209", 3),
    _town("Sacramento", "CA", "95820 95822 95823", "916", 4),
    _town("Elk Grove", "CA", "95624 95758", "916", 2),
    _town("Fresno", "CA", "93702 93722", "559", 2),
    _town("Bakersfield", "CA", "93304 93309", "661"),
    _town("Reno", "NV", "89502 89506", "775", 2),
    _town("Portland", "OR", "97203 97217 97220", "503", 2),
)
TOWNS = {(town.city, town.state): town for town in (*BAY, *VALLEY)}
