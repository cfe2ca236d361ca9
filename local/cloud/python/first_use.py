"""What moto does when it is first asked for a service, done before it is asked by many at once."""

from moto.core.utils import get_service_model

SERVICES = ("ec2", "ecs", "iam", "logs", "route53", "s3", "secretsmanager", "sts")


def load_services(application):
    """Where the threads of its first requests loaded them side by side, one start in a hundred met an answer 500."""
    for service in SERVICES:
        backend = application.get_backend_for_host(f"{service}.us-east-1.amazonaws.com")
        application.app_instances[backend] = application.create_app(backend)
        get_service_model(service)
