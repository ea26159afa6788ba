import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { it } from "@jest/globals";
import type { OperationName } from "../../src/index.ts";

/** A shape of the service's model, with its bounds. */
export interface ModelShape {
  readonly type: "string" | "integer" | "long" | "boolean" | "timestamp" | "structure" | "list";
  readonly min?: number;
  readonly max?: number;
  readonly enum?: readonly string[];
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  /** Of a list. */
  readonly member?: { readonly shape: string };
}

/** The service's model: its operations and its shapes. */
export interface Model {
  readonly operations: Readonly<
    Record<
      OperationName,
      {
        readonly input: { readonly shape: string };
        readonly output?: { readonly shape: string };
        readonly errors?: readonly { readonly shape: string }[];
      }
    >
  >;
  readonly shapes: Readonly<Record<string, ModelShape>>;
}

/** Where the service's model is: in the file that SWEFT_SERVICE_MODEL names, else in the nearest `shared/swf` above here. */
function findModel(): string | undefined {
  const named = process.env.SWEFT_SERVICE_MODEL;
  if (named !== undefined && named !== "") return named;
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, "shared", "swf", "api.json");
    if (existsSync(path)) return path;
  }
  return undefined;
}

const path = findModel();
if (path === undefined)
  console.log("The engine is not compared with the service's model: set SWEFT_SERVICE_MODEL to its file.");

/** Reads the model. A file that is none fails here. */
export function readModel(): Model {
  return JSON.parse(readFileSync(String(path), "utf8")) as Model;
}

/** A test that needs the model; skipped where there is none, as said above. */
export const modelled = path === undefined ? it.skip : it;

/** The shape of this name. */
export function shapeNamed({ shapes }: Model, name: string): ModelShape {
  const shape = shapes[name];
  if (shape === undefined) throw new Error(`The model has no shape ${name}`);
  return shape;
}
