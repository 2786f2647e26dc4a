"""Streets, towns and mail providers. House numbers are random, so no real address is meant."""

STREETS = (
    "Acorn Almond Amber Arbor Aspen Avalon Bayside Belmont Birchwood Bluebell Bramble Briar Brookside Canal Canyon Cardinal "
    "Carriage Chapel Cherry Chestnut Church Clover Colonial Copper Cottage Cottonwood Creekside Crescent Cypress Dogwood Eagle "
    "Edgewood Fairview Falcon Fernwood Fieldstone Forge Garden Glenwood Granite Hawthorn Heather Heritage Hickory Hillcrest "
    "Hollow Ironwood Jasmine Kensington Kingfisher Lakeview Lantern Larkspur Lavender Liberty Lilac Linden Lookout Magnolia "
    "Maple Meadow Mill Mockingbird Mulberry Myrtle Northgate Oakdale Orchard Overlook Park Pebble Pinecrest Poplar "
    "Prairie Prospect Rosewood Saddle Sage Sandpiper Shady Sierra Silver Stonegate Summit Sycamore Thistle Timber Union Valley "
    "Vineyard Washington Waterside Wellington Westwood Willow Windmill Woodland Wren"
).split()
KINDS = {"St": "Street", "Ave": "Avenue", "Rd": "Road", "Dr": "Drive", "Ln": "Lane", "Ct": "Court", "Blvd": "Boulevard"}
DOORS = ("Apt", "Unit", "#", "Ste")
TOWNS = [
    tuple(each.split("/"))
    for each in (
        "Oakland/CA/946 Fresno/CA/937 Modesto/CA/953 Bakersfield/CA/933 Stockton/CA/952 Riverside/CA/925 Oxnard/CA/930 "
        "Salinas/CA/939 Eureka/CA/955 Redding/CA/960 Portland/OR/972 Salem/OR/973 Medford/OR/975 Tacoma/WA/984 Yakima/WA/989 "
        "Spokane/WA/992 Reno/NV/895 Henderson/NV/890 Mesa/AZ/852 Tucson/AZ/857 Yuma/AZ/853 Denver/CO/802 Pueblo/CO/810 "
        "Albuquerque/NM/871 Roswell/NM/882 Dallas/TX/752 Laredo/TX/780 Lubbock/TX/794 Houston/TX/770 Tulsa/OK/741 Wichita/KS/672 "
        "Omaha/NE/681 Fargo/ND/581 Duluth/MN/558 Madison/WI/537 Peoria/IL/616 Chicago/IL/606 Toledo/OH/436 Akron/OH/443 "
        "Lansing/MI/489 Flint/MI/485 Albany/NY/122 Yonkers/NY/107 Newark/NJ/071 Trenton/NJ/086 Hartford/CT/061 Lowell/MA/018 "
        "Bangor/ME/044 Macon/GA/312 Savannah/GA/314 Tampa/FL/336 Hialeah/FL/330 Mobile/AL/366 Jackson/MS/392 Memphis/TN/381 "
        "Durham/NC/277 Norfolk/VA/235 Honolulu/HI/968 Anchorage/AK/995 Boise/ID/837"
    ).split()
]
AREA_CODES = (
    "510 559 209 661 951 805 831 707 503 541 253 509 775 702 480 520 303 719 505 214 956 713 918 316 402 312".split()
)
MAIL = "mail.example post.example inbox.example family.example letters.example quick.example".split()
