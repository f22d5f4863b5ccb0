import { randomUUID } from "node:crypto"

/** An address nobody has used: tests share a database and depend on no order. */
export const freshEmail = (): string => `customer-${randomUUID()}@mail.example`
