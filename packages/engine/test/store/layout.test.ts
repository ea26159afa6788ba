import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "@jest/globals";
import Libsql from "libsql";
import { sqliteStore } from "../../src/sqlite.ts";
import { openFolders } from "./folder.ts";

const folderOf = openFolders();

it("has the tables and columns that the README describes, and no others", () => {
  const file = join(folderOf(), "a.db");
  sqliteStore(file).close();
  const database = new Libsql(file);
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as { name: string }[];
  const columnsOf = (table: string) =>
    (database.prepare(`SELECT name FROM pragma_table_info('${table}')`).all() as { name: string }[]).map(
      ({ name }) => name,
    );
  const found = Object.fromEntries(tables.map(({ name }) => [name, columnsOf(name)]));
  database.close();
  const readme = readFileSync(join(__dirname, "../../README.md"), "utf8").replace(/^[\s\S]*\n## On disk\n/, "");
  const described = Array.from(readme.matchAll(/^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$/gm), ([, table, columns]) => [
    table,
    Array.from(String(columns).matchAll(/`(\w+)`/g), ([, column]) => column),
  ]);
  expect(Object.fromEntries(described)).toEqual(found);
});
