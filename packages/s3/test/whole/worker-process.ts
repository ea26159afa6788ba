// A decider and an activity worker in a process of their own, on the services that the environment names.
import { S3Client } from "@aws-sdk/client-s3";
import { SWF } from "@aws-sdk/client-swf";
import { openPayloads } from "@sweft/payload";
import { openActivityWorker, openDecider } from "@sweft/worker";
import { s3Store } from "../../src/index.ts";
import { carry, relay } from "./relay.ts";

const { SWF_URL = "", S3_URL = "" } = process.env;
const shared = { region: "eu-west-1", credentials: { accessKeyId: "id", secretAccessKey: "secret" } };
const client = new S3Client({ ...shared, endpoint: S3_URL, forcePathStyle: true });
const payloads = openPayloads({ store: s3Store({ client, bucket: "payloads" }) });
const place = { api: new SWF({ ...shared, endpoint: SWF_URL }), domain: "sports", payloads };
void Promise.all([
  openDecider({ ...place, workflows: [relay] }),
  openActivityWorker({ ...place, activities: [carry] }),
]).then(() => console.log("open"));
