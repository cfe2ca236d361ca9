terraform {
  required_version = ">= 1.11.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }

  # Bucket, key and profile are generated for each job. The provider's region, profile and tags are in its environment.
  backend "s3" {}
}
