import { Interception } from "../coroutines/interception.ts";
import { ChildStart } from "./child-start.ts";

/** An interceptor around a child. Whoever has its handle follows the child, whenever the interceptor goes on with it. */
export class InterceptedChild extends Interception {
  readonly start = new ChildStart();
}
