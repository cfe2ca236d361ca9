output "cluster_name" {
  value = aws_ecs_cluster.this.name
}

output "cluster_arn" {
  value = aws_ecs_cluster.this.arn
}

output "service_name" {
  value = aws_ecs_service.tendril.name
}

output "service_arn" {
  value = aws_ecs_service.tendril.id
}

output "task_definition_arn" {
  value = aws_ecs_task_definition.tendril.arn
}

output "log_group" {
  value = aws_cloudwatch_log_group.tendril.name
}

output "secret_arn" {
  value = aws_secretsmanager_secret.token.arn
}

output "security_group_id" {
  value = aws_security_group.tendril.id
}

output "task_role_arn" {
  value = aws_iam_role.task.arn
}

output "execution_role_arn" {
  value = aws_iam_role.execution.arn
}
