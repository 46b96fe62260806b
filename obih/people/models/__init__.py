"""Who there is: organisations, units, positions, persons, bodies, accounts."""

from obih.people.models.accounts import Account, OneTimeLink, RoleGrant, ServiceToken
from obih.people.models.bodies import Body, Membership, Sitting
from obih.people.models.staff import Absence, Appointment, Person, Position, Substitution
from obih.people.models.structure import District, Organisation, Settlement, Unit, UnitName

__all__ = [
    "Absence",
    "Account",
    "Appointment",
    "Body",
    "District",
    "Membership",
    "OneTimeLink",
    "Organisation",
    "Person",
    "Position",
    "RoleGrant",
    "ServiceToken",
    "Settlement",
    "Sitting",
    "Substitution",
    "Unit",
    "UnitName",
]
