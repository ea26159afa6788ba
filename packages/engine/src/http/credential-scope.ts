import type { Scope } from "../engine.ts";

/** What the header Authorization says of a request before anything is verified. */
export interface CredentialScope {
  readonly accessKeyId: string;
  /** `20231114`. */
  readonly day: string;
  readonly region: string;
  readonly service: string;
}

const CREDENTIAL =
  /^AWS4-HMAC-SHA256\s.*?\bCredential=([^/\s,]+)\/([0-9]{8})\/([a-zA-Z0-9-]{1,64})\/([^/\s,]+)\/aws4_request\b/;

/** The credential scope of Signature Version 4; undefined for older signatures, or none. */
export function credentialScope(authorization: string | undefined): CredentialScope | undefined {
  const [, accessKeyId, day, region, service] = CREDENTIAL.exec(authorization ?? "") ?? [];
  if (accessKeyId === undefined || day === undefined || region === undefined || service === undefined) return undefined;
  return { accessKeyId, day, region, service };
}

/**
 * Which of the engine's worlds a request is for: its own, where the request does not say. The region travels nowhere but in
 * the credential scope; as the account, an access key id of 12 digits is taken.
 */
export function worldOf(scope: CredentialScope | undefined): Scope {
  if (scope === undefined) return {};
  const { region, accessKeyId } = scope;
  return /^[0-9]{12}$/.test(accessKeyId) ? { region, account: accessKeyId } : { region };
}
