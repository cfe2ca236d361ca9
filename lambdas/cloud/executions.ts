import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SFNClient,
  StartExecutionCommand,
  type ExecutionStatus,
} from "@aws-sdk/client-sfn";

export interface Execution {
  readonly status: ExecutionStatus;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/** What a job needs of Step Functions. An execution is named for its job, so its ARN follows from the machine's. */
export interface Executions {
  /** Starts the execution of a job; a repeat is harmless, also after the execution has ended. Answers its ARN. */
  start(stateMachineArn: string, jobId: string): Promise<string>;
  describe(stateMachineArn: string, jobId: string): Promise<Execution | undefined>;
}

/** Retries of a throttled call, with the SDK's jitter: 5 attempts fit into API Gateway's 29 s. */
const attempts = 5;

export function executions(client = new SFNClient({ maxAttempts: attempts })): Executions {
  return {
    async start(stateMachineArn, jobId) {
      try {
        const input = JSON.stringify({ job_id: jobId });
        await client.send(new StartExecutionCommand({ stateMachineArn, name: jobId, input }));
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
      return executionArn(stateMachineArn, jobId);
    },
    async describe(stateMachineArn, jobId) {
      try {
        const command = new DescribeExecutionCommand({ executionArn: executionArn(stateMachineArn, jobId) });
        const { status, error, cause } = await client.send(command);
        return status === undefined ? undefined : { status, error, cause };
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return undefined;
        throw error;
      }
    },
  };
}

/** `arn:…:stateMachine:<name>` → `arn:…:execution:<name>:<job id>`. */
export function executionArn(stateMachineArn: string, jobId: string): string {
  return `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${jobId}`;
}
