import { readMarker } from "../values/header.ts";

/** The marker that keeps the outcome of a `cached` command. */
export const EFFECT_MARKER = "sweft.cached";

/** The text of the outcome in an effect's marker, which may have to be fetched first. */
export const effectPayload = (details: string | undefined): string | undefined => readMarker(details)?.payload;
