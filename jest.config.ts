/** @jest-config-loader esbuild-register */
import type { Config } from "jest";

// These three ship as ESM only; the rest of node_modules is left alone.
const esmOnly = ["superjson", "copy-anything", "is-what"];

const config: Config = {
  roots: ["<rootDir>/packages", "<rootDir>/examples", "<rootDir>/bench", "<rootDir>/tools"],
  testMatch: ["**/test/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "/dist/"],
  modulePathIgnorePatterns: ["/dist/"],
  setupFiles: ["<rootDir>/tools/jest-setup.cjs"],
  testEnvironment: "node",
  // A bound for what hangs. Machines under load are many times slower than others, and no test asserts how long anything takes.
  testTimeout: 120_000,
  // Sibling packages resolve to their sources, as they do for tsc (tsconfig.json, customConditions).
  testEnvironmentOptions: { customExportConditions: ["source", "node", "require", "default"] },
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
    "^.+\\.js$": ["@swc/jest", { jsc: { target: "es2022" }, module: { type: "commonjs" } }],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join("|")})/)`],
  reporters: ["default", "<rootDir>/tools/jest-reporter.cjs"],
};

export default config;
