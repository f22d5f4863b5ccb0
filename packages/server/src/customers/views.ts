import type { StoreCustomer, StoreCustomerAddress } from "@covenant/contract/store"
import { objectOrNull } from "../lib/metadata.ts"
import type { Listing } from "../lib/answer-list.ts"
import { timestamp, timestampOrNull } from "../lib/timestamp.ts"
import type { AddressRow, CustomerRow, EmbeddedAddress } from "./queries.ts"

export const storeCustomer = (row: CustomerRow): Required<StoreCustomer> => ({
  id: row.id,
  email: row.email,
  default_billing_address_id: row.default_billing_address_id,
  default_shipping_address_id: row.default_shipping_address_id,
  company_name: row.company_name,
  first_name: row.first_name,
  last_name: row.last_name,
  phone: row.phone,
  has_account: row.has_account,
  metadata: objectOrNull(row.metadata),
  addresses: (row.addresses ?? []).map(storeCustomerAddress),
  created_at: timestamp(row.created_at),
  updated_at: timestamp(row.updated_at),
  deleted_at: timestampOrNull(row.deleted_at),
})

export const storeCustomerAddress = (row: AddressRow | EmbeddedAddress): Required<StoreCustomerAddress> => ({
  id: row.id,
  customer_id: row.customer_id,
  address_name: row.address_name,
  is_default_shipping: row.is_default_shipping,
  is_default_billing: row.is_default_billing,
  company: row.company,
  first_name: row.first_name,
  last_name: row.last_name,
  address_1: row.address_1,
  address_2: row.address_2,
  city: row.city,
  country_code: row.country_code,
  province: row.province,
  postal_code: row.postal_code,
  phone: row.phone,
  metadata: objectOrNull(row.metadata),
  created_at: timestamp(row.created_at),
  updated_at: timestamp(row.updated_at),
})

/** What `fields` may name of an address. */
export const address_fields = {
  properties: [
    "id",
    "customer_id",
    "address_name",
    "is_default_shipping",
    "is_default_billing",
    "company",
    "first_name",
    "last_name",
    "address_1",
    "address_2",
    "city",
    "country_code",
    "province",
    "postal_code",
    "phone",
    "metadata",
    "created_at",
    "updated_at",
  ],
} as const satisfies { properties: readonly (keyof StoreCustomerAddress)[] }

/** How the address book is listed. */
export const address_list: Listing<AddressRow, ReturnType<typeof storeCustomerAddress>> = {
  fields: address_fields,
  orders: {
    id: "text",
    address_name: "text",
    company: "text",
    first_name: "text",
    last_name: "text",
    address_1: "text",
    city: "text",
    country_code: "text",
    province: "text",
    postal_code: "text",
    created_at: "plain",
    updated_at: "plain",
  },
  view: storeCustomerAddress,
}

/** What `fields` may name of a customer. */
export const customer_fields = {
  properties: [
    "id",
    "email",
    "default_billing_address_id",
    "default_shipping_address_id",
    "company_name",
    "first_name",
    "last_name",
    "phone",
    "has_account",
    "metadata",
    "created_at",
    "updated_at",
    "deleted_at",
  ],
  relations: { addresses: address_fields.properties },
} as const satisfies { properties: readonly (keyof StoreCustomer)[]; relations: object }
