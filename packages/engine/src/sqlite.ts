export { sqliteStore } from "./store/sqlite/sqlite-store.ts";
