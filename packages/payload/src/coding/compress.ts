import { promisify } from "node:util";
import * as zlib from "node:zlib";
import { codeOf, PayloadError } from "../errors.ts";

/** The compressions there are, as envelopes name them: Brotli, gzip, Zstandard. */
export const COMPRESSIONS = ["br", "gz", "zst"] as const;

/** A line of {@link COMPRESSIONS}. */
export type Compression = (typeof COMPRESSIONS)[number];

type Compress = (bytes: Uint8Array) => Promise<Uint8Array>;
type Decompress = (bytes: Uint8Array, maxOutputLength: number) => Promise<Uint8Array>;

interface Compressor {
  readonly compress: Compress;
  readonly decompress: Decompress;
}

type ZlibCall = (bytes: Uint8Array, options: object, done: (error: Error | null, bytes: Uint8Array) => void) => void;

const call = (work: ZlibCall) => promisify(work) as (bytes: Uint8Array, options: object) => Promise<Uint8Array>;

/** A pair of functions of `node:zlib`. The output is bounded: a few bytes may say that they are a million. */
function compressor(compress: ZlibCall, decompress: ZlibCall, options: object): Compressor {
  const [squeeze, expand] = [call(compress), call(decompress)];
  return {
    compress: (bytes) => squeeze(bytes, options),
    decompress: (bytes, maxOutputLength) => expand(bytes, { maxOutputLength: Math.max(1, maxOutputLength) }),
  };
}

/** Brotli is by default at its slowest: eleven times as slow for a tenth less. */
const BROTLI = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } };

/** What this Node can do. Zstandard came with 22.15. */
const AVAILABLE: Readonly<Record<Compression, () => Compressor | undefined>> = {
  br: () => compressor(zlib.brotliCompress as ZlibCall, zlib.brotliDecompress as ZlibCall, BROTLI),
  gz: () => compressor(zlib.gzip as ZlibCall, zlib.gunzip as ZlibCall, {}),
  zst() {
    const { zstdCompress, zstdDecompress } = zlib as unknown as Partial<Record<string, ZlibCall>>;
    return zstdCompress && zstdDecompress && compressor(zstdCompress, zstdDecompress, {});
  },
};

/** Whether this Node can compress so. */
export const isAvailable = (compression: Compression): boolean => AVAILABLE[compression]() !== undefined;

/** Compresses. Equal bytes give equal bytes, in one version of Node. */
export async function compress(compression: Compression, bytes: Uint8Array): Promise<Uint8Array> {
  return compressorOf(compression).compress(bytes);
}

/**
 * Undoes {@link compress}.
 *
 * @param size - Bytes that come out.
 * @throws {PayloadError} `PAYLOAD_CORRUPT` if it is not what was written; `PAYLOAD_CODEC_UNKNOWN`.
 */
export async function decompress(compression: Compression, bytes: Uint8Array, size: number): Promise<Uint8Array> {
  const { decompress: expand } = compressorOf(compression);
  try {
    const expanded = await expand(bytes, size);
    if (expanded.byteLength === size) return expanded;
    throw new PayloadError("PAYLOAD_CORRUPT", `A compressed payload has ${expanded.byteLength} bytes, not ${size}.`);
  } catch (cause) {
    if (codeOf(cause) === "PAYLOAD_CORRUPT") throw cause;
    throw new PayloadError("PAYLOAD_CORRUPT", "A compressed payload is damaged; nothing of it was parsed.", { cause });
  }
}

function compressorOf(compression: Compression): Compressor {
  const available = AVAILABLE[compression]();
  if (available) return available;
  const advice = "run Node 22.15 or later, or let the writer compress by brotli or gzip.";
  throw new PayloadError("PAYLOAD_CODEC_UNKNOWN", `This Node has no codec ${compression}; ${advice}`);
}
