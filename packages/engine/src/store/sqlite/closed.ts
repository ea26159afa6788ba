import type { ClosedPage, ClosedQuery, ExecutionFilter } from "../store.ts";

/** A piece of SQL and what is to be put into it. */
interface Sql {
  readonly text: string;
  readonly values: readonly (string | number)[];
}

const FILTERS: {
  readonly [K in ExecutionFilter["by"]]: (filter: Extract<ExecutionFilter, { by: K }>) => Sql;
} = {
  workflowId: ({ workflowId }) => ({ text: "workflow_id = ?", values: [workflowId] }),
  type: ({ name, version }) =>
    version === undefined
      ? { text: "type_name = ?", values: [name] }
      : { text: "type_name = ? AND type_version = ?", values: [name, version] },
  tag: ({ tag }) => ({ text: "EXISTS (SELECT 1 FROM json_each(tags) WHERE value = ?)", values: [tag] }),
  closeStatus: ({ status }) => ({ text: "close_status = ?", values: [status] }),
};

function filterSql<F extends ExecutionFilter>(filter: F): Sql {
  const sql = FILTERS[filter.by] as (filter: F) => Sql; // the row of this filter's own kind
  return sql(filter);
}

/** The condition that a query puts on `executions`. */
export function conditionOf({ domainKey, time, oldestMs, latestMs, filter, nowMs }: ClosedQuery): Sql {
  const { text, values } = filter === undefined ? { text: "TRUE", values: [] } : filterSql(filter);
  const column = columnOf(time);
  return {
    text: `domain = ? AND closed_ms IS NOT NULL AND ${column} BETWEEN ? AND ? AND expires_ms > ? AND ${text}`,
    values: [domainKey, oldestMs, latestMs, nowMs, ...values],
  };
}

/** What a page adds to the condition of its query: where it begins, the order, how many. */
export function pageOf({ time }: ClosedQuery, { descend, after, limit }: ClosedPage): Sql {
  const column = columnOf(time);
  const [beyond, order] = descend ? ["<", "DESC"] : [">", "ASC"];
  const place = after === undefined ? "" : ` AND (${column}, id) ${beyond} (?, ?)`;
  return {
    text: `${place} ORDER BY ${column} ${order}, id ${order} LIMIT ?`,
    values: [...(after === undefined ? [] : [after.ms, after.key]), limit],
  };
}

function columnOf(time: ClosedQuery["time"]): string {
  return time === "start" ? "started_ms" : "closed_ms";
}
