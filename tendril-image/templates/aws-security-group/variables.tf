variable "vpc_id" {
  description = "The VPC that the group is for."
  type        = string

  validation {
    condition     = can(regex("^vpc-[0-9a-f]{8,17}$", var.vpc_id))
    error_message = "The VPC's id looks like vpc-0123456789abcdef0."
  }
}

variable "name" {
  description = "The group's name: 1 to 60 of a-z, 0-9 and -."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9-]{1,60}$", var.name)) && !startswith(var.name, "sg-")
    error_message = "The name has 1 to 60 of a-z, 0-9 and -, and does not begin with sg-."
  }
}

variable "port" {
  description = "The TCP port that is open: 1 to 65535."
  type        = number
  default     = 443

  validation {
    condition     = var.port >= 1 && var.port <= 65535 && floor(var.port) == var.port
    error_message = "The port is a whole number, 1 to 65535."
  }
}

variable "allowed_cidrs" {
  description = "The address ranges that may come in."
  type        = list(string)

  validation {
    condition     = alltrue([for cidr in var.allowed_cidrs : can(cidrsubnet(cidr, 0, 0)) && try(cidrsubnet(cidr, 0, 0) == lower(cidr), true)])
    error_message = "Each address range is a CIDR that begins where a range of its size does, such as 10.0.0.0/8."
  }

  validation {
    condition     = length(var.allowed_cidrs) <= 50
    error_message = "At most 50 address ranges may come in: AWS allows a group 60 rules."
  }
}
