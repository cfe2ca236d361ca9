"""Python reads this at its start, before moto's server."""

import functools
import logging
import os

import botocore.loaders
import flask

# Each session and each service read the same large files again: one loader for all keeps them.
botocore.loaders.create_loader = functools.cache(botocore.loaders.create_loader)

import moto.backends
import moto.core.responses
import moto.ec2.models.core
import moto.iam.models
import werkzeug.serving

from first_use import load_services
from forks import serve_forks

# Signed addresses carry session tokens: moto's access log is not written.
logging.getLogger("werkzeug").setLevel(logging.WARNING)

# What an answer 500 has come from is in the log before it is answered: a start that fails for it ends moto at once.
flask.Flask.default_config = {**flask.Flask.default_config, "PROPAGATE_EXCEPTIONS": False}

# For every request moto lists the folders of its services, a third of the CPU time that a small one takes. They stay.
services = tuple(moto.backends.list_of_moto_modules())
moto.backends.list_of_moto_modules = lambda: services

# For every request moto looks a class's methods up, a sixth of that time. They stay, too.
moto.core.responses.method_names_from_class = functools.cache(moto.core.responses.method_names_from_class)

# To find the owner of an access key moto makes six partitions of every account, each with 1,485 managed policies. All
# that is created here lies in one.
moto.iam.models.PARTITION_NAMES = ["aws"]


def tags_of(resource):
    tags = resource.ec2_backend.tags.get(resource.id, {})
    return [{"resource_id": resource.id, "key": key, "value": value} for key, value in list(tags.items())]


# For the tags of one resource moto goes through those of all: a list of 1,200 subnets takes seconds.
moto.ec2.models.core.TaggedEC2Resource.get_tags = tags_of

run_simple = werkzeug.serving.run_simple


def serve_loaded(host, port, application, **options):
    load_services(application)
    run_simple(host, port, application, **options)


# Many motos on one machine, one after another: see there.
forked = os.environ.get("VINTNER_MOTO_FORKS") == "1"
werkzeug.serving.run_simple = serve_forks if forked else serve_loaded
