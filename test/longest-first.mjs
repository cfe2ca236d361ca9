/** What takes longest, above all with Terraform again and again: started last, one would leave a core with nothing to do. */
const longest = [
  "test/update-and-destroy.test.ts",
  "test/cancel-often.test.ts",
  "test/apply-failures.test.ts",
  "test/browser/worker-jobs.test.ts",
  "test/vines.test.ts",
  "test/connection-test.test.ts",
  "test/deploy-worker.test.ts",
  "test/start.test.ts",
  "test/faults.test.ts",
  "tendril-image/agent/plan.test.ts",
  "lambdas/http/worker/tendril-job.test.ts",
  "test/evidence/states/second-interpreter.test.ts",
  "local/cloud/ecs-rollout.test.ts",
  "local/cloud/terraform.test.ts",
  "test/synth/configured.test.ts",
  "lambdas/cloud/identity-clouds.test.ts",
  "test/synth/cfn-lint.test.ts",
  "lambdas/http/people/vine-routes.test.ts",
  "tendril-image/agent/destroy.test.ts",
  "test/bad-input.test.ts",
  "test/synth/nag.test.ts",
];

/** The order in which Jest starts test files. https://jestjs.io/docs/configuration#testsequencer-string */
export default class LongestFirst {
  /** @param {{path: string}[]} tests */
  sort(tests) {
    return tests.toSorted((a, b) => place(a.path) - place(b.path) || a.path.localeCompare(b.path));
  }

  /** @param {{path: string}[]} tests */
  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {
    // The order is always the same.
  }
}

/** @param {string} path */
function place(path) {
  const index = longest.findIndex((name) => path.endsWith(name));
  return index === -1 ? longest.length : index;
}
