import { ok } from "../../coroutines/work.ts";
import type { Log } from "../../language/facts.ts";
import { randomAt, uuidAt } from "../../values/random.ts";
import type { Asks } from "./table.ts";
import { DONE, table } from "./table.ts";

/** Questions about the run, answered at once. They take no number, so that adding one moves no id. */
export const FACTS = table<Asks>({
  Now: (run) => ok(new Date(run.time)),
  Random: (run, asker) => ok(randomAt(run.streamKey, asker.id, asker.draws++)),
  Uuid: (run, asker) => ok(uuidAt(run.streamKey, asker.id, asker.draws++)),
  Info: (run) => ok(run.info),
  Log: (run, _asker, { level, message, fields }: Log) => {
    run.log(level, message, fields);
    return DONE;
  },
});
