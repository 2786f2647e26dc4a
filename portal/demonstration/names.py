"""First and last names on employer lists of the West coast and Midwest, by heritage, sex and year of birth.

No first name stands for both sexes.
"""

from dataclasses import dataclass

# (born before, women's names, men's names), the earliest first.
GENERAL = (
    (
        1970,
        "Barbara Brenda Carol Cheryl Christine Cynthia Debra Diane Donna Janet Joyce Judy Karen Kathleen Linda Lori Mary"
        " Nancy Pamela Patricia Peggy Rita Sandra Sharon Sheila Susan",
        "Alan Bruce Charles David Dennis Donald Douglas Edward Gary George Glenn Gregory James Jeffrey John Joseph Kenneth"
        " Larry Mark Michael Paul Richard Robert Roger Ronald Stephen Steven Thomas Timothy William",
    ),
    (
        1985,
        "Amy Angela Carrie Christina Dawn Erin Gretchen Heather Heidi Holly Jennifer Jill Julie Kimberly Kristin Lisa"
        " Melissa Michelle Monica Nicole Rebecca Stephanie Tara Tina Wendy",
        "Aaron Brian Chad Christopher Craig Daniel Derek Eric Jason Jeremy Joel Keith Kevin Kurt Matthew Nathan Patrick"
        " Peter Phillip Russell Scott Shane Todd Travis Troy",
    ),
    (
        2000,
        "Abigail Allison Amanda Ashley Brittany Caitlin Chelsea Courtney Danielle Emily Hannah Jessica Katherine Kayla"
        " Kelsey Laura Lauren Megan Molly Natalie Paige Rachel Samantha Sarah Victoria",
        "Adam Alexander Andrew Austin Benjamin Bradley Brandon Cody Colin Connor Dylan Erik Evan Garrett Ian Jacob Joshua"
        " Justin Kyle Lucas Nicholas Ryan Samuel Seth Trevor Tyler Zachary",
    ),
    (
        9999,
        "Amelia Ava Charlotte Chloe Claire Eleanor Ella Emma Evelyn Grace Hazel Isabella Josephine Leah Lily Lucy Madison"
        " Mia Nora Olivia Penelope Ruby Sadie Sophia Stella Violet Zoe",
        "Caleb Carter Cole Eli Elijah Ethan Gavin Henry Hudson Isaac Jack Jackson Landon Leo Levi Liam Logan Mason Max"
        " Miles Noah Oliver Owen Theodore Wyatt",
    ),
)
BLACK = (
    (
        2000,
        "Candace Ebony Felicia Imani Jasmine Keisha Kiara Latasha Latoya Monique Renee Shanice Tamika Tanisha Yvette",
        "Andre Antoine Cedric Darius Darnell Demetrius Jamal Jerome Lamar Malik Marcus Maurice Quentin Reginald Terrence"
        " Tyrone Vernon",
    ),
    (9999, "Aaliyah Amara Jada Laila Nia Nyla Trinity Zuri", "Isaiah Jayden Jeremiah Josiah Micah Xavier Zion"),
)
HISPANIC = (
    (
        2000,
        "Adriana Alejandra Alma Ana Araceli Beatriz Blanca Carmen Cecilia Claudia Elena Esperanza Gabriela Gloria"
        " Guadalupe Irma Leticia Lorena Lourdes Maria Maribel Marisol Martha Norma Rocio Rosa Silvia Teresa Veronica"
        " Yesenia",
        "Alberto Alejandro Alfredo Armando Arturo Carlos Cesar Eduardo Enrique Ernesto Fernando Francisco Gerardo"
        " Guillermo Gustavo Hector Hugo Ignacio Javier Jorge Jose Juan Julio Luis Manuel Mario Miguel Oscar Pablo Pedro"
        " Rafael Ramon Raul Ricardo Roberto Rodrigo Ruben Salvador Sergio Victor",
    ),
    (
        9999,
        "Camila Daniela Esmeralda Fernanda Isabel Jimena Lucia Mariana Natalia Paola Regina Renata Sofia Valentina"
        " Valeria Ximena",
        "Adrian Alonso Andres Diego Emiliano Emilio Gael Ivan Joaquin Leonardo Mateo Nicolas Santiago Sebastian Tomas",
    ),
)
CHINESE = (
    (
        2000,
        "Annie Cindy Connie Fiona Jenny Jing Joanne Ling Mei Vivian Winnie Xiu Ying",
        "Alvin Calvin Edmund Edwin Feng Hao Jun Ming Raymond Stanley Vincent Wei Yong",
    ),
    (9999, "Audrey Elaine Ellie Katelyn Kristen", "Aiden Derrick Kelvin Nathaniel Spencer"),
)
VIETNAMESE = (
    (
        2000,
        "Diem Hang Hanh Huong Lan Lien Linh Loan Mai Nga Ngoc Nhung Thao Thuy Trang Tuyet Yen",
        "Bao Binh Cuong Dat Duc Dung Duy Hai Hieu Hung Huy Khoa Minh Nam Phuc Quang Quoc Son Tuan Viet Vinh",
    ),
    (9999, "Bella Jocelyn Kaitlyn Tiffany Vy", "Anthony Brendan Dominic Julian Preston"),
)
FILIPINO = (
    (
        2000,
        "Analyn Arlene Corazon Evangeline Imelda Josefina Liezl Maricel Marites Marivic Melinda Rosario Rowena Teresita",
        "Arnel Benjie Danilo Edgardo Efren Ferdinand Noel Renato Reynaldo Rodel Rogelio Romeo Rommel Virgilio",
    ),
    (9999, "Althea Angelica Bianca Janelle Kristine", "Gabriel Jericho Marco Nathaniel Paolo"),
)
KOREAN = (
    (
        2000,
        "Esther Eunice Eunji Hyejin Jihye Jiyoung Minji Sora Soyoung Sunhee Yuna",
        "Dongwook Hyunwoo Jaehyun Jinho Junho Minho Sangwoo Seungmin Sungho Taehyun",
    ),
    (9999, "Chloe Elaine Ellie Irene", "Aiden Brendan Ethan Lucas"),
)
JAPANESE = (
    (
        2000,
        "Aiko Akemi Emi Keiko Kumiko Mariko Michiko Naomi Sachiko Yumi",
        "Akira Hiroshi Kazuo Kenji Koji Masao Naoki Satoshi Takeshi Yuji",
    ),
    (9999, "Hana Mika Sakura Yui", "Haruki Kaito Kenta Ren Riku"),
)
INDIAN = (
    (
        2000,
        "Anita Anjali Aparna Deepa Divya Geeta Kavita Lakshmi Madhuri Meena Neha Pooja Preeti Priya Radhika Rekha Shilpa"
        " Shreya Sunita Swati Usha",
        "Abhishek Ajay Amit Anil Ashok Deepak Ganesh Harish Karthik Manoj Mohan Naveen Nikhil Pradeep Prakash Rahul Rajesh"
        " Ravi Sandeep Sanjay Sunil Suresh Vijay Vikram Vivek",
    ),
    (9999, "Aanya Anika Diya Ishani Kavya Riya Saanvi", "Aarav Arjun Ishaan Krish Neel Rohan Veer Vihaan"),
)
ARAB = (
    (
        2000,
        "Amina Fatima Hodan Khadija Leila Mariam Nadia Rania Salma Samira Yasmin Zahra",
        "Abdullah Bilal Faisal Hamza Ibrahim Karim Khalid Mahmoud Mustafa Omar Samir Tariq Yusuf Ziad",
    ),
    (9999, "Aisha Layla Maryam Sumaya", "Ayaan Idris Zaid Zakaria"),
)
HMONG = (
    (2000, "Gaonou Kalia Maly Pahoua Sheng Yer", "Chue Fue Koua Pheng Toua Yia"),
    (9999, "Hailey Kaylee Melody", "Brayden Jaxon Tou"),
)


@dataclass(frozen=True)
class Heritage:
    """A share of the people (percent), their names, and a language some of them prefer."""

    share: int
    last: tuple[str, ...]
    first: tuple[tuple[int, str, str], ...]
    language: str = ""

    def first_names(self, sex: str, year: int) -> list[str]:
        """The names given to a child of this sex in this year."""
        return next(men if sex == "M" else women for before, women, men in self.first if year < before).split()


HERITAGES = (
    Heritage(
        50,
        tuple(
            "Adams Allen Anderson Bailey Baker Barnes Bauer Becker Bennett Bishop Boyd Brooks Burke Campbell Carlson Carpenter"
            " Clark Collins Cook Cooper Crawford Davis DeLuca Doyle Duncan Ellis Evans Fischer Fleming Ford Foster Gibson"
            " Gordon Graham Griffin Halvorsen Hansen Harper Harris Hart Hayes Hoffman Holmes Hughes Jankowski Jensen Johnson"
            " Jones Keller Klein Koch Kowalski Kozlowski Kramer Krueger Lambert Larson Lawson Lindgren Lindqvist Mancini"
            " Marshall Martin McCarthy Meyer Miller Mills Mitchell Moore Morgan Morris Mueller Murphy Murray Nelson Nichols"
            " Novak Nowak O'Brien O'Connor Olson Owens Palmer Perry Petersen Peterson Phillips Pierce Porter Powell"
            " Price Quinn Reed Reynolds Rice Rogers Romano Ross Russo Schmidt Schneider Schroeder Schultz Shaw Silva Simmons"
            " Smith Snyder Sorensen Sousa Stewart Stone Sullivan Swanson Taylor Thompson Tucker Turner Vogel Wagner Walker"
            " Wallace Walsh Ward Warren Watson Weaver Webb Weber Wells Wheeler White Wilson Wisniewski Wood Wright"
            " Zimmerman".split()
        ),
        GENERAL,
    ),
    Heritage(
        10,
        tuple(
            "Banks Bolden Booker Brown Coleman Dawson Franklin Freeman Gaines Hampton Jefferson Mosley Randolph Robinson Tate"
            " Washington Williams".split()
        ),
        BLACK,
    ),
    Heritage(
        17,
        tuple(
            "Aguilar Alvarez Avila Cabrera Campos Castillo Castro Cervantes Chavez Contreras Cortez Delgado Diaz Dominguez"
            " Duran Espinoza Estrada Figueroa Flores Fuentes Garcia Gomez Gonzalez Guerrero Gutierrez Guzman Hernandez"
            " Herrera Jimenez Lara Lopez Maldonado Martinez Medina Mendez Morales Moreno Munoz Navarro Nunez Ochoa Orozco"
            " Ortiz Pacheco Padilla Perez Ramirez Ramos Reyes Rios Rivera Robles Rodriguez Rojas Romero Rosales Ruiz Salazar"
            " Sanchez Sandoval Serrano Solis Soto Suarez Torres Valdez Vargas Vasquez Velasquez Zamora Zavala".split()
        ),
        HISPANIC,
        "spa",
    ),
    Heritage(
        5,
        tuple("Chan Chang Chen Cheng Fong Huang Kwan Lam Lau Leung Liang Lin Liu Tang Wang Wong Wu Zhang Zhou".split()),
        CHINESE,
        "chi",
    ),
    Heritage(
        4,
        tuple("Bui Dang Dinh Duong Hoang Huynh Le Ngo Nguyen Nguyen Nguyen Pham Phan Tran Tran Truong Vo Vu".split()),
        VIETNAMESE,
        "vie",
    ),
    Heritage(
        4,
        tuple(
            "Aquino Bautista Cruz Domingo Enriquez Evangelista Lacson Manalo Mercado Ocampo Pangilinan Pascual Santos"
            " Tolentino Villanueva".split()
        ),
        FILIPINO,
        "tgl",
    ),
    Heritage(2, tuple("Choi Chung Hwang Jung Kang Kim Kwon Lim Park Shin Song Yoon".split()), KOREAN, "kor"),
    Heritage(
        1,
        tuple("Fujimoto Hayashi Ito Kimura Matsumoto Nakamura Okamoto Sato Shimizu Tanaka Watanabe Yamamoto".split()),
        JAPANESE,
    ),
    Heritage(
        4,
        tuple(
            "Agarwal Bhatt Chandra Desai Gupta Iyer Jain Joshi Kapoor Kumar Malhotra Mehta Menon Mishra Nair Patel Patel"
            " Pillai Rao Reddy Shah Sharma Srinivasan Verma".split()
        ),
        INDIAN,
    ),
    Heritage(
        2,
        tuple("Abdi Ahmed Ali Farah Haddad Hassan Hussein Khalil Khoury Mansour Mohamed Nasser Osman Saleh".split()),
        ARAB,
    ),
    Heritage(1, tuple("Lor Moua Vang Xiong Yang".split()), HMONG),
)
# Everyday forms of first names.
SHORT = {
    "Alexander": "Alex", "Barbara": "Barb", "Benjamin": "Ben", "Christine": "Chris", "Christopher": "Chris", "Cynthia": "Cindy",
    "Daniel": "Dan", "Douglas": "Doug", "Edward": "Ed", "Francisco": "Paco", "Gregory": "Greg", "Guadalupe": "Lupe",
    "James": "Jim", "Jeffrey": "Jeff", "Jennifer": "Jen", "Joshua": "Josh", "Kathleen": "Kathy", "Kenneth": "Ken",
    "Kimberly": "Kim", "Matthew": "Matt", "Michael": "Mike", "Nicholas": "Nick", "Patricia": "Pat", "Rebecca": "Becky",
    "Richard": "Rick", "Robert": "Bob", "Ronald": "Ron", "Samantha": "Sam", "Stephen": "Steve", "Steven": "Steve", "Susan": "Sue",
    "Thomas": "Tom", "Timothy": "Tim", "William": "Bill", "Zachary": "Zach",
}  # fmt: skip
SEXES = {
    name: sex
    for heritage in HERITAGES
    for _before, *both in heritage.first
    for sex, names in zip("FM", both, strict=True)
    for name in names.split()
}
FIRST = sorted(SEXES)
LAST = sorted({name for heritage in HERITAGES for name in heritage.last})
