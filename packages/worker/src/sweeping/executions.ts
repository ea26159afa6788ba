import type { WorkflowExecutionInfo, WorkflowExecutionInfos } from "@aws-sdk/client-swf";
import type { Execution } from "@sweft/workflow";
import type { Service } from "../options.ts";
import type { Asking } from "./asking.ts";

/** Executions that are listed before something is done with them: tokens of pages do not live long. */
const WINDOW = 5_000;

const EVER = new Date(0);

/**
 * All executions of a domain that the service still knows, in windows: first the open ones, then those that are closed, so
 * that one that closes meanwhile is told twice and not never. Each window begins anew at the time at which the one before ended.
 */
export async function* executionsOf(
  service: Service,
  asking: Asking,
): AsyncGenerator<{ readonly isOpen: boolean; readonly executions: readonly Execution[] }> {
  const { api, domain } = service;
  for (const isOpen of [true, false]) {
    const list = isOpen ? api.listOpenWorkflowExecutions : api.listClosedWorkflowExecutions;
    const windows = windowsOf((page) =>
      asking.ask(() =>
        list.call(api, {
          domain,
          startTimeFilter: { oldestDate: EVER, ...(page.latestDate && { latestDate: page.latestDate }) },
          ...(page.nextPageToken !== undefined && { nextPageToken: page.nextPageToken }),
        }),
      ),
    );
    for await (const executions of windows) yield { isOpen, executions };
  }
}

type List = (page: {
  readonly latestDate: Date | undefined;
  readonly nextPageToken: string | undefined;
}) => Promise<WorkflowExecutionInfos>;

/** Lists are in descending order of the time of the start. */
async function* windowsOf(list: List): AsyncGenerator<readonly Execution[]> {
  let latestDate: Date | undefined;
  let told: ReadonlySet<string> = new Set();
  for (;;) {
    const window: WorkflowExecutionInfo[] = [];
    let nextPageToken: string | undefined;
    do {
      const page = await list({ latestDate, nextPageToken });
      window.push(...(page.executionInfos ?? []));
      nextPageToken = page.nextPageToken;
      // Until the time has moved on, a new window would begin where this one did.
    } while (nextPageToken !== undefined && (window.length < WINDOW || !isBefore(lastOf(window), latestDate)));
    yield window.map(executionOf).filter(({ runId }) => !told.has(runId));
    const last = lastOf(window);
    if (nextPageToken === undefined || last === undefined) return;
    // The service's times are finer than a Date may tell: those of the last millisecond are listed again.
    latestDate = new Date(last.getTime() + 1);
    told = new Set(
      window.filter((info) => !isBefore(info.startTimestamp, last)).map((info) => executionOf(info).runId),
    );
  }
}

const lastOf = (window: readonly WorkflowExecutionInfo[]): Date | undefined => window.at(-1)?.startTimestamp;

/** By more than what a window begins anew with. */
const isBefore = (time: Date | undefined, latest: Date | undefined): boolean =>
  time === undefined || latest === undefined || time.getTime() + 1 < latest.getTime();

const executionOf = ({ execution }: WorkflowExecutionInfo): Execution => ({
  workflowId: execution?.workflowId ?? "",
  runId: execution?.runId ?? "",
});
