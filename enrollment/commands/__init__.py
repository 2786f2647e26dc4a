"""What can be asked for, as values with a JSON form: one file a capability. Every door builds one of these."""

from enrollment.commands.adding import AddDependents, AddEmployee
from enrollment.commands.command import COMMANDS, Command, adding, command_from, register
from enrollment.commands.correcting import CorrectDetails
from enrollment.commands.ending import EndCoverage, ReverseEnd

__all__ = [
    "COMMANDS",
    "AddDependents",
    "AddEmployee",
    "Command",
    "CorrectDetails",
    "EndCoverage",
    "ReverseEnd",
    "adding",
    "command_from",
    "register",
]
