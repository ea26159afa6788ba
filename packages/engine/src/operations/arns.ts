import { fault } from "../errors.ts";
import type { Domain, World } from "../world/world.ts";
import { findDomain } from "../world/world.ts";

/** The ARN of a domain of this world. */
export function domainArnOf(world: World, name: string): string {
  return `${prefixOf(world)}${name}`;
}

/**
 * Finds a domain by its ARN.
 *
 * @throws {EngineError} `UnknownResourceFault`, for one of another region or account too.
 */
export function findDomainByArn(world: World, arn: string): Domain {
  const prefix = prefixOf(world);
  if (!arn.startsWith(prefix)) throw fault("UnknownResourceFault", `Unknown resource: ${arn}`);
  return findDomain(world, arn.slice(prefix.length));
}

function prefixOf({ region, account }: World): string {
  return `arn:aws:swf:${region}:${account}:/domain/`;
}
