# A network of its own unless subnets are given: two public subnets, no NAT. Nothing may come in; a public address is
# the way out.

locals {
  makes_network = var.subnet_ids == null
  subnet_ids    = local.makes_network ? aws_subnet.public[*].id : var.subnet_ids
  vpc_id        = local.makes_network ? one(aws_vpc.this[*].id) : one(data.aws_subnet.given[*].vpc_id)
}

data "aws_subnet" "given" {
  count = local.makes_network ? 0 : 1
  id    = var.subnet_ids[0]
}

data "aws_availability_zones" "available" {
  count = local.makes_network ? 1 : 0
  state = "available"

  # No local zones.
  filter {
    name   = "zone-type"
    values = ["availability-zone"]
  }
}

resource "aws_vpc" "this" {
  count                = local.makes_network ? 1 : 0
  cidr_block           = "10.64.0.0/24"
  enable_dns_hostnames = true
  tags                 = { Name = local.full_name }
}

resource "aws_internet_gateway" "this" {
  count  = local.makes_network ? 1 : 0
  vpc_id = aws_vpc.this[0].id
  tags   = { Name = local.full_name }
}

resource "aws_subnet" "public" {
  count             = local.makes_network ? 2 : 0
  vpc_id            = aws_vpc.this[0].id
  cidr_block        = cidrsubnet(aws_vpc.this[0].cidr_block, 2, count.index)
  availability_zone = data.aws_availability_zones.available[0].names[count.index]
  tags              = { Name = "${local.full_name}-${count.index + 1}" }

  lifecycle {
    # A zone that AWS opens later must not move the subnets.
    ignore_changes = [availability_zone]
  }
}

resource "aws_route_table" "public" {
  count  = local.makes_network ? 1 : 0
  vpc_id = aws_vpc.this[0].id
  tags   = { Name = local.full_name }
}

resource "aws_route" "internet" {
  count                  = local.makes_network ? 1 : 0
  route_table_id         = aws_route_table.public[0].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this[0].id
}

resource "aws_route_table_association" "public" {
  count          = local.makes_network ? 2 : 0
  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = aws_route_table.public[0].id
}

resource "aws_security_group" "tendril" {
  name        = local.full_name
  description = "Tendril ${var.name}: nothing in, everything out"
  vpc_id      = local.vpc_id
  tags        = { Name = local.full_name }

  egress {
    description = "Trellis, registries and the clouds"
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
