import { createHash } from "node:crypto";
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import type { PayloadStore, StoreRequest } from "@sweft/payload";
import { bytesOf } from "./body.ts";
import { checkKey } from "./key.ts";
import type { S3StoreOptions } from "./options.ts";
import { checkOptions, settingsOfPuts } from "./options.ts";
import { asking } from "./request.ts";

/**
 * A store in Amazon S3, or in what speaks its protocol: one object per payload, under its key as it is, so that the
 * lifecycle rules of the bucket can name objects by prefix.
 *
 * What is put carries its SHA-256, which S3 verifies before it answers. The store needs the rights `s3:PutObject` and
 * `s3:GetObject`; for garbage collection `s3:DeleteObject` and `s3:ListBucket`, too. Without the latter S3 calls objects
 * forbidden that are missing.
 *
 * @param options - Client, bucket and the rest; what they do and their defaults stand with each.
 * @throws {PayloadError} `PAYLOAD_OPTION_INVALID`. Requests reject with the codes of {@link PayloadStore}, and with
 * `PAYLOAD_KEY_INVALID` for keys that S3 does not take; what S3 says otherwise is handed on as the client throws it.
 */
export function s3Store(options: S3StoreOptions): PayloadStore {
  checkOptions(options);
  const { client, bucket, name = "s3", timeoutSeconds = 60, expectedBucketOwner } = options;
  const place = { Bucket: bucket, ...(expectedBucketOwner && { ExpectedBucketOwner: expectedBucketOwner }) };
  const settings = settingsOfPuts(options);
  const ask = <T>(
    verb: string,
    key: string,
    request: StoreRequest | undefined,
    send: (abortSignal: AbortSignal) => Promise<T>,
  ): Promise<T> => asking({ bucket, key, verb }, { timeoutSeconds, signal: request?.signal }, send);

  return {
    name,
    async put(key, bytes, request) {
      checkKey(key);
      const ChecksumSHA256 = createHash("sha256").update(bytes).digest("base64");
      const command = new PutObjectCommand({ ...place, ...settings, Key: key, Body: bytes, ChecksumSHA256 });
      await ask("keep", key, request, (abortSignal) => client.send(command, { abortSignal }));
    },
    async get(key, request) {
      checkKey(key);
      const command = new GetObjectCommand({ ...place, Key: key });
      return ask("give", key, request, async (abortSignal) => {
        const { Body } = await client.send(command, { abortSignal });
        return bytesOf(Body, abortSignal);
      });
    },
    async delete(key, request) {
      checkKey(key);
      const command = new DeleteObjectCommand({ ...place, Key: key });
      await ask("delete", key, request, (abortSignal) => client.send(command, { abortSignal }));
    },
    async *list(prefix, request) {
      let token: string | undefined;
      do {
        const command = new ListObjectsV2Command({ ...place, Prefix: prefix, ContinuationToken: token });
        const page = await ask("list", prefix, request, (abortSignal) => client.send(command, { abortSignal }));
        for (const { Key, Size = 0, LastModified } of page.Contents ?? []) {
          // S3 names both always; an object without an age would be too young for ever.
          if (Key !== undefined) yield { key: Key, size: Size, modifiedMs: LastModified?.getTime() ?? Date.now() };
        }
        token = page.IsTruncated ? page.NextContinuationToken : undefined;
      } while (token !== undefined);
    },
  };
}
