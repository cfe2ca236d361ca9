import type { CloudIdentity, Provider } from "../../../lambdas/contract/cloud-identity.ts";
import { trellis } from "../api/trellis.ts";
import { DeleteButton } from "../parts/delete-button.tsx";
import { may } from "../session/session.ts";
import { useSession } from "../session/use-session.ts";

const leftBehind: Readonly<Record<Provider, string>> = {
  aws: "The role in your account stays: delete its stack there.",
  gcp: "The pool and the service account in your project stay: delete them there.",
  azure: "The app registration in your tenant stays: delete it there.",
};

export function DeleteIdentityButton({ identity }: { readonly identity: CloudIdentity }) {
  if (!may(useSession(), "admin")) return null;
  return (
    <DeleteButton
      name={identity.name}
      path={`/api/cloud-identities/${identity.id}`}
      remove={() => trellis.deleteCloudIdentity(identity.id)}
      failure="The identity was not deleted"
      list={{ page: "/cloud-identities", key: "cloud-identities" }}
    >
      <p>Vintner forgets it, and what was found in it. {leftBehind[identity.provider]}</p>
    </DeleteButton>
  );
}
