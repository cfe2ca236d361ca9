"""Python reads this at its start, before moto's server."""

import logging

import moto.backends

# Signed addresses carry session tokens: moto's access log is not written.
logging.getLogger("werkzeug").setLevel(logging.WARNING)

# For every request moto lists the folders of its services, a third of the CPU time that a small one takes. They stay.
services = tuple(moto.backends.list_of_moto_modules())
moto.backends.list_of_moto_modules = lambda: services
