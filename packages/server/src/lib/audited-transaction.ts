import type { ApiFailure } from "@covenant/contract"
import type { Kysely, Transaction } from "kysely"
import type { Database } from "../db/generated/database.ts"
import type { AuditedRequest, AuditEvent } from "./audit.ts"
import { recordAudit } from "./audit.ts"
import { inTransaction } from "./retry.ts"

/** A refusal that goes on record. Thrown inside an audited transaction, of which nothing stays. */
export class Refused extends Error {
  override name = "Refused"
  /** The precise one, for the record. */
  readonly reason: string
  /** What the caller gets. */
  readonly failure: ApiFailure

  constructor(reason: string, failure: ApiFailure) {
    super(reason)
    this.reason = reason
    this.failure = failure
  }
}

/** Writes the event as a success, with what is known of it by now. */
export type Recorder = (known?: Partial<Pick<AuditEvent, "event" | "auth_identity_id" | "details">>) => Promise<void>

/**
 * Runs the work in one transaction that ends with its record: the work calls `record` when something has changed, and
 * throws {@link Refused} when it may not. A refusal is recorded once everything else is rolled back.
 */
export async function inAuditedTransaction<T>(
  { db, request }: { db: Kysely<Database>; request: AuditedRequest },
  event: Omit<AuditEvent, "outcome" | "reason">,
  work: (trx: Transaction<Database>, record: Recorder) => Promise<T>,
): Promise<T> {
  try {
    return await inTransaction(db, (trx) =>
      work(trx, (known) =>
        recordAudit(
          trx,
          { ...event, ...known, details: merged(event.details, known?.details), outcome: "success" },
          request,
        ),
      ),
    )
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    await recordAudit(db, { ...event, outcome: "failure", reason: error.reason }, request)
    throw error.failure
  }
}

const merged = (event: AuditEvent["details"], known: AuditEvent["details"]): AuditEvent["details"] =>
  event || known ? { ...event, ...known } : undefined
