resource "aws_ecs_cluster" "this" {
  name = local.full_name
}

resource "aws_cloudwatch_log_group" "tendril" {
  name              = local.log_group
  retention_in_days = var.log_retention_days
}

# Empty: Trellis makes the token and puts it in, so that it is never in a state file.
resource "aws_secretsmanager_secret" "token" {
  name                    = "${local.full_name}-token"
  description             = "Worker token of Tendril ${var.name}"
  recovery_window_in_days = 0
}

resource "aws_ecs_task_definition" "tendril" {
  family                   = local.full_name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn

  runtime_platform {
    cpu_architecture        = "ARM64"
    operating_system_family = "LINUX"
  }

  container_definitions = jsonencode([
    {
      name      = "tendril"
      image     = var.image
      essential = true
      command   = ["vintner-agent", "tendril"]

      environment = [
        { name = "TRELLIS_URL", value = var.trellis_url },
        { name = "WORKER_ID", value = var.tendril_id },
      ]
      secrets = [
        { name = "WORKER_TOKEN", valueFrom = aws_secretsmanager_secret.token.arn },
      ]

      # The most that Fargate gives: Terraform saves its state after an interrupt.
      stopTimeout     = 120
      linuxParameters = { initProcessEnabled = true }

      # The agent writes the file once Trellis has accepted a heartbeat.
      healthCheck = {
        command     = ["CMD-SHELL", "test -f \"$TMPDIR/vintner-healthy\""]
        interval    = 10
        timeout     = 5
        retries     = 3
        startPeriod = 60
      }

      logConfiguration = {
        logDriver = "awslogs"
        options = {
          awslogs-group         = aws_cloudwatch_log_group.tendril.name
          awslogs-region        = var.region
          awslogs-stream-prefix = "tendril"
        }
      }
    },
  ])

  lifecycle {
    # Later revisions are made by updates of the Tendril; this one must not go while a service may run it.
    ignore_changes = [container_definitions]
  }
}

resource "aws_ecs_service" "tendril" {
  name            = local.full_name
  cluster         = aws_ecs_cluster.this.id
  task_definition = aws_ecs_task_definition.tendril.arn
  launch_type     = "FARGATE"
  propagate_tags  = "SERVICE"

  # Trellis starts it once the token is in the secret.
  desired_count = 0

  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets          = local.subnet_ids
    security_groups  = [aws_security_group.tendril.id]
    assign_public_ip = true
  }

  lifecycle {
    # The first two are Trellis' to change; the third is left as the region has it.
    ignore_changes = [desired_count, task_definition, availability_zone_rebalancing]
  }

  # Its tasks need the way out and the rights for as long as they run, also while all this is being removed.
  depends_on = [
    aws_iam_role_policy.execution,
    aws_iam_role_policy.task,
    aws_route.internet,
    aws_route_table_association.public,
  ]
}
