import type { CloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import { providerWords, scopeOf } from "../identities/identity-words.ts";
import { useIdentity } from "../identities/use-identities.ts";
import { Field, FieldNote } from "../parts/field.tsx";
import { noNetwork, type FoundNetwork } from "./deploy-form.ts";
import { networkLabel, networksIn, type FoundVpc } from "./found-networks.ts";

interface FoundNetworkFieldProps {
  readonly identities: readonly CloudIdentity[];
  readonly region: string;
  readonly value: FoundNetwork;
  readonly error: string | undefined;
  readonly onChange: (value: FoundNetwork) => void;
}

/** Fargate puts a service into at most so many. */
const subnetsMax = 16;

/** A network among those that a connection test found: the account, the VPC in the form's region, its subnets. */
export function FoundNetworkField({ identities, region, value, error, onChange }: FoundNetworkFieldProps) {
  const identityId = value.identityId === "" ? (identities[0]?.id ?? "") : value.identityId;
  const identity = useIdentity(identityId);
  const networks = networksIn(identity.data, region);
  const network = networks.find(({ vpc }) => vpc.id === value.vpcId);
  return (
    <div className="nested-fields">
      <Field
        id="account"
        label="Account"
        hint="The one that Vintner runs in, by the identities that are connected to it."
        error={undefined}
      >
        {(control) => (
          <select
            {...control}
            value={identityId}
            onChange={(event) => onChange({ ...noNetwork, identityId: event.target.value })}
          >
            {identities.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name} ({providerWords[one.provider].label} {scopeOf(one)})
              </option>
            ))}
          </select>
        )}
      </Field>
      {networks.length === 0 ? (
        <p className="dim" role="status">
          {region === ""
            ? "Choose the region first."
            : identity.isPending
              ? "Looking up its networks…"
              : `No VPC with subnets was found in ${region}. Refresh the identity’s resources if there is one.`}
        </p>
      ) : (
        <Field id="vpc" label="VPC" error={undefined}>
          {(control) => (
            <select
              {...control}
              value={network === undefined ? "" : value.vpcId}
              onChange={(event) => onChange({ identityId, vpcId: event.target.value, subnetIds: [] })}
            >
              <option value="" disabled>
                Choose a VPC
              </option>
              {networks.map(({ vpc }) => (
                <option key={vpc.id} value={vpc.id}>
                  {networkLabel(vpc)}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {network === undefined ? null : <Subnets network={network} value={value} onChange={onChange} />}
      <FieldNote
        id="found-note"
        error={error}
        hint={network === undefined ? undefined : `They need a way out to the internet. At most ${subnetsMax}.`}
      />
    </div>
  );
}

interface SubnetsProps {
  readonly network: FoundVpc;
  readonly value: FoundNetwork;
  readonly onChange: (value: FoundNetwork) => void;
}

function Subnets({ network, value, onChange }: SubnetsProps) {
  const { subnetIds } = value;
  const toggle = (id: string) =>
    onChange({
      ...value,
      subnetIds: subnetIds.includes(id) ? subnetIds.filter((one) => one !== id) : [...subnetIds, id],
    });
  return (
    <fieldset className="field" aria-describedby="found-note">
      <legend className="field-label">
        Subnets <span className="dim">{subnetIds.length === 0 ? "" : `${subnetIds.length} chosen`}</span>
      </legend>
      <div className="check-list">
        {network.subnets.map((subnet) => {
          const chosen = subnetIds.includes(subnet.id);
          return (
            <label key={subnet.id} className="check">
              <input
                type="checkbox"
                checked={chosen}
                disabled={!chosen && subnetIds.length >= subnetsMax}
                onChange={() => toggle(subnet.id)}
              />
              <span>{networkLabel(subnet)}</span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
