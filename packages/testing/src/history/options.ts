import { openPayloads } from "@sweft/payload";
import type {
  ChildPolicy,
  Converter,
  Execution as ExecutionId,
  PayloadFormat,
  TypeName,
  Workflow,
} from "@sweft/workflow";
import { packArguments } from "@sweft/workflow";
import { TestingError } from "../errors.ts";
import type { Config } from "./execution.ts";
import { writeText } from "./values.ts";

/** The moment at which fake histories begin, unless told otherwise: 2030-01-01 00:00 UTC. */
const START_MS = Date.UTC(2030, 0, 1);

/** The execution that fake histories tell of, unless told otherwise. */
const EXECUTION: ExecutionId = { workflowId: "fake-workflow", runId: "fake-run" };

/** How the execution was started, beside its type and input. */
export interface FakeStart {
  /** Default: workflow id `fake-workflow`, run id `fake-run`. */
  readonly execution?: ExecutionId;
  /** Time of the first event, in ms since 1970. Default: 2030-01-01 00:00 UTC. */
  readonly startMs?: number;
  /** How values are written. Default: the default serializer of `@sweft/payload`, everything inline. */
  readonly converter?: Converter;
  /** The deciders' list. Default: the workflow's own, or `default`. */
  readonly taskList?: string;
  readonly tagList?: readonly string[];
  /** The execution that started this one as its child. */
  readonly parent?: ExecutionId;
  /** The run that continued as this one. */
  readonly continuedRunId?: string;
}

/** What {@link fakeHistory} is told: a declared workflow with its arguments, or a type with an input as text. */
export type FakeHistoryOptions<A extends readonly unknown[] = readonly unknown[]> = FakeStart &
  (
    | { readonly workflow: Workflow<A, unknown>; readonly args?: A; readonly type?: never; readonly input?: string }
    | {
        readonly type: TypeName;
        readonly args?: readonly unknown[];
        readonly workflow?: never;
        readonly input?: string;
      }
  );

/** Values to text and back as a worker without options does it. */
const defaultConverter = (): Converter => openPayloads();

/** Everything a fake history begins with. */
export interface Beginning {
  readonly execution: ExecutionId;
  readonly startMs: number;
  readonly converter: Converter;
  readonly type: TypeName;
  readonly config: Config;
  readonly input: string | undefined;
  readonly tagList: string[] | undefined;
  readonly parent: ExecutionId | undefined;
  readonly continuedRunId: string | undefined;
}

const DEFAULTS = {
  executionStartToCloseTimeout: "86400",
  taskStartToCloseTimeout: "30",
  childPolicy: "TERMINATE" satisfies ChildPolicy,
  taskPriority: "0",
};

/** Fills the defaults in. Throws `OPTION_INVALID`. */
export function beginningOf<A extends readonly unknown[]>(options: FakeHistoryOptions<A>): Beginning {
  const { workflow, args, execution = EXECUTION, startMs = START_MS, converter = defaultConverter() } = options;
  const type = workflow?.type ?? options.type;
  if (type === undefined)
    throw invalid("says neither workflow nor type; write fakeHistory({ workflow: order, args: [cart] })");
  if (args !== undefined && options.input !== undefined) throw invalid("says both args and input; write one of them");
  if (!Number.isFinite(startMs)) throw invalid(`says startMs: ${startMs}; write milliseconds since 1970`);
  const { settings } = workflow ?? {};
  const { executionStartToCloseTimeout, taskStartToCloseTimeout, childPolicy, taskPriority } = settings ?? DEFAULTS;
  const tagList = options.tagList ?? settings?.tagList ?? [];
  return {
    execution,
    startMs,
    converter,
    type,
    config: {
      taskList: { name: options.taskList ?? settings?.taskList ?? "default" },
      executionStartToCloseTimeout,
      taskStartToCloseTimeout,
      childPolicy,
      taskPriority,
      lambdaRole: settings?.lambdaRole,
    },
    input: options.input ?? inputOf(converter, args ?? [], type, settings?.payloads?.input),
    tagList: tagList.length === 0 ? undefined : [...tagList],
    parent: options.parent,
    continuedRunId: options.continuedRunId,
  };
}

function inputOf(
  converter: Converter,
  args: readonly unknown[],
  { name }: TypeName,
  format: PayloadFormat | undefined,
) {
  const packed = packArguments(args, format, `workflow ${name}`);
  return writeText(converter, packed.value, packed.name, format);
}

const invalid = (what: string) => new TestingError("OPTION_INVALID", `fakeHistory ${what}`);
