import type { Attributes } from "../histories/history.ts";
import { textOf, typeOf } from "../histories/history.ts";
import { readHead } from "./control.ts";
import type { Style } from "./text.ts";
import { shorten, showPayload } from "./text.ts";

/** An event, as the parts of its line see it. */
interface Told {
  readonly attributes: Attributes;
  /** The attributes of the event that scheduled or initiated what this one is about; its own if it is the first. */
  readonly origin: Attributes;
  /** How many events the decisions of this completion wrote; 0 for other events. */
  readonly decided: number;
  readonly style: Style;
}

/** A piece of a line; undefined where there is nothing to say. */
export type Part = (told: Told) => string | undefined;

const labelled = (label: string, text: string | undefined): string | undefined =>
  text === undefined || text === "" ? undefined : `${label} ${text}`;

/** A text of the event, or of the one that scheduled or initiated it; with a label, or bare. */
export const field =
  (key: string, label?: string): Part =>
  ({ attributes, origin, style }) => {
    const text = textOf(attributes, key) ?? textOf(origin, key);
    const shown = text === undefined ? undefined : shorten(text, style.valueLength);
    return label === undefined ? shown : labelled(label, shown);
  };

/** A name and version. */
export const type =
  (key: string): Part =>
  ({ attributes, origin, style }) => {
    const found = typeOf(attributes, key) ?? typeOf(origin, key);
    return found && shorten(`${found.name} ${found.version}`, style.valueLength);
  };

/** A value that may be large. */
export const payload =
  (key: string, label = key): Part =>
  ({ attributes, style }) => {
    const text = textOf(attributes, key);
    return text === undefined || text === "" ? undefined : labelled(label, showPayload(text, style));
  };

/** The member of a member, such as the name of a task list. */
export const inner =
  (key: string, member: string, label: string): Part =>
  ({ attributes, style }) => {
    const value = attributes[key];
    if (typeof value !== "object" || value === null) return undefined;
    const text = textOf(value as Attributes, member);
    return text && labelled(label, shorten(text, style.valueLength));
  };

/** A list of texts. */
export const list =
  (key: string, label: string): Part =>
  ({ attributes, style }) => {
    const values = attributes[key];
    return Array.isArray(values) ? labelled(label, shorten(values.join(", "), style.valueLength)) : undefined;
  };

/** Seconds of a timeout. */
export const seconds =
  (key: string): Part =>
  ({ attributes }) => {
    const text = textOf(attributes, key);
    return text === undefined ? undefined : `${shorten(text, 20)} s`;
  };

/** The structural id in the `control` field, and the user's own text after it; a whole control of another program. */
export const control: Part = ({ attributes, origin, style }) => {
  const text = textOf(attributes, "control") ?? textOf(origin, "control");
  const head = readHead(text);
  const own = head === undefined ? text : head.rest;
  const shown = own === undefined || own === "" ? undefined : `control ${shorten(own, style.valueLength)}`;
  // Activities, timers and Lambda functions have it as their SWF id already.
  const ids = ["activityId", "timerId", "id"].map((key) => textOf(attributes, key) ?? textOf(origin, key));
  const id = head === undefined || ids.includes(head.id) ? undefined : shorten(head.id, style.valueLength);
  return [id, shown].filter((part) => part !== undefined).join("  ") || undefined;
};

/** What a marker keeps: of Sweft's own the structural id, the label and the outcome. */
export const markerDetails: Part = ({ attributes, style }) => {
  const details = textOf(attributes, "details");
  const head = readHead(details);
  if (head === undefined) return payload("details")({ attributes, origin: attributes, decided: 0, style });
  const value = head.rest === undefined ? undefined : showPayload(head.rest, style);
  return [head.id, head.words, value]
    .filter((part) => part !== undefined && part !== "")
    .map((part) => part as string)
    .join("  ");
};

/** How much the decisions of a completion wrote. */
export const decided: Part = ({ decided: number }) => (number === 0 ? "nothing decided" : undefined);
