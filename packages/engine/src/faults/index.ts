export type { Crash } from "./crashing-store.ts";
export { crashingStore } from "./crashing-store.ts";
export type { CallFault, ChooseFault, FaultyCall } from "./with-faults.ts";
export { withFaults } from "./with-faults.ts";
