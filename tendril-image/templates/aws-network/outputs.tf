output "vpc_id" {
  description = "The VPC's id."
  value       = aws_vpc.this.id
}

output "public_subnet_ids" {
  description = "The subnets with a way to the internet, one in each zone."
  value       = aws_subnet.public[*].id
}

output "private_subnet_ids" {
  description = "The subnets without one, in the same zones."
  value       = aws_subnet.private[*].id
}
