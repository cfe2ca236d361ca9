import { useRef, useState, type FormEvent } from "react";
import { Link } from "wouter";
import { ApiProblem, formErrorsOf } from "../api/problem.ts";
import { createJobRequest, useCreateJob } from "../jobs/use-create-job.ts";
import { FormPage } from "../parts/form-page.tsx";
import { CurlButton } from "../parts/curl-button.tsx";
import { Field } from "../parts/field.tsx";
import { focusFirstError } from "../parts/focus-first-error.ts";
import { FormRefused } from "../parts/form-refused.tsx";
import { useHomeRegion } from "../session/use-config.ts";
import {
  checkDeploy,
  cpuChoices,
  deployFields,
  memoryChoices,
  memoryFor,
  noNetwork,
  type DeployErrors,
  type DeployValues,
} from "./deploy-form.ts";
import { NetworkField } from "./network-field.tsx";
import { RegionField } from "./region-field.tsx";

const empty: DeployValues = {
  name: "",
  region: "",
  cpu: 512,
  memory: 1024,
  network: "made",
  subnets: "",
  found: noNetwork,
};

export function DeployPage() {
  return (
    <FormPage
      title="Deploy a Tendril"
      needs="operator"
      doing="deploy a Tendril"
      lead="It goes into the AWS account that Vintner itself runs in. A job runs Terraform there: an ECS cluster with one Fargate service, its roles, log group and secret. It takes a few minutes and shows every line."
    >
      <DeployForm />
    </FormPage>
  );
}

function DeployForm() {
  const home = useHomeRegion();
  const [values, setValues] = useState<DeployValues>({ ...empty, region: home ?? "" });
  const [errors, setErrors] = useState<DeployErrors>({});
  const form = useRef<HTMLFormElement>(null);
  const deploy = useCreateJob();

  const change = (part: Partial<DeployValues>) => {
    setValues((before) => ({ ...before, ...part }));
    // What is being mended is no longer told to be wrong; it is checked again when it is sent.
    const mended: DeployErrors = { ...errors };
    for (const name of Object.keys(part)) {
      if (name === "subnets" || name === "network" || name === "found") delete mended.subnet_ids;
      else delete mended[name as keyof DeployErrors];
    }
    setErrors(mended);
  };
  const refuse = (found: DeployErrors) => {
    setErrors(found);
    focusFirstError(form.current, deployFields, found);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const checked = checkDeploy(values);
    if (checked.errors !== undefined) return refuse(checked.errors);
    deploy.mutate(checked.request, {
      onError: (error) => refuse(error instanceof ApiProblem ? formErrorsOf(error.problem, deployFields).fields : {}),
    });
  };
  const checkedCurl = () => {
    const checked = checkDeploy(values);
    if (checked.errors === undefined) return createJobRequest(checked.request);
    refuse(checked.errors);
    throw new Error("The form is not filled in yet");
  };
  const taken = deploy.error instanceof ApiProblem && deploy.error.code === "NAME_TAKEN" ? deploy.error : undefined;
  return (
    <form ref={form} className="card form" onSubmit={submit} noValidate>
      <div data-field="name">
        <Field
          id="name"
          label="Name"
          hint="Lower-case letters, digits and -, such as north."
          error={errors.name}
          more={taken && <NameTaken problem={taken} />}
        >
          {(control) => (
            <input
              {...control}
              value={values.name}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
      </div>
      <div data-field="region">
        <RegionField
          value={values.region}
          hint="Where the Tendril's cluster is made."
          error={errors.region}
          // A network lies in one region: with another one it is chosen anew.
          onChange={(region) => change({ region, found: { ...noNetwork, identityId: values.found.identityId } })}
        />
      </div>
      <SizeFields values={values} errors={errors} onChange={change} />
      <div data-field="subnet_ids">
        <NetworkField values={values} error={errors.subnet_ids} onChange={change} />
      </div>
      {deploy.isError && taken === undefined ? (
        <FormRefused error={deploy.error} what="The job was not created" fields={deployFields} />
      ) : null}
      <div className="form-actions">
        <button type="submit" className="button button-primary" disabled={deploy.isPending}>
          {deploy.isPending ? "Creating the job…" : "Deploy"}
        </button>
        <Link className="button button-quiet" href="/tendrils">
          Back
        </Link>
        <CurlButton request={checkedCurl} />
      </div>
    </form>
  );
}

/** By whom: a deployment that came to nothing keeps its name and is in no list, so its job is led to. */
function NameTaken({ problem: { message, jobId } }: { readonly problem: ApiProblem }) {
  return (
    <>
      : {message} {jobId === undefined ? null : <Link href={`/jobs/${jobId}`}>See job {jobId.slice(0, 8)}</Link>}
    </>
  );
}

interface SizeFieldsProps {
  readonly values: DeployValues;
  readonly errors: DeployErrors;
  readonly onChange: (part: Partial<DeployValues>) => void;
}

function SizeFields({ values, errors, onChange }: SizeFieldsProps) {
  const changeCpu = (cpu: number) => onChange({ cpu, memory: memoryFor(cpu, values.memory) });
  return (
    <div className="field-pair">
      <div data-field="cpu">
        <Field id="cpu" label="CPU" error={errors.cpu}>
          {(control) => (
            <select {...control} value={values.cpu} onChange={(event) => changeCpu(Number(event.target.value))}>
              {cpuChoices.map((cpu) => (
                <option key={cpu} value={cpu}>
                  {cpu / 1024} vCPU
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <div data-field="memory">
        <Field id="memory" label="Memory" error={errors.memory}>
          {(control) => (
            <select
              {...control}
              value={values.memory}
              onChange={(event) => onChange({ memory: Number(event.target.value) })}
            >
              {memoryChoices(values.cpu).map((memory) => (
                <option key={memory} value={memory}>
                  {memory / 1024} GB
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
    </div>
  );
}
