import { execFile, execFileSync } from "node:child_process";

/** Why a program of this machine cannot be used; undefined if it can. */
export function reasonAgainst(program: string, args: readonly string[]): string | undefined {
  try {
    execFileSync(program, args, { stdio: "ignore" });
    return undefined;
  } catch {
    return `\`${program} ${args.join(" ")}\` does not work on this machine`;
  }
}

/** Keys that nobody looks at, and nothing of this machine's own settings. */
export const environment: NodeJS.ProcessEnv = {
  ...process.env,
  AWS_ACCESS_KEY_ID: "any",
  AWS_SECRET_ACCESS_KEY: "any",
  AWS_DEFAULT_REGION: "us-east-1",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_CONFIG_FILE: "/dev/null",
  AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  AWS_PAGER: "",
};

/** What a program printed, and its exit code. */
export interface Printed {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end. */
export function printed(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Printed> {
  return new Promise((resolve) => {
    execFile(program, args, { env, maxBuffer: 16_000_000 }, (error, out, err) => {
      resolve({ exitCode: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

/** What the AWS command line printed as JSON; undefined if it printed nothing. Throws what it complained of. */
export async function awsCli(
  url: string,
  operation: string,
  input: object,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const json = ["--cli-input-json", JSON.stringify(input), "--output", "json"];
  const { exitCode, out, err } = await printed("aws", ["--endpoint-url", url, "swf", operation, ...json], environment);
  if (exitCode !== 0) throw new Error(`aws swf ${operation}: ${err}`);
  return out === "" ? undefined : (JSON.parse(out) as Readonly<Record<string, unknown>>);
}
