resource "aws_security_group" "this" {
  name        = var.name
  description = "Lets in what its rules list, and everything out"
  vpc_id      = data.aws_vpc.this.id
  tags        = { Name = var.name }
}

resource "aws_vpc_security_group_ingress_rule" "allowed" {
  for_each          = toset(var.allowed_cidrs)
  security_group_id = aws_security_group.this.id
  description       = "TCP from ${each.value}"
  ip_protocol       = "tcp"
  from_port         = var.port
  to_port           = var.port
  cidr_ipv4         = strcontains(each.value, ":") ? null : each.value
  cidr_ipv6         = strcontains(each.value, ":") ? each.value : null
}

resource "aws_vpc_security_group_egress_rule" "ipv4" {
  security_group_id = aws_security_group.this.id
  description       = "Everything out"
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_egress_rule" "ipv6" {
  security_group_id = aws_security_group.this.id
  description       = "Everything out"
  ip_protocol       = "-1"
  cidr_ipv6         = "::/0"
}
