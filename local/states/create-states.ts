import { ecsIntegrations } from "./ecs-integration.ts";
import type { Execution } from "./execution.ts";
import { lambdaIntegrations } from "./lambda-integration.ts";
import { startExecution } from "./start-execution.ts";
import { createMachine, type Machine } from "./state-machine.ts";
import { StatesApiError } from "./states-error.ts";
import { createStatesFaults } from "./states-faults.ts";
import { createStatesService } from "./states-service.ts";
import type { ExecutionToStart, States, StatesOptions } from "./states.ts";
import { statusEvent } from "./status-event.ts";
import { createTaskTokens } from "./task-tokens.ts";

export function createStates(options: StatesOptions): States {
  const now = options.now ?? (() => new Date());
  const machines = new Map<string, Machine>();
  const executions = new Map<string, Execution>();
  const tokens = createTaskTokens();
  const integrations = { ...lambdaIntegrations(options.invoke), ...ecsIntegrations(options.ecs, options.region) };
  const faults = createStatesFaults(executions);

  function start({ stateMachineArn, name, input }: ExecutionToStart): Execution {
    const machine = machines.get(stateMachineArn);
    if (machine === undefined) {
      throw new StatesApiError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${stateMachineArn}'`);
    }
    const arn = `${machine.arn.replace(":stateMachine:", ":execution:")}:${name}`;
    const known = executions.get(arn);
    if (known !== undefined) {
      // The same name with the same input, while it runs, is the same execution.
      if (known.status === "RUNNING" && known.input === input) return known;
      throw new StatesApiError("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
    }
    const execution = startExecution({
      arn,
      name,
      machine,
      input,
      integrations,
      tokens,
      retryWaitMillis: options.retryWaitMillis,
      now,
      onChange: (changed) => options.emit(statusEvent(changed)),
      onCall: options.onCall,
    });
    executions.set(arn, execution);
    return execution;
  }

  const states: Omit<States, "service"> = {
    createMachine: (machine) => void machines.set(machine.arn, createMachine(machine, now())),
    start,
    machines,
    executions,
    tokens,
    faults: faults.all,
    async stop() {
      const running = [...executions.values()].filter((execution) => execution.status === "RUNNING");
      for (const execution of running) execution.abort("ABORTED", "Stack.Stopped", "The local stack was stopped");
      await Promise.all(running.map((execution) => execution.ended));
    },
  };
  return { ...states, service: createStatesService(states, faults, options) };
}
