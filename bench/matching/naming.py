"""Names by the customs of a family's origin, common names far more often than rare ones."""

from itertools import product

from bench.matching import names, world_names

# Of a hundred families; a spouse is of another origin in one family of seven.
SHARES = {
    "english": 52,
    "irish": 3,
    "dutch": 2,
    "spanish": 22,
    "chinese": 4,
    "vietnamese": 4,
    "korean": 4,
    "indian": 4,
    "arabic": 5,
}
MIXED = 1 / 7
SLOTS = 1 << 15
GIVEN_PARTS = {"chinese": world_names.CHINESE, "korean": world_names.KOREAN, "vietnamese": world_names.VIETNAMESE}


def urn(words, flatness):
    """The words with Zipf frequencies, as a list to draw from."""
    weights = [1 / (place + flatness) for place in range(1, len(words) + 1)]
    scale = SLOTS / sum(weights)
    return [word for word, weight in zip(words, weights, strict=True) for _ in range(max(1, round(weight * scale)))]


def rare(beginnings, endings):
    return ["".join(parts) for parts in product(beginnings, endings)]


MEN = urn([*names.MEN, *rare(names.RARE_FIRST_BEGINNINGS, names.RARE_MEN_ENDINGS)], 6)
WOMEN = urn([*names.WOMEN, *rare(names.RARE_FIRST_BEGINNINGS, names.RARE_WOMEN_ENDINGS)], 8)
LAST = {
    "english": urn([*names.LAST, *rare(names.RARE_BEGINNINGS, names.RARE_ENDINGS)], 6),
    "irish": urn(world_names.IRISH_LAST, 6),
    "dutch": urn(world_names.DUTCH_LAST, 6),
    "spanish": urn(world_names.SPANISH_LAST, 8),
    "chinese": urn(world_names.CHINESE_LAST, 3),
    "vietnamese": world_names.VIETNAMESE_LAST,
    "korean": world_names.KOREAN_LAST,
    "indian": urn(world_names.INDIAN_LAST, 4),
    "arabic": urn(world_names.ARABIC_LAST, 6),
}
FIRST = {
    ("spanish", "M"): urn(world_names.SPANISH_MEN, 4),
    ("spanish", "F"): urn(world_names.SPANISH_WOMEN, 3),
    ("indian", "M"): world_names.INDIAN_MEN,
    ("indian", "F"): world_names.INDIAN_WOMEN,
    ("arabic", "M"): urn(world_names.ARABIC_MEN, 2),
    ("arabic", "F"): world_names.ARABIC_WOMEN,
}
ORIGINS = [origin for origin, share in SHARES.items() for _ in range(share)]
COMPOUND = {"M": world_names.COMPOUND_MEN, "F": world_names.COMPOUND_WOMEN}


class Names:
    """Draws names from one random source."""

    def __init__(self, random):
        self.random, self.chance = random, random.random

    def one(self, words):
        return words[int(self.chance() * len(words))]

    def origin(self):
        return self.one(ORIGINS)

    def last(self, origin):
        """A family name; every third Spanish name is double, with a space or a hyphen."""
        if origin != "spanish":
            return self.one(LAST[origin])
        if self.chance() < 0.06:
            return self.one(world_names.SPANISH_PARTICLES)
        first = self.one(LAST[origin])
        roll = self.chance()
        if roll > 0.36:
            return first
        second = self.one(LAST[origin])
        return first if first == second else f"{first}{'-' if roll < 0.06 else ' '}{second}"

    def given(self, origin, sex):
        """First and middle name as a clerk would enter them."""
        if origin in GIVEN_PARTS:
            return self._of_two_parts(origin, sex)
        if origin == "spanish" and self.chance() < 0.1:
            return self._compound(self.one(COMPOUND[sex]))
        first = self.one(FIRST.get((origin, sex)) or (MEN if sex == "M" else WOMEN))
        if origin in ("indian", "arabic") or self.chance() < 0.4:
            return first, ""
        middle = self.one(FIRST.get((origin, sex)) or (MEN if sex == "M" else WOMEN))
        return first, "" if middle == first else middle

    def _compound(self, name):
        parts = name.split(" ")
        return tuple(parts) if len(parts) == 2 and self.chance() < 0.4 else (name, "")

    def _of_two_parts(self, origin, sex):
        one, two = self.one(GIVEN_PARTS[origin]), self.one(GIVEN_PARTS[origin])
        if origin == "vietnamese":
            return two, ("Van" if sex == "M" else "Thi") if self.chance() < 0.5 else one if one != two else ""
        return self.joined(one, two)

    def joined(self, one, two):
        """A name of two syllables: hyphenated, joined, as two words, or as first and middle name."""
        roll = self.chance()
        if roll < 0.3:
            return f"{one}-{two.lower()}", ""
        if roll < 0.65:
            return f"{one}{two.lower()}", ""
        return (f"{one} {two}", "") if roll < 0.8 else (one, two if one != two else "")
