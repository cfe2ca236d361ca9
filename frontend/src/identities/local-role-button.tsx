import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ActionButton } from "../parts/action-button.tsx";
import { takeLocalRole } from "./take-local-role.ts";

export function LocalRoleButton({ identityId }: { readonly identityId: string }) {
  const queries = useQueryClient();
  const setUp = useMutation({
    mutationFn: () => takeLocalRole(identityId),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["cloud-identities"] }),
  });
  return (
    <>
      <ActionButton
        action={setUp}
        onPress={() => setUp.mutate()}
        working="Setting up…"
        failure="The role was not set up"
        title="Applies the template above in the account of this machine and saves its role"
      >
        Set up in the seeded account
      </ActionButton>
      {setUp.isSuccess ? (
        <span className="dim saved" role="status">
          Role made and saved. Now test the connection.
        </span>
      ) : null}
    </>
  );
}
