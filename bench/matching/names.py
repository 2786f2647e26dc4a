"""English names by frequency, and how people vary them. All invented."""

MEN = (
    "James John Robert Michael William David Richard Joseph Thomas Charles Christopher Daniel Matthew Anthony Mark Steven "
    "Donald Paul Joshua Andrew Kenneth Kevin Brian George Timothy Ronald Jason Edward Jeffrey Ryan Jacob Nicholas Gary Eric "
    "Jonathan Stephen Larry Justin Scott Brandon Benjamin Samuel Gregory Alexander Patrick Frank Raymond Jack Dennis Jerry "
    "Tyler Aaron Henry Nathan Douglas Peter Zachary Kyle Noah Ethan Jeremy Walter Christian Keith Roger Terry Austin Sean "
    "Gerald Carl Harold Dylan Arthur Lawrence Jordan Jesse Bryan Billy Bruce Gabriel Joe Logan Alan Juan Albert Willie Elijah "
    "Wayne Randy Vincent Mason Roy Ralph Bobby Russell Bradley Philip Eugene Liam Lucas Owen Caleb Isaac Levi Wyatt Hunter "
    "Cameron Connor Evan Adrian Jaxon Grayson Lincoln Asher Theodore Miles Silas Jasper Felix Oscar Victor Leon Marvin Calvin "
    "Clyde Floyd Lester Clarence Herman Chester Milton Vernon Curtis Leroy Wendell Rufus Percy Otis Alvin Dwight Emmett Ivor "
    "Quentin Barrett Thaddeus Lyle Ansel Barnaby Cormac Darius Everett Fletcher Gideon Horace Ignatz Julius Kendrick Lowell "
    "Merritt Norris Orville Prescott Quincy Roscoe Sterling Tobias Ulysses Vaughn Winston Xander York Zebulon Abner Boyd Cyrus"
).split()
WOMEN = (
    "Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy Betty Margaret Sandra Ashley Kimberly "
    "Emily Donna Michelle Carol Amanda Dorothy Melissa Deborah Stephanie Rebecca Sharon Laura Cynthia Kathleen Amy Angela "
    "Shirley Anna Brenda Pamela Emma Nicole Helen Samantha Katherine Christine Debra Rachel Carolyn Janet Catherine Heather "
    "Diane Ruth Julie Olivia Joyce Virginia Victoria Kelly Lauren Christina Joan Evelyn Judith Megan Andrea Cheryl Hannah "
    "Jacqueline Martha Gloria Teresa Ann Sara Madison Frances Kathryn Janice Jean Abigail Alice Judy Sophia Grace Denise Amber "
    "Doris Marilyn Danielle Beverly Isabella Theresa Diana Natalie Brittany Charlotte Marie Kayla Alexis Lori Ava Mia Chloe "
    "Harper Ella Scarlett Aria Penelope Riley Zoe Nora Lily Eleanor Hazel Violet Aurora Stella Lucy Ellie Paisley Skylar Naomi "
    "Ivy Delilah Josephine Beatrice Agatha Bernice Cordelia Dahlia Edith Florence Gertrude Harriet Imogen Jemima Kezia Lavinia "
    "Mabel Nettie Opal Phoebe Querida Rosalind Sybil Tabitha Una Verity Wilhelmina Xanthe Yvette Zelda Adelaide Briony "
    "Clementine Drusilla Euphemia Fern Ginevra Henrietta Ione Juliet Kerensa Lettice Marigold Nerissa Ottilie Prudence Selina"
).split()
LAST = (
    "Smith Johnson Williams Brown Jones Davis Miller Wilson Anderson Taylor Thomas Moore Jackson Martin Lee Thompson White "
    "Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams Nelson Baker Hall Campbell Mitchell "
    "Carter Roberts Phillips Evans Turner Parker Collins Edwards Stewart Morris Murphy Cook Rogers Morgan Peterson Cooper Reed "
    "Bailey Bell Kelly Howard Ward Cox Richardson Wood Watson Brooks Bennett Gray James Hughes Price Myers Long Foster Sanders "
    "Ross Powell Sullivan Russell Jenkins Perry Butler Barnes Fisher Henderson Coleman Simmons Patterson Jordan Reynolds "
    "Hamilton Graham Wallace Woods Cole West Owens Gibson Ellis Harrison Freeman Wells Webb Simpson Stevens Tucker Porter "
    "Hunter Hicks Crawford Henry Boyd Mason Kennedy Warren Dixon Burns Gordon Shaw Holmes Rice Robertson Hunt Black Daniels "
    "Palmer Mills Nichols Grant Knight Ferguson Rose Stone Dunn Perkins Hudson Spencer Gardner Payne Pierce Berry Matthews "
    "Wagner Willis Ray Watkins Olson Carroll Duncan Snyder Hart Cunningham Lane Andrews Ruiz Fox Riley Armstrong Carpenter "
    "Weaver Greene Lawrence Elliott Chavez Sims Austin Peters Kelley Franklin Lawson Fields Ryan Schmidt Carr Vasquez Wheeler "
    "Chapman Oliver Montgomery Richards Williamson Johnston Banks Meyer Bishop Bishara Howell Morrison Hansen Garza Harvey"
).split()

# Rare last names are put together from a beginning and an ending.
RARE_BEGINNINGS = (
    "Alder Ash Barn Beck Birch Black Brad Bram Bright Broad Brock Burn Cald Carl Chat Clay Clif Cold Craw Cress Crom Dag Dal "
    "Den Dray Dun East Eld Ever Fair Farn Fen Fern Fox Gar Glen Gold Grim Had Hal Ham Hart Hather Haw Hazel Helm Hol Horn Hux "
    "Ing Kel Ken Kirk Lang Lath Lin Lock Long Lud Mal Mar Mel Mid Mor Nether New Nor Oak Old Ord Pem Pen Rad Rams Ravens Red "
    "Ring Rock Rush Sal Sand Shel Sher Stan Stock Strat Sun Thorn Thur Tren Under Wad Wake Wal War Wat Wel Wharn Whit Wick Win "
    "Wolver Wood Wyn Yar Yel Zel Eisen Rosen Stein Gott Licht Blumen Silber Kessel Linden Baum Reif Hoff Klingen Schon Weid"
).split()
RARE_ENDINGS = (
    "ton ford ley worth field ham wick stead hurst croft well ridge more bourne bury combe dale gate shaw thorpe by den holt "
    "mann berg bach feld thal stein ewski enko ovich ovsky inen strom quist gaard"
).split()
RARE_FIRST_BEGINNINGS = "Bray Cay Dar Del Ja Jar Kay Kel La Lor Ma Mar Ne Ra Sha Shan Ta Tre Ty Za".split()
RARE_MEN_ENDINGS = "den von quan rell shawn mond vius lan ston mere".split()
RARE_WOMEN_ENDINGS = "lynn nita della risa leigh ielle onna ique eesha vette".split()

NICKNAMES = {
    "William": "Bill Billy Will Liam",
    "Robert": "Bob Bobby Rob",
    "Richard": "Dick Rick Rich",
    "James": "Jim Jimmy Jamie",
    "John": "Jack Johnny",
    "Michael": "Mike Mick Mikey",
    "Joseph": "Joe Joey",
    "Thomas": "Tom Tommy",
    "Charles": "Charlie Chuck",
    "Christopher": "Chris Topher",
    "Daniel": "Dan Danny",
    "Matthew": "Matt",
    "Anthony": "Tony",
    "Steven": "Steve",
    "Andrew": "Andy Drew",
    "Kenneth": "Ken Kenny",
    "Edward": "Ed Ted Eddie",
    "Nicholas": "Nick",
    "Gregory": "Greg",
    "Alexander": "Alex Sandy",
    "Samuel": "Sam Sammy",
    "Benjamin": "Ben",
    "Lawrence": "Larry",
    "Theodore": "Ted Theo",
    "Henry": "Hank Harry",
    "Patricia": "Pat Patty Trish",
    "Jennifer": "Jen Jenny",
    "Elizabeth": "Liz Beth Betty Eliza",
    "Barbara": "Barb",
    "Susan": "Sue Susie",
    "Margaret": "Peggy Maggie Meg",
    "Katherine": "Kathy Kate Katie",
    "Kathleen": "Kathy",
    "Deborah": "Debbie Deb",
    "Rebecca": "Becky Becca",
    "Dorothy": "Dot Dottie",
    "Samantha": "Sam",
    "Victoria": "Vicky Tori",
    "Stephanie": "Steph",
    "Pamela": "Pam",
    "Christine": "Chris Chrissy",
    "Abigail": "Abby",
    "Eleanor": "Ellie Nell",
    "Theresa": "Terry Tess",
    "Josephine": "Josie Jo",
}

# Names one letter apart that two people bear, none a short form or another spelling of the other.
NEAR_BOYS = (
    "Jaden/Jayden Mason/Jason Tyler/Kyler Devin/Kevin Aiden/Jaiden Darren/Warren Gary/Cary Larry/Barry Joel/Noel Evan/Ivan "
    "Dylan/Rylan Kyle/Lyle Marion/Marlon Trent/Brent Alan/Adan Ethan/Nethan William/Filliam Jaron/Jason Zane/Dane"
).split()
NEAR_GIRLS = (
    "Kayla/Jayla Ella/Bella Mia/Lia Lena/Lina Anna/Hanna Lauren/Laurel Jana/Dana Tina/Gina Mina/Nina Haley/Kaley "
    "Riley/Kiley Marina/Karina Cara/Lara Kiara/Tiara Brenda/Brenna Alina/Elina Shayna/Shawna Erin/Arin Ava/Eva"
).split()
# Names of twins, half of them with one initial.
TWIN_BOYS = (
    "Jacob/Joshua Ethan/Elijah Mason/Miles Caleb/Connor Tyler/Travis Dylan/Derek Adrian/Aaron Logan/Levi Jordan/Justin "
    "Brandon/Blake Nathan/Noah Ryan/Russell Samuel/Simon Isaac/Ian Peter/Paul Lucas/Owen Henry/Calvin Oscar/Felix "
    "Victor/Hugo Wyatt/Silas Gavin/Theodore Marcus/Quentin Austin/Kyle Julian/Dominic Xavier/Damian Grant/Wesley"
).split()
TWIN_GIRLS = (
    "Madison/Megan Hailey/Hannah Sophia/Scarlett Ella/Emily Kayla/Kendra Olivia/Opal Alexis/Abigail Brooke/Brittany "
    "Naomi/Nora Faith/Fiona Grace/Gloria Lily/Leah Ruby/Rachel Chloe/Camille Violet/Vanessa Ivy/Iris Hazel/Stella "
    "Zoe/Penelope Lucy/Matilda Aurora/Juliet Jade/Sabrina Paige/Tessa Eleanor/Daphne Clara/Sylvia Phoebe/Heidi"
).split()
# Two names with one short form.
SHORT_ALIKE_BOYS = "Christopher/Christian/Chris Edward/Edwin/Eddie Albert/Alfred/Al Samuel/Samson/Sam".split()
SHORT_ALIKE_GIRLS = "Katherine/Kathleen/Kathy Amanda/Miranda/Mandy Josephine/Joanna/Jo Francine/Frances/Fran".split()
BOTH_SEXES = "Alexander/Alexandra/Alex Samuel/Samantha/Sam Christopher/Christina/Chris Patrick/Patricia/Pat".split()
ONE_LETTER_APART = "Gomez/Gomes Perez/Peres Hansen/Hanson Olsen/Olson Larsen/Larson Petersen/Peterson".split()
SIMILAR_SPOUSES_MEN = "Marc/Marco Jon/Jonah Daniel/Darnell Stephan/Stefano Eric/Derrick Alan/Allen Brian/Ryan".split()
SIMILAR_SPOUSES_WOMEN = (
    "Maria/Mariana Dana/Diana Ann/Anna Kara/Karen Julia/Juliana Christa/Christina Jean/Jeanne".split()
)

PLACEHOLDER_FIRST = ("Baby Boy", "Baby Girl", "Infant", "Newborn", "Babyboy", "Babygirl")
FIRST_UNKNOWN = ("FNU", "Fnu", "NFN")
LAST_UNKNOWN = ("LNU", "Lnu", "NLN")
ONE_WORD = (
    "Suharto Sukarno Megawati Budiono Wahyuni Susilo Slamet Thandar Khin Mya Sulastri Hartini Parwati Sutrisno".split()
)
