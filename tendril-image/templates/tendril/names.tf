data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  full_name = "vintner-${var.tendril_id}"
  log_group = "/vintner/tendrils/${var.tendril_id}"

  account    = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition
  arn_prefix = "arn:${local.partition}"

  # Made with Trellis: the provisioner may make no role without it.
  boundary_arn = "${local.arn_prefix}:iam::${local.account}:policy/vintner-tendril-boundary"
}
