import type { ActivityTypeConfiguration, RegistrationStatus, WorkflowTypeConfiguration } from "@aws-sdk/client-swf";

/** Name and version of a type. */
export interface TypeId {
  readonly name: string;
  readonly version: string;
}

/** A registered type. Its configuration never changes. */
export interface TypeRecord<Configuration> {
  readonly id: TypeId;
  readonly description: string | undefined;
  readonly configuration: Configuration;
  readonly createdMs: number;
  status: RegistrationStatus;
  /** Undefined while the type is registered. */
  deprecatedMs: number | undefined;
}

/** The types of either kind that a domain has. */
export interface TypesByKind {
  readonly WorkflowType: Map<string, TypeRecord<WorkflowTypeConfiguration>>;
  readonly ActivityType: Map<string, TypeRecord<ActivityTypeConfiguration>>;
}

/** The two kinds of types. */
export type TypeKind = keyof TypesByKind;

/** What is known of a domain apart from what lives in it. */
export interface DomainRecord {
  /** Its number in the store; never given twice. */
  readonly key: number;
  readonly region: string;
  readonly account: string;
  readonly name: string;
  readonly description: string | undefined;
  /** Days, or NONE. */
  readonly retentionDays: string;
  status: RegistrationStatus;
  readonly tags: Map<string, string | undefined>;
}
