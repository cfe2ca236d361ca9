import type { Target } from "../contract/job.ts";

/** Where in the state bucket the Terraform state of a target lives: `tendrils/<id>/…` or `vines/<id>/…`. */
export function stateKey({ kind, id }: Pick<Target, "kind" | "id">): string {
  if (kind === "cloud_identity") throw new Error("A cloud identity has no Terraform state");
  return `${kind}s/${id}/terraform.tfstate`;
}
