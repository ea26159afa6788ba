export { isLoopback } from "./hosts.ts";
export type { Credentials, ServeOptions } from "./options.ts";
export type { EngineServer } from "./serve.ts";
export { serveEngine } from "./serve.ts";
