import { ApiFailure } from "@covenant/contract"
import type { Insertable, Kysely, Selectable, Transaction } from "kysely"
import { sql } from "kysely"
import { codeOf, constraintOf } from "../db/connection.ts"
import type { Customer, CustomerAddress, Database } from "../db/generated/database.ts"
import { readTogether } from "../db/read-together.ts"
import type { Page } from "../lib/list.ts"
import { containing, listPage } from "../lib/list.ts"
import type { Metadata } from "../lib/metadata.ts"
import { mergedMetadata, newMetadata } from "../lib/metadata.ts"

export type AddressRow = Selectable<CustomerAddress>

/** An address inside a customer: times are text there, because they come out of jsonb. */
export type EmbeddedAddress = Omit<AddressRow, "created_at" | "updated_at" | "deleted_at"> & {
  created_at: string
  updated_at: string
}

export type CustomerRow = Selectable<Customer> & {
  default_shipping_address_id: string | null
  default_billing_address_id: string | null
  /** Newest first; null when they were not asked for. */
  addresses: EmbeddedAddress[] | null
}

/** The customer with the address book if it is asked for, in one statement; undefined when there is none or it was deleted. */
export const findCustomer = (
  db: Kysely<Database>,
  id: string,
  { addresses }: { addresses: boolean },
): Promise<CustomerRow | undefined> => (addresses ? customerWithAddresses : customerAlone)(db, id)

const customerAlone = readTogether<string, CustomerRow>("text", (db, id) =>
  customers(db, id).select(sql<null>`null`.as("addresses")),
)
const customerWithAddresses = readTogether<string, CustomerRow>("text", (db, id) =>
  customers(db, id).select(addressBook.as("addresses")),
)

const customers = (db: Kysely<Database>, id: string) =>
  db
    .selectFrom("customer as c")
    .selectAll("c")
    .select(({ selectFrom }) => [
      selectFrom("customer_address as s")
        .select("s.id")
        .whereRef("s.customer_id", "=", "c.id")
        .where("s.is_default_shipping", "=", true)
        .where("s.deleted_at", "is", null)
        .as("default_shipping_address_id"),
      selectFrom("customer_address as b")
        .select("b.id")
        .whereRef("b.customer_id", "=", "c.id")
        .where("b.is_default_billing", "=", true)
        .where("b.deleted_at", "is", null)
        .as("default_billing_address_id"),
    ])
    .where("c.id", "=", id)
    .where("c.deleted_at", "is", null)

const addressBook = sql<EmbeddedAddress[]>`(
  select coalesce(jsonb_agg(to_jsonb(a) - 'deleted_at' order by a.created_at desc, a.id collate "C" desc), '[]'::jsonb)
  from customer_address a where a.customer_id = c.id and a.deleted_at is null
)`

/** What can be written of a customer besides who it is. */
export interface CustomerDetails {
  company_name?: string | null
  first_name?: string | null
  last_name?: string | null
  phone?: string | null
  metadata?: Metadata | null
}

const detailColumns = ({ company_name, first_name, last_name, phone }: CustomerDetails) => ({
  company_name,
  first_name,
  last_name,
  phone,
})

/** Stores a registered customer. Throws 422 when another has this address: the unique index decides, not a read before. */
export async function insertCustomer(
  trx: Transaction<Database>,
  { id, email, ...details }: CustomerDetails & { id: string; email: string },
): Promise<void> {
  await refusingTakenEmail(
    trx
      .insertInto("customer")
      .values({ id, email, has_account: true, ...detailColumns(details), metadata: newMetadata(details.metadata) })
      .execute(),
  )
}

/** The newest guest customer with this address, locked; undefined when there is none. */
export function lockGuest(trx: Transaction<Database>, email: string): Promise<{ id: string } | undefined> {
  return trx
    .selectFrom("customer")
    .select("id")
    .where("email", "=", email)
    .where("has_account", "=", false)
    .where("deleted_at", "is", null)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
}

/** Makes a guest the registered customer. Throws 422 as {@link insertCustomer}. */
export async function registerGuest(trx: Transaction<Database>, id: string, details: CustomerDetails): Promise<void> {
  await refusingTakenEmail(
    trx
      .updateTable("customer")
      .set({ ...changedDetails(details), has_account: true })
      .where("id", "=", id)
      .execute(),
  )
}

async function refusingTakenEmail(write: Promise<unknown>): Promise<void> {
  try {
    await write
  } catch (error) {
    if (codeOf(error) !== "23505" || constraintOf(error) !== "customer_registered_email") throw error
    throw new ApiFailure("invalid_request_error", { message: "A registered customer already uses this email." })
  }
}

const changedDetails = (details: CustomerDetails) => ({
  ...detailColumns(details),
  ...(details.metadata === undefined ? {} : { metadata: mergedMetadata(details.metadata) }),
  updated_at: sql<Date>`now()`,
})

/** Changes what is given. Answers false when there is no such customer. */
export async function updateCustomer(db: Kysely<Database>, id: string, details: CustomerDetails): Promise<boolean> {
  const row = await db
    .updateTable("customer")
    .set(changedDetails(details))
    .where("id", "=", id)
    .where("deleted_at", "is", null)
    .returning("id")
    .executeTakeFirst()
  return row !== undefined
}

/** Keeps others from changing the customer's defaults until the transaction ends. False when there is no such customer. */
export async function lockCustomer(trx: Transaction<Database>, id: string): Promise<boolean> {
  const row = await trx
    .selectFrom("customer")
    .select("id")
    .where("id", "=", id)
    .where("deleted_at", "is", null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row !== undefined
}

/** What can be written of an address. */
export interface AddressDetails {
  address_name?: string | null
  is_default_shipping?: boolean
  is_default_billing?: boolean
  company?: string
  first_name?: string
  last_name?: string
  address_1?: string
  address_2?: string
  city?: string
  country_code?: string
  province?: string
  postal_code?: string
  phone?: string
  metadata?: Metadata | null
}

const addressColumns = (details: AddressDetails): Omit<Insertable<CustomerAddress>, "id" | "customer_id"> => ({
  address_name: details.address_name,
  is_default_shipping: details.is_default_shipping,
  is_default_billing: details.is_default_billing,
  company: details.company,
  first_name: details.first_name,
  last_name: details.last_name,
  address_1: details.address_1,
  address_2: details.address_2,
  city: details.city,
  country_code: details.country_code,
  province: details.province,
  postal_code: details.postal_code,
  phone: details.phone,
})

/** How many addresses the customer has. */
export async function countAddresses(db: Kysely<Database>, customer_id: string): Promise<number> {
  const { count } = await db
    .selectFrom("customer_address")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("customer_id", "=", customer_id)
    .where("deleted_at", "is", null)
    .executeTakeFirstOrThrow()
  return count
}

export async function insertAddress(
  trx: Transaction<Database>,
  { id, customer_id, ...details }: AddressDetails & { id: string; customer_id: string },
): Promise<void> {
  await trx
    .insertInto("customer_address")
    .values({ id, customer_id, ...addressColumns(details), metadata: newMetadata(details.metadata) })
    .execute()
}

/** Changes what is given. Answers false when the customer has no such address. */
export async function updateAddress(
  trx: Transaction<Database>,
  { id, customer_id, ...details }: AddressDetails & { id: string; customer_id: string },
): Promise<boolean> {
  const row = await trx
    .updateTable("customer_address")
    .set({
      ...addressColumns(details),
      ...(details.metadata === undefined ? {} : { metadata: mergedMetadata(details.metadata) }),
      updated_at: sql<Date>`now()`,
    })
    .where("id", "=", id)
    .where("customer_id", "=", customer_id)
    .where("deleted_at", "is", null)
    .returning("id")
    .executeTakeFirst()
  return row !== undefined
}

/** Takes the default from whichever address of the customer has it. */
export async function clearDefault(
  trx: Transaction<Database>,
  customer_id: string,
  column: "is_default_shipping" | "is_default_billing",
  but?: string,
): Promise<void> {
  await trx
    .updateTable("customer_address")
    .set({ [column]: false, updated_at: sql<Date>`now()` })
    .where("customer_id", "=", customer_id)
    .where(column, "=", true)
    .where("deleted_at", "is", null)
    .$if(but !== undefined, (query) => query.where("id", "<>", but ?? ""))
    .execute()
}

/** Takes the address out of the address book, also the second time. Answers false when the customer never had it. */
export async function deleteAddress(db: Kysely<Database>, customer_id: string, id: string): Promise<boolean> {
  const row = await db
    .updateTable("customer_address")
    .set({
      deleted_at: sql<Date>`coalesce(deleted_at, now())`,
      is_default_shipping: false,
      is_default_billing: false,
    })
    .where("id", "=", id)
    .where("customer_id", "=", customer_id)
    .returning("id")
    .executeTakeFirst()
  return row !== undefined
}

/** One address of the customer; undefined when there is none, it was deleted, or it is somebody else's. */
export function findAddress(db: Kysely<Database>, customer_id: string, id: string): Promise<AddressRow | undefined> {
  return db
    .selectFrom("customer_address")
    .selectAll()
    .where("id", "=", id)
    .where("customer_id", "=", customer_id)
    .where("deleted_at", "is", null)
    .executeTakeFirst()
}

const searched = [
  "address_name",
  "company",
  "first_name",
  "last_name",
  "address_1",
  "address_2",
  "city",
  "province",
  "postal_code",
] as const

/** What narrows an address list down: one of the values of each, and text that one of the text columns holds. */
export interface AddressFilters {
  city?: readonly string[]
  country_code?: readonly string[]
  postal_code?: readonly string[]
  q?: string
}

/** One page of the customer's addresses that pass the filters, and how many do in all. */
export function listAddresses(
  db: Kysely<Database>,
  customer_id: string,
  { q, ...filters }: AddressFilters,
  page: Page,
): Promise<{ rows: AddressRow[]; count: number }> {
  let matching = db
    .selectFrom("customer_address")
    .selectAll()
    .where("customer_id", "=", customer_id)
    .where("deleted_at", "is", null)
  for (const name of ["city", "country_code", "postal_code"] as const) {
    const values = filters[name]
    if (values && values.length > 0) matching = matching.where(name, "=", sql<string>`any(${[...values]}::text[])`)
  }
  if (q !== undefined) {
    const pattern = containing(q)
    matching = matching.where((where) => where.or(searched.map((name) => where(name, "ilike", pattern))))
  }
  return listPage(db, matching, page)
}
