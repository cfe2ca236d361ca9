variable "name" {
  description = "The VPC's name, with which the names of its parts begin."
  type        = string

  validation {
    condition     = length(var.name) >= 1 && length(var.name) <= 100
    error_message = "The name has 1 to 100 characters."
  }
}

variable "cidr" {
  description = "The address range of the VPC: a CIDR, /16 to /22."
  type        = string
  default     = "10.40.0.0/20"

  validation {
    condition     = can(regex("^([0-9]{1,3}\\.){3}[0-9]{1,3}/(1[6-9]|2[0-2])$", var.cidr)) && can(cidrhost(var.cidr, 0))
    error_message = "The address range is an IPv4 CIDR from /16 to /22, such as 10.40.0.0/20."
  }

  validation {
    condition     = try(cidrsubnet(var.cidr, 0, 0) == var.cidr, true)
    error_message = "The address range does not begin where a range of its size does: 10.40.0.0/20, not 10.40.1.0/20."
  }
}
