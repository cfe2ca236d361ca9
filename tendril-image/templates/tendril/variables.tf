variable "tendril_id" {
  description = "The Tendril's id: every name here derives from it."
  type        = string

  validation {
    condition     = can(regex("^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$", var.tendril_id))
    error_message = "The Tendril's id is a UUID."
  }
}

variable "name" {
  description = "What people call the Tendril."
  type        = string
}

variable "region" {
  description = "The AWS region that the Tendril lives in."
  type        = string
}

variable "cpu" {
  description = "CPU units of its task; 1024 is one vCPU."
  type        = number
}

variable "memory" {
  description = "Memory of its task in MiB."
  type        = number
}

variable "subnet_ids" {
  description = "Subnets with a way to the internet. Without them a small network is made."
  type        = list(string)
  default     = null
}

variable "image" {
  description = "The container image of the first task definition."
  type        = string
}

variable "log_retention_days" {
  description = "How long CloudWatch keeps the log of the container."
  type        = number
  default     = 30
}

variable "trellis_url" {
  description = "Where the Tendril reports for work."
  type        = string
}
