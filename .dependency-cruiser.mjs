/** The rooms of the project and their walls: who may import whom (docs/architecture.md). */

/** A wall: what is in `room` imports nothing of ours but what is in `rooms`, besides itself. */
function wall(room, rooms) {
  const allowed = [room, ...rooms].map((path) => `^${path}/`).join("|");
  return {
    name: `${room.replace("lambdas/", "")} imports only ${rooms.map((path) => path.replace("lambdas/", "")).join(", ") || "itself"}`,
    severity: "error",
    from: { path: `^${room}/`, pathNot: "\\.test\\.tsx?$" },
    to: { path: "^(bin|lib|lambdas|stepfunctions|frontend|tendril-image|local|test|bench)/", pathNot: allowed },
  };
}

const contract = "lambdas/contract";
const domain = "lambdas/domain";
const store = "lambdas/store";
const cloud = "lambdas/cloud";
const trellis = "lambdas/trellis";
const handlers = ["http", "websocket", "steps", "events"].map((name) => `lambdas/${name}`);

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    wall(contract, []),
    wall(domain, [contract]),
    wall(store, [contract, domain]),
    wall(cloud, [contract, domain]),
    wall(trellis, [contract, domain, store, cloud]),
    ...handlers.map((room) => wall(room, [contract, domain, store, cloud, trellis])),
    wall("stepfunctions", [contract]),
    wall("lib", [contract, "stepfunctions"]),
    wall("bin", ["lib"]),
    wall("frontend", [contract]),
    wall("tendril-image", [contract]),
    wall("local", [contract]),
    wall("bench", [contract, store, "local", "test"]),
    {
      name: "nothing imports a handler",
      severity: "error",
      from: { pathNot: "\\.test\\.tsx?$" },
      to: {
        path: "^lambdas/(http/(api|worker-api|ingest|broker)|websocket/realtime|steps/(job-steps|tendril-steps|discover-(aws|gcp|azure))|events/(events|enable-web-identity))\\.ts$",
      },
    },
    {
      name: "only lib, stepfunctions and bin import the CDK",
      severity: "error",
      from: { pathNot: "^(lib|stepfunctions|bin|test/synth)/|\\.test\\.ts$" },
      to: { path: "node_modules/(aws-cdk-lib|constructs)/" },
    },
    { name: "no cycles", severity: "error", from: {}, to: { circular: true } },
    { name: "everything resolves", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "what ships imports no development package",
      severity: "error",
      from: { path: "^(lambdas|frontend|tendril-image)/", pathNot: "\\.test\\.tsx?$|vite\\.config\\.ts$" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"], pathNot: "@types/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    // Its parser does not know JSX: the walls of the dashboard's components stand in .oxlintrc.json.
    exclude: { path: "(^|/)(cdk\\.out|dist|\\.vintner|coverage)|\\.tsx$" },
    parser: "swc",
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
  },
};
