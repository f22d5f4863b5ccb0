// Generated from openapi/admin.yaml by pnpm generate. Do not edit.
import type { OperationTable } from "../operation-table.ts"

/** Every operation of the Admin contract. */
export const adminOperations = {
  getAdminAuth: {
    method: "get",
    path: "/admin/auth",
    tag: "auth",
    status: 200,
    statuses: [200, 401, 429, 500, 503],
    publishable_key: false,
    credentials: [
      { scheme: "bearer", in: "bearer", actor: "user" },
      { scheme: "session", in: "cookie", name: "__Host-admin_sid", actor: "user" },
    ],
    anonymous: false,
    body: "none",
    sets_cookie: false,
  },
  createAdminSession: {
    method: "post",
    path: "/admin/auth",
    tag: "auth",
    status: 200,
    statuses: [200, 400, 401, 403, 413, 415, 429, 500, 503],
    publishable_key: false,
    credentials: [],
    anonymous: false,
    body: "required",
    sets_cookie: true,
  },
  deleteAdminSession: {
    method: "delete",
    path: "/admin/auth",
    tag: "auth",
    status: 200,
    statuses: [200, 401, 403, 429, 500, 503],
    publishable_key: false,
    credentials: [
      { scheme: "bearer", in: "bearer", actor: "user" },
      { scheme: "session", in: "cookie", name: "__Host-admin_sid", actor: "user" },
    ],
    anonymous: false,
    body: "none",
    sets_cookie: false,
  },
  createAdminToken: {
    method: "post",
    path: "/admin/auth/token",
    tag: "auth",
    status: 200,
    statuses: [200, 400, 401, 403, 413, 415, 429, 500, 503],
    publishable_key: false,
    credentials: [],
    anonymous: false,
    body: "required",
    sets_cookie: false,
  },
} as const satisfies OperationTable
