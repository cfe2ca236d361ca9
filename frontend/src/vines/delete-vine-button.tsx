import type { Vine } from "../../../lambdas/contract/vine.ts";
import { trellis } from "../api/trellis.ts";
import { DeleteButton } from "../parts/delete-button.tsx";
import { vineName } from "./vine-words.ts";

export function DeleteVineButton({ vine }: { readonly vine: Vine }) {
  return (
    <DeleteButton
      name={vineName(vine)}
      path={`/api/vines/${vine.id}`}
      remove={() => trellis.deleteVine(vine.id)}
      failure="The vine was not deleted"
      list={{ page: "/vines", key: "vines" }}
    >
      <p>Vintner forgets its configuration. Nothing in your account changes, and its jobs can still be read.</p>
    </DeleteButton>
  );
}
