import { inspect } from "node:util";
import type { PutObjectCommandInput, S3Client, ServerSideEncryption, StorageClass } from "@aws-sdk/client-s3";
import { PayloadError } from "@sweft/payload";

/** How `s3Store` works; all but client and bucket optional. */
export interface S3StoreOptions {
  /** Says where S3 is, who asks, and how often a request is tried again: `new S3Client({ region })`. It stays yours to close. */
  readonly client: S3Client;
  /** The name of the bucket, or the ARN of an access point. */
  readonly bucket: string;
  /** What references call the store; `s3` by default. Visible ASCII characters without spaces, the same as long as histories live. */
  readonly name?: string;
  /** How long one request may take, its retries and all its bytes included: 60 seconds by default. */
  readonly timeoutSeconds?: number;
  /** How S3 encrypts what is put; what the bucket says by default. */
  readonly serverSideEncryption?: ServerSideEncryption;
  /** The KMS key for that: an id, alias or ARN. Needs `serverSideEncryption: "aws:kms"`, or with `:dsse`. */
  readonly kmsKeyId?: string;
  /** The storage class of what is put; `STANDARD` by default. Payloads in archives cannot be read at once. */
  readonly storageClass?: StorageClass;
  /** Tags of what is put, such as `{ team: "orders" }`, for lifecycle rules and costs. At most ten. */
  readonly tags?: Readonly<Record<string, string>>;
  /** The AWS account, twelve digits, that must own the bucket: guards against a bucket of the same name elsewhere. */
  readonly expectedBucketOwner?: string;
}

/**
 * Checks what the types cannot.
 *
 * @throws {PayloadError} `PAYLOAD_OPTION_INVALID`.
 */
export function checkOptions(options: S3StoreOptions): void {
  const { client, bucket, name = "s3", timeoutSeconds = 60, tags = {}, kmsKeyId, expectedBucketOwner } = options;
  check("client", client, typeof client?.send === "function", "an S3Client of @aws-sdk/client-s3");
  check("bucket", bucket, typeof bucket === "string" && bucket !== "", "the name of a bucket");
  check("name", name, /^[\x21-\x7e]+$/.test(name), "visible ASCII characters without spaces");
  // What a timer of Node takes, in milliseconds.
  const isTime = Number.isFinite(timeoutSeconds) && timeoutSeconds > 0 && timeoutSeconds * 1000 < 2 ** 31;
  check("timeoutSeconds", timeoutSeconds, isTime, "a positive number of seconds, at most 2,147,483");
  const isKms = options.serverSideEncryption?.startsWith("aws:kms") === true;
  check("kmsKeyId", kmsKeyId, kmsKeyId === undefined || isKms, 'serverSideEncryption: "aws:kms" as well');
  check("tags", tags, Object.keys(tags).length <= 10, "at most ten");
  const isAccount = expectedBucketOwner === undefined || /^\d{12}$/.test(expectedBucketOwner);
  check("expectedBucketOwner", expectedBucketOwner, isAccount, "the twelve digits of an AWS account");
}

/** What every request to put says besides the object itself. */
export function settingsOfPuts(options: S3StoreOptions): Partial<PutObjectCommandInput> {
  const { serverSideEncryption, kmsKeyId, storageClass, tags = {} } = options;
  return {
    ContentType: "application/octet-stream",
    ...(serverSideEncryption && { ServerSideEncryption: serverSideEncryption }),
    ...(kmsKeyId && { SSEKMSKeyId: kmsKeyId }),
    ...(storageClass && { StorageClass: storageClass }),
    ...(Object.keys(tags).length > 0 && { Tagging: new URLSearchParams(tags).toString() }),
  };
}

function check(name: string, value: unknown, holds: boolean, rule: string): void {
  if (holds) return;
  throw new PayloadError(
    "PAYLOAD_OPTION_INVALID",
    `s3Store: ${name} is ${inspect(value, { depth: 1 })}; write ${rule}.`,
  );
}
