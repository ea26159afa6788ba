import { parseSync } from "@swc/core";

/** One import, re-export, `import()`, `require()` or import type of a file. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
}

/** One use of a name that the file does not bind, in a place where a value stands. */
export interface GlobalUse {
  /** As written: `process`, `Date.now`, `new Date()`, `new Date(…)`. */
  readonly use: string;
  readonly line: number;
}

/** What the rules need to know of a file. Lines count from 1. */
export interface Source {
  /** Relative to the root of the workspace, with forward slashes. */
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  readonly globals: readonly GlobalUse[];
  /** Names of members read anywhere, such as `localeCompare`. */
  readonly members: readonly GlobalUse[];
  /** Values of the string literals in value positions: neither types nor keys of objects. */
  readonly strings: ReadonlySet<string>;
  readonly defaultExports: readonly number[];
  readonly asynchronous: readonly number[];
  readonly mutableState: readonly number[];
}

interface Node {
  readonly type: string;
  readonly span?: { readonly start: number; readonly end: number };
  readonly [field: string]: unknown;
}

interface Place {
  readonly parent: Node | undefined;
  readonly field: string;
  readonly inType: boolean;
}

/** These carry a value; every other `Ts…` node is a type, or erased. */
const VALUE_WRAPPERS: ReadonlySet<string> = new Set([
  "TsAsExpression",
  "TsConstAssertion",
  "TsInstantiation",
  "TsNonNullExpression",
  "TsSatisfiesExpression",
  "TsTypeAssertion",
]);

// Parsed with the file, as its last statement: its place gives the parser's own origin of offsets, and its scope is
// what the parser gives to names that nothing binds.
const SENTINEL = "__unbound__";

/**
 * Reads what the rules need out of a file's text.
 *
 * @param path - Relative to the root, for messages.
 * @param text - TypeScript or JavaScript.
 * @throws For text that does not parse; the cause is the parser's own error.
 */
export function readSource(path: string, text: string): Source {
  const body = parse(path, `${text}\n;${SENTINEL};`);
  const bytes = Buffer.from(text);
  const sentinel = (body.at(-1) as unknown as { expression: { ctxt: number; span?: Node["span"] } & Node }).expression;
  const origin = (sentinel.span?.start ?? 0) - bytes.length - 2;
  const lineOf = (node: Node): number => countLines(bytes.subarray(0, (node.span?.start ?? origin) - origin));

  const imports: Import[] = [];
  const globals: GlobalUse[] = [];
  const members: GlobalUse[] = [];
  const strings = new Set<string>();
  const defaultExports: number[] = [];
  const asynchronous: number[] = [];

  const visit = (node: Node, place: Place): void => {
    const specifier = specifierOf(node, sentinel.ctxt);
    if (specifier !== undefined) imports.push({ specifier, line: lineOf(node) });
    if (isDefaultExport(node)) defaultExports.push(lineOf(node));
    if (isAsynchronous(node)) asynchronous.push(lineOf(node));
    if (isUse(place) && isUnbound(node, sentinel.ctxt)) globals.push({ use: useOf(node, place), line: lineOf(node) });
    if (node.type === "MemberExpression") {
      const name = memberName(node);
      if (name !== undefined) members.push({ use: name, line: lineOf(node.property as Node) });
    }
    if (node.type === "StringLiteral" && !place.inType && place.field !== "key") strings.add(node.value as string);
  };
  const statements = body.slice(0, -1);
  for (const statement of statements) walk(statement, { parent: undefined, field: "body", inType: false }, visit);

  return {
    path,
    lines: countLines(bytes) - (text.endsWith("\n") ? 1 : 0),
    imports,
    globals,
    members,
    strings,
    defaultExports,
    asynchronous,
    mutableState: statements.filter(isMutableState).map(lineOf),
  };
}

function parse(path: string, text: string): Node[] {
  try {
    return parseSync(text, { syntax: "typescript", target: "es2023" }).body as unknown as Node[];
  } catch (cause) {
    throw new Error(`${path} does not parse. Mend it first: \`npm run types\` says where.`, { cause });
  }
}

function walk(node: Node, place: Place, visit: (node: Node, place: Place) => void): void {
  const inType = place.inType || (node.type.startsWith("Ts") && !VALUE_WRAPPERS.has(node.type));
  visit(node, { ...place, inType });
  for (const [field, value] of Object.entries(node)) walkInto(value, { parent: node, field, inType }, visit);
}

/** Nodes are nested in lists, and in objects without a type: an argument's wrapper, a method's function. */
function walkInto(value: unknown, place: Place, visit: (node: Node, place: Place) => void): void {
  if (isNode(value)) walk(value, place, visit);
  else if (Array.isArray(value)) for (const child of value) walkInto(child, place, visit);
  else if (typeof value === "object" && value !== null) {
    for (const child of Object.values(value)) walkInto(child, place, visit);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

function literal(node: unknown): string | undefined {
  return isNode(node) && node.type === "StringLiteral" ? (node.value as string) : undefined;
}

function isUnbound(node: Node, unbound: number): boolean {
  return node.type === "Identifier" && node.ctxt === unbound;
}

/** Whether an identifier here reads a value; the names in `export { a as b }` do not. */
function isUse({ parent, inType }: Place): boolean {
  return !inType && parent?.type !== "ExportSpecifier";
}

function specifierOf(node: Node, unbound: number): string | undefined {
  if (node.type === "TsImportType") return literal(node.argument);
  if (node.type === "TsExternalModuleReference") return literal(node.expression);
  if (node.type === "CallExpression") {
    const callee = node.callee as Node;
    const loads = callee.type === "Import" || (isUnbound(callee, unbound) && callee.value === "require");
    return loads ? literal((node.arguments as { expression: Node }[])[0]?.expression) : undefined;
  }
  return literal(node.source);
}

function isDefaultExport(node: Node): boolean {
  if (node.type === "ExportDefaultExpression" || node.type === "ExportDefaultDeclaration") return true;
  if (node.type === "TsExportAssignment") return true;
  return node.type === "ExportSpecifier" && ((node.exported ?? node.orig) as Node).value === "default";
}

function isAsynchronous(node: Node): boolean {
  return node.async === true || node.isAwait === true || node.type === "AwaitExpression";
}

function isMutableState(statement: Node): boolean {
  const declaration = statement.type === "ExportDeclaration" ? (statement.declaration as Node) : statement;
  return declaration.type === "VariableDeclaration" && declaration.kind !== "const" && declaration.declare !== true;
}

function memberName(member: Node): string | undefined {
  const property = member.property as Node;
  return property.type === "Computed" ? literal(property.expression) : (property.value as string);
}

function useOf(node: Node, { parent, field }: Place): string {
  const name = node.value as string;
  if (parent?.type === "MemberExpression" && field === "object") return `${name}.${memberName(parent) ?? "[…]"}`;
  if (parent?.type === "NewExpression" && field === "callee") {
    return `new ${name}(${(parent.arguments as unknown[] | null)?.length ? "…" : ""})`;
  }
  if (parent?.type === "CallExpression" && field === "callee") return `${name}()`;
  if (parent?.type === "BinaryExpression" && parent.operator === "instanceof" && field === "right") {
    return `instanceof ${name}`;
  }
  return name;
}

function countLines(bytes: Uint8Array): number {
  let lines = 1;
  for (const byte of bytes) if (byte === 10) lines += 1;
  return lines;
}
