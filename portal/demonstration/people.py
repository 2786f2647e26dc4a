"""Invented people, none of whom is near another, so that nearly every enrollment of theirs completes at once."""

import random
from datetime import date, timedelta

from django.db import connection

from enrollment.matching.near import swapped
from enrollment.rules.people import Address, Applicant, Name, Number

FIRST = (
    "Aaron Abigail Adrian Alice Amir Ana Andre Anita Anthony April Asha Aurora Barbara Beatriz Benjamin Blake Brenda Bruno "
    "Camila Carlos Carmen Cecilia Charlotte Chen Clara Connor Cora Daniel Darius Deborah Diego Dmitri Dolores Dominic Doris "
    "Edgar Elena Elias Ella Emilio Erik Esther Ethan Eva Fatima Felix Fernando Fiona Florence Francisco Gabriel Gemma George "
    "Gloria Grace Greta Gustavo Hannah Harold Hazel Hector Helen Hiro Hugo Ian Ida Imani Ines Irene Isaac Ivan Jacob Jada Jamal "
    "Jane Javier Jerome Joan Joel Jorge Julia Kai Karen Kavya Keiko Kenji Kira Kofi Laila Lars Laura Lena Leo Leticia Lin Lucas "
    "Lucia Luis Lydia Mabel Malik Marcus Margot Maria Marta Mateo Maya Mei Miguel Mila Mira Mohan Monica Morgan Nadia Naomi "
    "Nathan Nora Olga Oliver Omar Oscar Owen Paloma Patrick Paul Pedro Petra Philip Priya Quentin Rafael Rashid Raul Rebecca "
    "Renata Rhea Robert Rosa Ruben Ruth Samir Samuel Sandra Sara Selma Sergio Sheila Simon Sofia Soren Stella Sunil Susan Tara "
    "Teresa Theo Thomas Tomas Uma Ursula Valeria Vera Victor Vikram Vincent Viola Walter Wanda Wei Wendy Xavier Ximena Yara "
    "Yolanda Yusuf Zara Zoe"
).split()
LAST = (
    "Abbott Acosta Adeyemi Aguilar Ahmed Albright Alvarez Amari Andersen Arroyo Baker Barros Becker Bellamy Bianchi Bishop Blair "
    "Boateng Bowen Brandt Bridges Cabrera Calloway Carver Castillo Chandra Chavez Choi Clemens Cortez Crane Cruz Dalton Davila "
    "Delgado Desai Dixon Donnelly Drake Duarte Dubois Eaton Eklund Elliott Emerson Escobar Espinoza Estrada Farrell Feldman "
    "Figueroa Fischer Fleming Flores Fonseca Forsyth Foster Franco Fuentes Gallagher Galvez Garrison Gibbs Goldberg Gomez Gordon "
    "Greco Griffin Guerra Guzman Haddad Hale Hansen Harper Hassan Hayashi Heller Henning Hidalgo Hobbs Holt Horvat Huang Hughes "
    "Hurley Ibarra Ingram Iqbal Ishida Jarvis Jensen Jimenez Joseph Kamara Kapoor Kaur Keller Kendrick Khalil Kimura Kirby Klein "
    "Kovacs Kramer Lambert Larsen Leblanc Lennox Levin Lindgren Lombardi Lozano Lucero Lundy Mackey Madrigal Mahmoud Maldonado "
    "Marin Marsh Massey Mbeki McBride Medina Mendoza Mercado Meyer Mills Molina Montoya Moreno Morrow Mueller Munoz Nakamura "
    "Navarro Nguyen Nielsen Noble Norris Novak Nunez Oakley Ochoa Odom Okafor Olsen Ortega Osborn Pacheco Padilla Palmer Parrish "
    "Patel Pearce Pereira Petrov Phelps Pineda Pope Porter Prescott Quigley Quintero Raman Ramsey Rangel Rasmussen Reyes Rhodes "
    "Rios Rivas Robles Rojas Rossi Rowland Rubin Ruiz Salazar Sandoval Santos Sawyer Schmidt Serrano Shah Shepherd Silva Singh "
    "Sloan Solis Sorensen Soto Stark Suarez Sutton Suzuki Tanaka Tate Terrell Thorpe Tobin Torres Trujillo Tucker Ueda Underhill "
    "Valdez Vance Vargas Vasquez Velasco Vogel Walsh Watanabe Weaver Weiss Whitaker Wilder Winslow Wolfe Wong Yamada Yates York "
    "Zamora Zapata Ziegler Zimmerman"
).split()
STREETS = (
    "Alder Beacon Cedar Dock Elm Foothill Grove Harbor Juniper Laurel Mesa Oak Pine Quarry River Spruce Walnut".split()
)
CITIES = [
    ("Oakland", "94607"),
    ("Berkeley", "94704"),
    ("Hayward", "94541"),
    ("Fremont", "94536"),
    ("Richmond", "94801"),
]


class People:
    """A source of people, the same for the same seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)  # noqa: S311  invented people, no secret
        self.taken = {}
        self.numbers = set()
        self.sounds = self._sounds()

    def _sounds(self):
        names = FIRST + LAST
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, dmetaphone(lower(name)) FROM unnest(%s::text[]) AS name", [names])
            return dict(cursor.fetchall())

    def _near(self, first, last, born):
        sounds = {self.sounds[first], self.sounds[last]}
        return any(sounds & self.taken.get(day, set()) for day in (born, swapped(born)))

    def born(self, first, last, youngest, oldest):
        """A birth date at which nobody near bears a name that sounds alike."""
        while True:
            born = oldest + timedelta(days=self.random.randrange((youngest - oldest).days))
            if not self._near(first, last, born):
                self.taken.setdefault(born, set()).update({self.sounds[first], self.sounds[last]})
                return born

    def number(self):
        while True:
            digits = f"{self.random.randrange(100, 665):03}{self.random.randrange(1, 99):02}{self.random.randrange(1, 9999):04}"
            if digits not in self.numbers:
                self.numbers.add(digits)
                return Number("SSN", digits)

    def address(self):
        city, zip_code = self.random.choice(CITIES)
        street = (
            f"{self.random.randrange(1, 4000)} {self.random.choice(STREETS)} {self.random.choice(['St', 'Ave', 'Way'])}"
        )
        return Address(street, city, "CA", zip_code)

    def person(self, *, relationship="18", last=None, address=None, youngest=date(2005, 1, 1), oldest=date(1958, 1, 1)):
        first, last = self.random.choice(FIRST), last or self.random.choice(LAST)
        return Applicant(
            name=Name(first, last),
            birth_date=self.born(first, last, youngest, oldest),
            sex=self.random.choice("FM"),
            relationship=relationship,
            number=self.number(),
            address=address or self.address(),
            phone=f"(510) 555-01{self.random.randrange(100):02}" if relationship == "18" else "",
        )

    def family(self):
        """(employee, dependents): about a third alone, a third with a spouse, some with children."""
        employee = self.person()
        dependents = []
        share = {"last": employee.name.last, "address": employee.address}
        if self.random.random() < 0.5:
            dependents.append(self.person(relationship="01", **share))
        while self.random.random() < 0.42 and len(dependents) < 4:
            dependents.append(
                self.person(relationship="19", youngest=date(2024, 1, 1), oldest=date(2006, 1, 1), **share)
            )
        return employee, tuple(dependents)
