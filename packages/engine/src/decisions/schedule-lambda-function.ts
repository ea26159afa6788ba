import { optional } from "../input/field.ts";
import { data, timeout } from "../input/fields.ts";
import { text } from "../input/text.ts";
import { decision } from "./decision.ts";

/** Lambda tasks need functions registered with the engine, which this version does not take. */
export const scheduleLambdaFunction = decision({
  type: "ScheduleLambdaFunction",
  refused: "ScheduleLambdaFunction is not served by this version of the engine; schedule an activity instead",
  attributes: {
    id: text({ min: 1, max: 256 }),
    name: text({ min: 1, max: 64 }),
    control: optional(data),
    input: optional(data),
    startToCloseTimeout: optional(timeout),
  },
  apply() {},
});
