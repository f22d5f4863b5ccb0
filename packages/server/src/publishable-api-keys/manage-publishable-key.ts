import type { UserActor } from "@covenant/contract"
import { ApiFailure } from "@covenant/contract"
import type { Transaction } from "kysely"
import type { Context } from "../context.ts"
import type { Database } from "../db/generated/database.ts"
import { inAuditedTransaction, type Recorder } from "../lib/audited-transaction.ts"
import { newId } from "../lib/ids.ts"
import { lockSalesChannels } from "../sales-channels/queries.ts"
import type { StaffActor } from "../users/authority.ts"
import { auditedStaff, roleOf } from "../users/authority.ts"
import type { PublishableKeyRow } from "./queries.ts"
import {
  addChannels,
  changePublishableKey,
  insertPublishableKey,
  lockPublishableKey,
  removeChannels,
} from "./queries.ts"

/** Makes a key, which works at once. Answers what `answer` makes of it, in the same transaction. */
export function createPublishableKey<T>(
  context: Context,
  actor: UserActor,
  { title }: { title: string },
  answer: (key: PublishableKeyRow) => T,
): Promise<T> {
  const id = newId("pk")
  const event = { event: "publishable_key_created", ...auditedStaff(actor), details: { publishable_key_id: id } }
  return inAuditedTransaction(context, event, async (trx, record) => {
    await roleOf(trx, actor)
    const key = await insertPublishableKey(trx, { id, title, created_by: actor.user_id })
    if (!key) throw new Error("a new id was taken")
    await record()
    return answer(key)
  })
}

/** Changes the title. Throws 404 when there is no such key. */
export const renamePublishableKey = (
  context: Context,
  actor: UserActor,
  id: string,
  { title }: { title?: string },
): Promise<PublishableKeyRow> =>
  withKey(context, actor, { id, event: "publishable_key_updated" }, async (trx, key, record) => {
    if (title === undefined || title === key.title) return key
    const changed = await changePublishableKey(trx, id, { title })
    await record()
    return changed
  })

/** Ends a key for good; doing it again changes nothing. Throws 404 when there is no such key. */
export const revokePublishableKey = (context: Context, actor: UserActor, id: string): Promise<PublishableKeyRow> =>
  withKey(context, actor, { id, event: "publishable_key_revoked" }, async (trx, key, record) => {
    if (key.revoked_at !== null) return key
    const revoked = await changePublishableKey(trx, id, { revoked_by: actor.user_id })
    await record()
    return revoked
  })

/** Takes a key away; doing it again changes nothing. Throws 404 when there never was one. */
export function deletePublishableKey(context: Context, actor: UserActor, id: string): Promise<void> {
  const event = { event: "publishable_key_deleted", ...auditedStaff(actor), details: { publishable_key_id: id } }
  return inAuditedTransaction(context, event, async (trx, record) => {
    const key = await lockPublishableKey(trx, id)
    await roleOf(trx, actor)
    if (!key) throw new ApiFailure("not_found")
    if (key.deleted_at !== null) return
    await changePublishableKey(trx, id, { deleted: true })
    await record()
  })
}

/** Lets a key name sales channels: all of them, or none. Throws 404 for the key, and 400 naming each channel there is not. */
export const addSalesChannels = (
  context: Context,
  actor: StaffActor,
  id: string,
  ids: readonly string[],
): Promise<PublishableKeyRow> =>
  withKey(context, actor, { id, event: "publishable_key_channels_added" }, async (trx, key, record) => {
    const there = await lockSalesChannels(trx, ids)
    const errors = ids.flatMap((channel, index) => (there.has(channel) ? [] : [unknownChannel(index)]))
    if (errors.length > 0) throw new ApiFailure("invalid_request", { errors: errors.slice(0, most_errors) })
    const added = await addChannels(trx, id, [...there])
    if (added.length > 0) await record({ details: { sales_channel_ids: added } })
    return key
  })

/** Lets a key name sales channels no longer; others are passed over. Throws 404 when there is no such key. */
export const removeSalesChannels = (
  context: Context,
  actor: StaffActor,
  id: string,
  ids: readonly string[],
): Promise<PublishableKeyRow> =>
  withKey(context, actor, { id, event: "publishable_key_channels_removed" }, async (trx, key, record) => {
    const removed = await removeChannels(trx, id, ids)
    if (removed.length > 0) await record({ details: { sales_channel_ids: removed } })
    return key
  })

/** The work with a key that is there, locked, in one audited transaction. Throws 404 when it is not. */
function withKey(
  context: Context,
  actor: StaffActor,
  { id, event }: { id: string; event: string },
  work: (trx: Transaction<Database>, key: PublishableKeyRow, record: Recorder) => Promise<PublishableKeyRow>,
): Promise<PublishableKeyRow> {
  const audited = { event, ...auditedStaff(actor), details: { publishable_key_id: id } }
  return inAuditedTransaction(context, audited, async (trx, record) => {
    const key = await lockPublishableKey(trx, id)
    await roleOf(trx, actor)
    if (!key || key.deleted_at !== null) throw new ApiFailure("not_found")
    return work(trx, key, record)
  })
}

/** As many as a refusal of the schema names. */
const most_errors = 20

const unknownChannel = (index: number) => ({
  path: `sales_channel_ids.${index}.id`,
  code: "unknown_name",
  message: "There is no such sales channel.",
})
