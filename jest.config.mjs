/** @type {import("jest").Config} */
export default {
  rootDir: ".",
  // One more than the cores that it is made for: what runs Terraform waits for the cloud a third of its time.
  maxWorkers: 3,
  // What Jest has loaded for a test file is not all freed; a process that has grown old spends its time on collecting it.
  workerIdleMemoryLimit: "300MB",
  // To end takes a moment, too, where there is much to give back and no core free.
  workerGracefulExitTimeout: 10_000,
  testMatch: ["**/*.test.ts", "**/*.test.tsx"],
  testPathIgnorePatterns: ["/node_modules/", "/cdk.out", "/dist/", "/.vintner/"],
  modulePathIgnorePatterns: ["/cdk.out", "/dist/", "/.vintner/"],
  extensionsToTreatAsEsm: [".ts", ".tsx"],
  testEnvironment: "node",
  // A full machine is no failure: what hangs is found all the same.
  testTimeout: 60_000,
  // The handlers log each request; what failed is in the assertion.
  silent: true,
  testSequencer: "./test/longest-first.mjs",
  globalSetup: "./test/before-all.ts",
  globalTeardown: "./test/after-all.ts",
  transform: {
    "\\.tsx?$": [
      "@swc/jest",
      {
        jsc: {
          target: "es2024",
          parser: { syntax: "typescript", tsx: true },
          transform: { react: { runtime: "automatic" } },
        },
        module: { type: "es6" },
      },
    ],
  },
};
