# A VPC that is not there is told by the plan, not in the middle of an apply.
data "aws_vpc" "this" {
  id = var.vpc_id
}
