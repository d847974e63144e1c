"""The local chat: a whole platform in this process, with its own history, for trying the house without an account."""

from adapters.sim.adapter import SimAdapter
from adapters.sim.office import SimChat, SimOffice, SimPerson

__all__ = ["SimAdapter", "SimChat", "SimOffice", "SimPerson"]
