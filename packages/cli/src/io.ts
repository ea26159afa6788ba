/** Everything that the commands touch outside of themselves. */
export interface Io {
  /** The folder that paths are relative to. */
  readonly cwd: string;
  /** The package's own version. */
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Prints to stdout; lines end in `\n`. */
  out(text: string): void;
  /** Prints to stderr; lines end in `\n`. */
  err(text: string): void;
  /** The text of a file. Rejects with a `code` such as `ENOENT`. */
  readFile(path: string): Promise<string>;
  /** All of stdin, to its end. */
  readStdin(): Promise<string>;
  /** Is there a folder of this path? */
  isDirectory(path: string): Promise<boolean>;
  /** Resolves once somebody asks the process to stop. Whoever asks again is not waited for. */
  untilStopped(): Promise<void>;
  /** Loads an ES module by its URL. */
  importModule(url: string): Promise<Readonly<Record<string, unknown>>>;
  /** The URL that a package's name stands for in a module; undefined if it has no such package. */
  resolvePackage(name: string, fromUrl: string): string | undefined;
}
