import { useRef, useState, type FormEvent } from "react";
import { Link } from "wouter";
import { ApiProblem, formErrorsOf } from "../api/problem.ts";
import { Page } from "../parts/page.tsx";
import { ProblemView } from "../parts/problem-view.tsx";
import { may } from "../session/session.ts";
import { useSession } from "../session/use-session.ts";
import {
  checkDeploy,
  cpuChoices,
  deployFields,
  memoryChoices,
  memoryFor,
  type DeployErrors,
  type DeployValues,
} from "./deploy-form.ts";
import { Field } from "./field.tsx";
import { NetworkField } from "./network-field.tsx";
import { RegionField } from "./region-field.tsx";
import { useDeploy } from "./use-deploy.ts";

const empty: DeployValues = { name: "", region: "", cpu: 512, memory: 1024, network: "made", subnets: "" };

export function DeployPage() {
  if (!may(useSession(), "operator")) {
    return (
      <Page title="Deploy a Tendril" className="page-narrow">
        <p className="dim">A member of the group operator can deploy a Tendril.</p>
      </Page>
    );
  }
  return (
    <Page title="Deploy a Tendril" className="page-narrow">
      <p className="lead dim">
        A job runs Terraform in your AWS account: an ECS cluster with one Fargate service, its roles, log group and
        secret. It takes a few minutes and shows every line.
      </p>
      <DeployForm />
    </Page>
  );
}

function DeployForm() {
  const [values, setValues] = useState(empty);
  const [errors, setErrors] = useState<DeployErrors>({});
  const form = useRef<HTMLFormElement>(null);
  const deploy = useDeploy();

  const change = (part: Partial<DeployValues>) => {
    setValues((before) => ({ ...before, ...part }));
    // What is being mended is no longer told to be wrong; it is checked again when it is sent.
    const mended: DeployErrors = { ...errors };
    for (const name of Object.keys(part)) {
      if (name === "subnets" || name === "network") delete mended.subnet_ids;
      else delete mended[name as keyof DeployErrors];
    }
    setErrors(mended);
  };
  const refuse = (found: DeployErrors) => {
    setErrors(found);
    const first = deployFields.find((field) => found[field] !== undefined);
    if (first !== undefined)
      form.current
        ?.querySelector<HTMLElement>(`[data-field="${first}"] :is(input:not([type="radio"]), select, textarea)`)
        ?.focus();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const checked = checkDeploy(values);
    if (checked.errors !== undefined) return refuse(checked.errors);
    deploy.mutate(checked.request, {
      onError: (error) => refuse(error instanceof ApiProblem ? formErrorsOf(error.problem, deployFields).fields : {}),
    });
  };
  return (
    <form ref={form} className="card form" onSubmit={submit} noValidate>
      <div data-field="name">
        <Field id="name" label="Name" hint="Lower-case letters, digits and -, such as north." error={errors.name}>
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
        <RegionField value={values.region} error={errors.region} onChange={(region) => change({ region })} />
      </div>
      <SizeFields values={values} errors={errors} onChange={change} />
      <div data-field="subnet_ids">
        <NetworkField values={values} error={errors.subnet_ids} onChange={change} />
      </div>
      {deploy.isError ? <Refused error={deploy.error} shown={Object.keys(errors).length > 0} /> : null}
      <div className="form-actions">
        <button type="submit" className="button button-primary" disabled={deploy.isPending}>
          {deploy.isPending ? "Creating the job…" : "Deploy"}
        </button>
        <Link className="button button-quiet" href="/tendrils">
          Back
        </Link>
      </div>
    </form>
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

/** What belongs to no field. A job in the way is a link to it. */
function Refused({ error, shown }: { readonly error: Error; readonly shown: boolean }) {
  const problem = error instanceof ApiProblem ? error : undefined;
  const onlyFields = problem !== undefined && shown && formErrorsOf(problem.problem, deployFields).others.length === 0;
  if (onlyFields && problem.jobId === undefined) return null;
  return (
    <ProblemView error={error} what="The job was not created">
      {problem?.jobId === undefined ? null : (
        <p>
          In the way is <Link href={`/jobs/${problem.jobId}`}>job {problem.jobId.slice(0, 8)}</Link>.
        </p>
      )}
    </ProblemView>
  );
}
