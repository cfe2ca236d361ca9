variable "name_prefix" {
  description = "What the bucket's name begins with: 3 to 30 of a-z, 0-9 and -."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{2,29}$", var.name_prefix))
    error_message = "The name begins with 3 to 30 of a-z, 0-9 and -, the first of them no hyphen."
  }

  validation {
    condition     = !can(regex("^(xn--|sthree-|amzn-s3-demo-)", var.name_prefix))
    error_message = "S3 keeps names that begin with xn--, sthree- or amzn-s3-demo- for itself."
  }
}

variable "expire_days" {
  description = "How many days old versions are kept."
  type        = number
  default     = 90

  validation {
    condition     = var.expire_days >= 1 && var.expire_days <= 3650 && floor(var.expire_days) == var.expire_days
    error_message = "Old versions are kept for a whole number of days, 1 to 3650."
  }
}
