import type { Clock } from "../clock/clock.ts";
import type { VirtualClock } from "../clock/virtual-clock.ts";
import { fault } from "../errors.ts";
import { readRequest } from "./read-request.ts";

/** 9999-12-31: no client reads later dates. */
const LATEST_MS = 253_402_214_400_000;

/** Serves `GET /sweft-api/clock`. */
export function tellClock(clock: Clock): string {
  return JSON.stringify({ now: virtual(clock).now() / 1_000 });
}

/**
 * Serves `POST /sweft-api/advance`, whose body is `{"seconds": n}`.
 *
 * @throws {EngineError} `ValidationException`, `SerializationException`, `PATH_UNKNOWN`, as rejections.
 */
export async function advanceClock(clock: Clock, body: Uint8Array): Promise<string> {
  const moving = virtual(clock);
  const { seconds } = readRequest(body);
  if (typeof seconds !== "number" || !(seconds >= 0)) {
    throw fault("ValidationException", 'Write {"seconds": 60}: a number from 0');
  }
  const ms = Math.round(seconds * 1_000);
  if (moving.now() + ms > LATEST_MS) throw fault("ValidationException", "Time goes to the end of the year 9999");
  await moving.advance(ms);
  return tellClock(clock);
}

function virtual(clock: Clock): VirtualClock {
  if ("advance" in clock) return clock as VirtualClock; // real clocks lack the method
  throw fault("PATH_UNKNOWN", "The engine runs on real time; only a virtual clock can be told to move");
}
