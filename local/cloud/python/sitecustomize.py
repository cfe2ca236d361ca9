"""Python reads this at its start. Signed addresses carry session tokens: moto's access log is not written."""

import logging

logging.getLogger("werkzeug").setLevel(logging.WARNING)
