import { lockKey } from "./state-lock.ts";

/** The session policy for one job's Terraform state: its object, its lock, and seeing them in the bucket. No more. */
export function statePolicy(bucket: string, stateKey: string): object {
  const objects = [stateKey, lockKey(stateKey)].map((key) => `arn:aws:s3:::${bucket}/${key}`);
  return {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], Resource: objects },
      {
        Effect: "Allow",
        Action: "s3:ListBucket",
        Resource: `arn:aws:s3:::${bucket}`,
        // `terraform init` also lists the workspaces, under `env:/`; we have none.
        Condition: { StringEquals: { "s3:prefix": [stateKey, lockKey(stateKey), "env:/"] } },
      },
    ],
  };
}
