/** The attributes of an event of any type. */
export type Attributes = Readonly<Record<string, unknown>>;

/** The attributes of an event, whose member is named after its type. */
export function attributesOf(event: { readonly eventType: string }): Attributes {
  const member = `${event.eventType.charAt(0).toLowerCase()}${event.eventType.slice(1)}EventAttributes`;
  // Every event type's attributes are an object.
  return ((event as Attributes)[member] ?? {}) as Attributes;
}

/** A member that must be a text. */
export function text(attributes: Attributes, member: string): string {
  const value = attributes[member];
  if (typeof value !== "string") throw new Error(`${member} is no text in ${JSON.stringify(attributes)}`);
  return value;
}

/** A member that must be a number. */
export function number(attributes: Attributes, member: string): number {
  const value = attributes[member];
  if (typeof value !== "number") throw new Error(`${member} is no number in ${JSON.stringify(attributes)}`);
  return value;
}

/** A member that must be an object. */
export function object(attributes: Attributes, member: string): Attributes {
  const value = attributes[member];
  if (typeof value !== "object" || value === null) {
    throw new Error(`${member} is no object in ${JSON.stringify(attributes)}`);
  }
  return value as Attributes; // just checked
}

/** Some members of an object, as far as it has them. */
export function pick(attributes: Attributes, ...members: readonly string[]): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([member]) => members.includes(member)));
}

/** An object without some of its members. */
export function omit(attributes: Attributes, ...members: readonly string[]): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([member]) => !members.includes(member)));
}
