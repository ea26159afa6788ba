import type { DecisionType, EventType, SWF, SWFClient } from "@aws-sdk/client-swf";
import * as Client from "@aws-sdk/client-swf";
import { describe, expect, it } from "@jest/globals";
import { expectTypeOf } from "expect-type";
import type { DecisionAttributesKey } from "../src/decisions/decision.ts";
import type { Attributes } from "../src/execution/events.ts";
import type { CallOptions, Engine, EngineApi, ErrorCode, OperationName, Operations } from "../src/index.ts";
import { ERRORS, openEngine, WAKES } from "../src/index.ts";

/** The client's methods that are operations: not those of every client, and not its helpers. */
type ClientMethod = Exclude<keyof SWF, keyof SWFClient | `paginate${string}` | `waitUntil${string}`>;

/** The input and the output of an operation, from the one overload of the client's method that inference sees: the last. */
type ClientCall<M extends ClientMethod> = SWF[M] extends (
  input: infer Input,
  options: never,
  callback: (error: never, data?: infer Output) => void,
) => void
  ? { readonly input: Input; readonly output: Output }
  : never;

type MethodOf<N extends OperationName> = Uncapitalize<N> & ClientMethod;

/** The operations whose input or output is not, both ways, what the client has. */
type Different = {
  [N in OperationName]: [Operations[N]["input"], ClientCall<MethodOf<N>>["input"]] extends [
    ClientCall<MethodOf<N>>["input"],
    Operations[N]["input"],
  ]
    ? [Operations[N]["output"] & { $metadata: object }, ClientCall<MethodOf<N>>["output"]] extends [
        Omit<ClientCall<MethodOf<N>>["output"], "$metadata">,
        Operations[N]["output"],
      ]
      ? never
      : N
    : N;
}[OperationName];

/** The exceptions of the client by name. */
type ClientFault = Extract<keyof typeof Client, `${string}Fault`>;

// Checked by the compiler: what the client has and the engine has not, or the other way round, does not compile.
expectTypeOf<Uncapitalize<OperationName>>().toEqualTypeOf<ClientMethod>();
expectTypeOf<ClientCall<"startWorkflowExecution">["input"]>().toExtend<{ workflowId: string | undefined }>();
expectTypeOf<Different>().toEqualTypeOf<never>();
expectTypeOf<keyof EngineApi>().toEqualTypeOf<ClientMethod>();
expectTypeOf<Engine["tagResource"]>().toBeCallableWith({ resourceArn: "", tags: [] }, {} satisfies CallOptions);
expectTypeOf<keyof typeof WAKES>().toEqualTypeOf<EventType>();
expectTypeOf<Attributes<EventType>>().not.toBeNever();
expectTypeOf<DecisionAttributesKey<DecisionType>>().toExtend<keyof Client.Decision>();
expectTypeOf<Extract<ErrorCode, `${string}Fault`>>().toEqualTypeOf<ClientFault>();

describe("the engine", () => {
  it("has every operation that the client can send, and no other", async () => {
    const methods = Object.getOwnPropertyNames(Client.SWF.prototype).filter(
      (name) => !/^(?:constructor$|paginate|waitUntil)/.test(name),
    );
    expect(methods).toHaveLength(39);
    const engine = openEngine();
    const ours = Object.keys(engine.world({ region: "x" }));
    await engine.close();
    expect(ours.sort()).toEqual(methods.sort());
  });

  it("knows every event type", () => {
    expect(Object.keys(WAKES).sort()).toEqual(Object.values(Client.EventType).sort());
    expect(Object.keys(WAKES)).toHaveLength(54);
  });

  it("knows every fault of the client", () => {
    const faults = Object.keys(Client).filter((name) => name.endsWith("Fault"));
    const ours = Object.keys(ERRORS).filter((code) => code.endsWith("Fault"));
    expect(ours.sort()).toEqual(faults.sort());
  });
});
