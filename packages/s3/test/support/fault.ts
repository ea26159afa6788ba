/** A request as it came from the client. */
export interface Seen {
  readonly method: string;
  /** The path behind the bucket, as it was sent, or `""`. */
  readonly key: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** What goes wrong with a request; all optional. */
export interface Fault {
  /** Answers with an error of S3 instead of asking it. */
  readonly refuse?: { readonly status: number; readonly code: string };
  /** Says that it has been done, and does not. */
  readonly lose?: true;
  /** Says nothing, ever. */
  readonly hang?: true;
  /** Changes what is put on its way. */
  readonly sent?: (bytes: Buffer) => Buffer;
  /** Changes what is got on its way. */
  readonly got?: (bytes: Buffer) => Buffer;
  /** After so many bytes of the answer nothing more comes: the line is cut, or stays silent. */
  readonly after?: { readonly bytes: number; readonly then: "cut" | "silence" };
}
