data "aws_iam_policy_document" "tasks_assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

# With it ECS starts the container: image, log stream, token.
resource "aws_iam_role" "execution" {
  name                 = "${local.full_name}-execution"
  description          = "Starts the container of Tendril ${var.name}"
  assume_role_policy   = data.aws_iam_policy_document.tasks_assume.json
  permissions_boundary = local.boundary_arn
}

data "aws_iam_policy_document" "execution" {
  statement {
    # Knows no resource.
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  statement {
    actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = ["${local.arn_prefix}:ecr:*:${local.account}:repository/*"]
  }

  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.tendril.arn}:*"]
  }

  statement {
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [aws_secretsmanager_secret.token.arn]
  }
}

resource "aws_iam_role_policy" "execution" {
  name   = "start"
  role   = aws_iam_role.execution.id
  policy = data.aws_iam_policy_document.execution.json
}

# What the Tendril itself may do: protect its own task while it works. Credentials for its jobs come from Trellis.
resource "aws_iam_role" "task" {
  name                 = "${local.full_name}-task"
  description          = "Tendril ${var.name}"
  assume_role_policy   = data.aws_iam_policy_document.tasks_assume.json
  permissions_boundary = local.boundary_arn
}

data "aws_iam_policy_document" "task" {
  statement {
    actions   = ["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"]
    resources = ["${local.arn_prefix}:ecs:${var.region}:${local.account}:task/${local.full_name}/*"]
  }
}

resource "aws_iam_role_policy" "task" {
  name   = "protect"
  role   = aws_iam_role.task.id
  policy = data.aws_iam_policy_document.task.json
}
