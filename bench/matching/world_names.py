"""Names beyond first, middle, last: two last names, last name first, particles, several spellings."""

SPANISH_MEN = (
    "Jose Juan Luis Carlos Jesus Miguel Francisco Manuel Pedro Antonio Jorge Alejandro Ricardo Fernando Rafael Roberto Javier "
    "Eduardo Mario Ramon Raul Ignacio Enrique Sergio Arturo Salvador Guillermo Alfredo Hector Armando Ruben Gerardo Rodolfo "
    "Mateo Santiago Emiliano Leonardo Gustavo Vicente Ernesto Agustin Rogelio Efrain Ezequiel Anselmo Eusebio Leobardo Macario"
).split()
SPANISH_WOMEN = (
    "Maria Guadalupe Ana Rosa Carmen Juana Margarita Elena Teresa Francisca Leticia Alicia Isabel Sofia Veronica Gabriela "
    "Silvia Yolanda Beatriz Graciela Esperanza Dolores Concepcion Mercedes Pilar Rosario Consuelo Josefina Valentina Camila "
    "Ximena Lourdes Marisol Araceli Esmeralda Socorro Refugio Eulalia Hortencia Eduviges Tomasa Petronila Librada Saturnina"
).split()
SPANISH_LAST = (
    "Garcia Rodriguez Martinez Hernandez Lopez Gonzalez Perez Sanchez Ramirez Torres Flores Rivera Gomez Diaz Reyes Morales "
    "Cruz Ortiz Gutierrez Chavez Ramos Mendoza Castillo Jimenez Vargas Romero Alvarez Castro Guzman Munoz Rojas Salazar Aguilar "
    "Soto Delgado Pena Rios Vega Contreras Sandoval Guerrero Estrada Nunez Luna Figueroa Espinoza Cabrera Acosta Cervantes "
    "Zamora Barrera Trujillo Villarreal Montoya Escobedo Zaragoza Tellez Arriaga Quintanilla Urquidez Xochihua Zubieta Ybarra"
).split()
SPANISH_PARTICLES = (
    "de la Cruz/del Rio/de la Rosa/de Leon/de la Torre/de los Santos/del Valle/de la Garza/de Jesus/de la Fuente".split(
        "/"
    )
)
SPANISH_NICKNAMES = {
    "Jose": "Pepe Chepe",
    "Guadalupe": "Lupe Lupita",
    "Francisco": "Paco Pancho",
    "Jesus": "Chuy",
    "Ignacio": "Nacho",
    "Manuel": "Manolo Manny",
    "Antonio": "Tono Toni",
    "Alejandro": "Alex Jandro",
    "Eduardo": "Lalo Eddie",
    "Roberto": "Beto",
    "Rafael": "Rafa",
    "Salvador": "Chava",
    "Guillermo": "Memo",
    "Enrique": "Quique Kike",
    "Vicente": "Chente",
    "Rosario": "Chayo",
    "Dolores": "Lola",
    "Concepcion": "Concha",
    "Consuelo": "Chelo",
    "Isabel": "Chabela Isa",
    "Mercedes": "Meche",
    "Francisca": "Paca Panchita",
    "Teresa": "Tere",
    "Margarita": "Mago Rita",
    "Josefina": "Pepa Fina",
    "Graciela": "Chela",
    "Refugio": "Cuca",
}
MARKS = {
    "Jose": "José",
    "Jesus": "Jesús",
    "Maria": "María",
    "Sofia": "Sofía",
    "Ramon": "Ramón",
    "Raul": "Raúl",
    "Hector": "Héctor",
    "Ruben": "Rubén",
    "Garcia": "García",
    "Rodriguez": "Rodríguez",
    "Martinez": "Martínez",
    "Hernandez": "Hernández",
    "Lopez": "López",
    "Gonzalez": "González",
    "Perez": "Pérez",
    "Sanchez": "Sánchez",
    "Munoz": "Muñoz",
    "Pena": "Peña",
    "Nunez": "Núñez",
    "Diaz": "Díaz",
}
COMPOUND_MEN = (
    "Jose Luis/Jose Maria/Juan Carlos/Luis Miguel/Jose Antonio/Juan Pablo/Jean-Paul/Jean-Luc/Billy Joe".split("/")
)
COMPOUND_WOMEN = (
    "Maria Jose/Maria Elena/Ana Maria/Rosa Maria/Maria Luisa/Ana Sofia/Mary Ann/Anne-Marie/Maria Teresa".split("/")
)

CHINESE_LAST = "Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo Lin He Gao Luo".split()
CHINESE = "Wei Jing Ming Hui Jun Xin Yan Hao Lei Fang Qiang Ping Jia Yu Zhen Hong Xiao Mei Tao Bo".split()
VIETNAMESE_LAST = (
    "Nguyen Nguyen Nguyen Nguyen Tran Tran Le Pham Huynh Hoang Phan Vu Vo Dang Bui Do Ho Ngo Duong Ly".split()
)
VIETNAMESE = (
    "Anh Binh Chau Dung Duc Giang Hanh Hoa Hung Khanh Lan Linh Long Minh Nam Ngoc Phuong Quang Son Thao Tuan".split()
)
KOREAN_LAST = "Kim Kim Kim Lee Lee Park Park Choi Jung Kang Cho Yoon Jang Lim Han Oh Seo Shin Kwon Hwang".split()
KOREAN = "Min Jun Seo Ji Hyun Woo Young Soo Jin Eun Hye Kyung Sung Ho Yeon Chul Mi Sang Tae Hee".split()
INDIAN_LAST = (
    "Patel Singh Shah Kumar Sharma Gupta Reddy Khan Desai Mehta Joshi Rao Nair Iyer Verma Agarwal Jain Das Kaur".split()
)
INDIAN_MEN = (
    "Rahul Amit Rajesh Sanjay Vijay Suresh Anil Arjun Rohan Vikram Krishnan Venkatesh Srinivas Deepak Manoj".split()
)
INDIAN_WOMEN = "Priya Anita Sunita Pooja Lakshmi Kavita Neha Deepa Divya Meena Sangeeta Radha Swati Padma Jyoti".split()
ARABIC_LAST = (
    "Ahmed Ali Hassan Hussein Ibrahim Khalil Mansour Saleh Nasser Haddad Khoury Rahman Aziz Farouk Said Qasim".split()
)
ARABIC_MEN = (
    "Mohammed Ahmed Ali Omar Youssef Khaled Hassan Mustafa Ibrahim Tariq Bilal Hamza Abdullah Karim Samir".split()
)
ARABIC_WOMEN = "Fatima Aisha Layla Mariam Noor Zainab Huda Amina Samira Khadija Yasmin Rania Salma Hanan Nadia".split()
IRISH_LAST = (
    "O'Brien O'Connor O'Neill O'Sullivan O'Donnell O'Reilly McDonald McCarthy McCormick McKenzie McLaughlin MacLeod MacGregor "
    "McGuire McBride O'Hara O'Keefe McAllister McPherson FitzGerald"
).split()
DUTCH_LAST = (
    "van der Berg/van Dyke/van der Meer/de Vries/van den Heuvel/ten Boom/de Jong/van Houten/von Stein/van der Zee"
).split("/")

# Ways to write one name in Latin letters; the first stands on file.
SPELLINGS = {
    "Mohammed": "Muhammad Mohamed Mohammad Mohamad",
    "Ahmed": "Ahmad Ahmet",
    "Youssef": "Yusuf Yousef Yusef",
    "Khaled": "Khalid",
    "Hassan": "Hasan",
    "Mustafa": "Mostafa Moustafa",
    "Omar": "Umar",
    "Tariq": "Tarek Tareq",
    "Fatima": "Fatimah Fatma",
    "Aisha": "Ayesha Aysha",
    "Layla": "Leila Laila",
    "Mariam": "Maryam Miriam",
    "Noor": "Nour Nur",
    "Zainab": "Zaynab Zeinab",
    "Yasmin": "Yasmeen Jasmin",
    "Lakshmi": "Laxmi",
    "Krishnan": "Krishna",
    "Sunita": "Suneeta",
    "Vijay": "Vijai",
    "Pooja": "Puja",
    "Sergey": "Sergei Serguei",
    "Dmitri": "Dmitry Dimitri",
    "Aleksandr": "Alexander Alexandr",
    "Yulia": "Julia Yuliya",
    "Natalya": "Natalia Nataliya",
    "Katarina": "Katerina Catarina",
    "Steven": "Stephen Stephan",
    "Sara": "Sarah",
    "Jeffrey": "Geoffrey Jeffery",
    "Brian": "Bryan",
    "Teresa": "Theresa",
}
MEN_SPELLED = {
    *"Mohammed Ahmed Youssef Khaled Hassan Mustafa Omar Tariq Krishnan Vijay Sergey Dmitri Aleksandr".split(),
    *"Steven Jeffrey Brian".split(),
}
LAST_SPELLINGS = {
    "Lee": "Li Yi Rhee",
    "Park": "Pak Bak",
    "Choi": "Choe",
    "Jung": "Jeong Chung",
    "Cho": "Jo",
    "Zhang": "Chang",
    "Wang": "Wong",
    "Chen": "Chan Tan",
    "Hussein": "Hussain Husain",
    "Huang": "Hwang Wong",
    "Said": "Saeed Sayed",
    "Ibrahim": "Ebrahim",
}
