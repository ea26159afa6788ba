// A real S3 server on loopback, in a process of its own that ends with its stdin. It prints its port.
import { buildApp } from "fauxqs";

const app = buildApp({ logger: false });
// Its own parser refuses bodies of more than 11 MiB, and its own start listens on all addresses.
app.removeAllContentTypeParsers();
app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: 2 ** 30 }, (_request, body, done) => done(null, body));
const address = await app.listen({ port: 0, host: "127.0.0.1" });
console.log(new URL(address).port);
process.stdin.on("end", () => process.exit()).resume();
