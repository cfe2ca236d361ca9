provider "aws" {
  region = var.region

  # The agent writes this profile, with short-lived credentials that it renews.
  profile = "target"

  # Whatever is made here can be found by whom it belongs to.
  default_tags {
    tags = { "vintner:tendril-id" = var.tendril_id }
  }
}
