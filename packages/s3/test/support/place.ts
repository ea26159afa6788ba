import type { S3ClientConfig } from "@aws-sdk/client-s3";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import type { PayloadStore } from "@sweft/payload";
import type { S3StoreOptions } from "../../src/index.ts";
import { s3Store } from "../../src/index.ts";
import type { Front } from "./front.ts";
import { openFront } from "./front.ts";
import { startServer } from "./server.ts";

/** An S3 server, what stands in front of it, and stores of it. */
export interface Place {
  readonly front: Front;
  /** A client as users have it, which asks but once unless it is told otherwise. */
  client(config?: S3ClientConfig): S3Client;
  /** A store in the bucket `payloads`. */
  store(options?: Partial<S3StoreOptions>): PayloadStore;
  close(): Promise<void>;
}

/** Starts everything, with an empty bucket `payloads`. */
export async function openPlace(): Promise<Place> {
  const server = await startServer();
  const front = await openFront(server.port);
  const clients: S3Client[] = [];
  const client = (config: S3ClientConfig = {}): S3Client => {
    const opened = new S3Client({
      endpoint: front.endpoint,
      region: "eu-west-1",
      forcePathStyle: true,
      credentials: { accessKeyId: "id", secretAccessKey: "secret" },
      maxAttempts: 1,
      ...config,
    });
    clients.push(opened);
    return opened;
  };
  const common = client();
  await common.send(new CreateBucketCommand({ Bucket: "payloads" }));
  return {
    front,
    client,
    store: (options = {}) => s3Store({ client: common, bucket: "payloads", ...options }),
    async close() {
      for (const opened of clients) opened.destroy();
      await front.close();
      await server.close();
    },
  };
}
