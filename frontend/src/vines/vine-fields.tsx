import type { CloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import type { Vineyard } from "../../../lambdas/contract/vine.ts";
import { RegionField } from "../deploy/region-field.tsx";
import { Field } from "../parts/field.tsx";
import { IdentityField } from "./identity-field.tsx";
import { SourceField } from "./source-field.tsx";
import type { VineForm } from "./use-vine-form.ts";
import { VineyardField } from "./vineyard-field.tsx";

interface VineFieldsProps {
  readonly vine: VineForm;
  readonly vineyards: readonly Vineyard[];
  readonly identities: readonly CloudIdentity[];
}

/** All that a vine is asked for. */
export function VineFields({ vine, vineyards, identities }: VineFieldsProps) {
  const { values, errors, change } = vine;
  return (
    <>
      <VineyardField vine={vine} vineyards={vineyards} />
      <div data-field="cloud_identity_id">
        <IdentityField
          identities={identities}
          value={values.identityId}
          error={errors["cloud_identity_id"]}
          onChange={(identityId) => change({ identityId }, ["cloud_identity_id"])}
        />
      </div>
      <div className="field-pair">
        <div data-field="project_name">
          <Field id="project_name" label="Project" hint="Such as shop." error={errors["project_name"]}>
            {(control) => (
              <input
                {...control}
                value={values.projectName}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                onChange={(event) => change({ projectName: event.target.value }, ["project_name"])}
              />
            )}
          </Field>
        </div>
        <div data-field="environment_stage">
          <Field id="environment_stage" label="Stage" hint="Such as dev or prod." error={errors["environment_stage"]}>
            {(control) => (
              <input
                {...control}
                value={values.stage}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                onChange={(event) => change({ stage: event.target.value }, ["environment_stage"])}
              />
            )}
          </Field>
        </div>
      </div>
      <div data-field="region">
        <RegionField
          value={values.region}
          hint="Where Terraform makes what the vine describes."
          error={errors["region"]}
          onChange={(region) => change({ region }, ["region"])}
        />
      </div>
      <SourceField vine={vine} />
    </>
  );
}
